"""The telephone exchange's in-memory twin: channels, music, bridges, phones; no Asterisk, no waiting, no sockets.

It obeys the same orders as the real end and tells the same facts; the contract tests hold the two together.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from cti import commands as c
from cti import events as e
from cti.errors import LinkDown, TelephonyError
from cti.ids import AgentId, CallId, NodeId, OfferId, call_id

NODE = NodeId("main")


@dataclass
class Line:
    """A caller's channel: where it is, and what was last asked of it."""

    number: str
    at: str = "flow"
    step: str = ""
    hears: str = ""
    digits_wanted: bool = False
    rings: tuple[OfferId, AgentId] | None = None
    talks_with: tuple[OfferId, AgentId] | None = None
    outside: str = ""
    heard: tuple[str, ...] = ()


@dataclass
class Exchange:
    """`tell` is where facts go; `now` is the time they carry, moved by the test."""

    tell: Callable[[e.Event], None]
    now: float = 1_000_000.0
    up: bool = True
    lines: dict[CallId, Line] = field(default_factory=dict)
    orders: list[c.TelephonyCommand] = field(default_factory=list)
    fallback: dict[AgentId, bool] = field(default_factory=dict)
    missed: list[e.Event] = field(default_factory=list)
    _calls: int = 0

    async def perform(self, command: c.TelephonyCommand) -> None:
        self.carry_out(command)

    async def serve_fallback(self, agent: AgentId, *, ready: bool) -> None:
        self.fallback[agent] = ready

    def carry_out(self, command: c.TelephonyCommand) -> None:
        """Obey one order. Raises as the port says."""
        if not self.up:
            raise LinkDown("There is no connection to Asterisk now; it is tried again by itself.")
        self.orders.append(command)
        if isinstance(command, c.DialCustomer):
            self.lines[command.call] = Line(command.number, at="dialling", hears="ringing")
            return
        line = self.lines.get(command.call)
        if line is None:
            raise TelephonyError(f"The caller of call {command.call} has hung up.")
        match command:
            case c.PlayPrompt(step=step, sound=sound):
                line.step, line.hears, line.digits_wanted = step, sound, False
            case c.CollectDigits(step=step, sound=sound):
                line.step, line.hears, line.digits_wanted = step, sound, True
            case c.EnterFlow():
                line.at, line.step, line.hears, line.talks_with = "flow", "", "", None
                self._say(e.CallResumed(at=self.now, call=command.call, stage="flow"))
            case c.Announce(sounds=sounds):
                # Only who is on hold hears it, and the music goes on after it.
                if line.at == "hold":
                    line.heard += sounds
            case c.RecordMessage():
                line.at, line.step, line.hears = "voicemail", "", "tone"
                self._say(e.VoicemailStarted(at=self.now, call=command.call))
            case c.ConnectOutside(number=number):
                line.at, line.step, line.hears, line.outside = "outside", "", "ringing", number
                self._say(e.OutsideDialled(at=self.now, call=command.call, number=number))
            case c.HoldInQueue():
                line.at, line.hears, line.talks_with = "hold", "music", None
                self._say(e.CallHeldInQueue(at=self.now, call=command.call))
            case c.RingAgent(agent=agent, offer=offer, rejoin=rejoin):
                line.rings = (offer, agent)
                if not rejoin:
                    self._say(e.AgentRinging(at=self.now, call=command.call, offer=offer))
            case c.EndLeg():
                line.rings = line.talks_with = None
            case c.HangUp() if line.at == "dialling":
                self.customer_does_not_answer(command.call)
            case c.HangUp(by=by):
                self._gone(command.call, by)

    def _say(self, event: e.Event) -> None:
        (self.tell if self.up else self.missed.append)(event)

    def dials(self, number: str, dialled: str = "1000") -> CallId:
        """A customer calls."""
        self._calls += 1
        call = call_id(NODE, f"{int(self.now)}.{self._calls}")
        self.lines[call] = Line(number)
        self._say(e.CallArrived(at=self.now, call=call, caller=number, caller_name="", dialled=dialled))
        return call

    def customer_answers(self, call: CallId) -> None:
        """A customer who is called back picks up."""
        self.lines[call].at, self.lines[call].hears = "hold", "music"
        self._say(e.CallHeldInQueue(at=self.now, call=call))

    def customer_does_not_answer(self, call: CallId, reason: str = "no_answer") -> None:
        """A customer who is called back is not there."""
        del self.lines[call]
        self._say(e.CustomerNotReached(at=self.now, call=call, reason=reason))
        self._say(e.CallEnded(at=self.now, call=call, ended_by="system"))

    def hears_out(self, call: CallId) -> None:
        """The caller listens to the present prompt to its end, and presses nothing."""
        line = self.lines[call]
        if line.digits_wanted:
            self._say(e.DigitsEntered(at=self.now, call=call, step=line.step, digits=""))
        else:
            self._say(e.PromptFinished(at=self.now, call=call, step=line.step))

    def presses(self, call: CallId, key: str) -> None:
        """The caller presses a key."""
        self._say(e.DigitsEntered(at=self.now, call=call, step=self.lines[call].step, digits=key))

    def ends_message(self, call: CallId) -> None:
        """The caller has spoken, and stays on the line."""
        self._back_in_flow(call)

    def answers_outside(self, call: CallId) -> None:
        """The number outside answers."""
        self.lines[call].hears = "outside"
        self._say(e.ConnectedOutside(at=self.now, call=call, number=self.lines[call].outside))

    def does_not_answer_outside(self, call: CallId, reason: str = "busy") -> None:
        """The number outside does not answer."""
        self._say(e.OutsideFailed(at=self.now, call=call, number=self.lines[call].outside, reason=reason))
        self._back_in_flow(call)

    def _back_in_flow(self, call: CallId) -> None:
        self.lines[call].at, self.lines[call].hears = "flow", ""
        self._say(e.CallResumed(at=self.now, call=call, stage="flow"))

    def answers(self, call: CallId, *, rejoin: bool = False) -> None:
        """The agent whose phone rings for this call answers."""
        line = self.lines[call]
        assert line.rings is not None, "no phone rings for this call"
        (offer, agent), line.rings = line.rings, None
        line.talks_with, line.at, line.hears = (offer, agent), "talk", "agent"
        kind = e.AgentRejoined if rejoin else e.AgentAnswered
        self._say(kind(at=self.now, call=call, agent=agent, offer=offer))

    def does_not_answer(self, call: CallId, reason: str = "no_answer") -> None:
        """The phone rang to its end."""
        line = self.lines[call]
        assert line.rings is not None
        (offer, agent), line.rings = line.rings, None
        self._say(e.OfferExpired(at=self.now, call=call, agent=agent, offer=offer, reason=reason))

    def holds(self, call: CallId) -> None:
        """The agent puts the caller on hold."""
        offer, _agent = self._talk(call)
        self.lines[call].hears = "music"
        self._say(e.CallHeld(at=self.now, call=call, offer=offer))

    def retrieves(self, call: CallId) -> None:
        """The agent takes the caller back."""
        offer, _agent = self._talk(call)
        self.lines[call].hears = "agent"
        self._say(e.CallRetrieved(at=self.now, call=call, offer=offer))

    def _talk(self, call: CallId) -> tuple[OfferId, AgentId]:
        talk = self.lines[call].talks_with
        assert talk is not None, "nobody talks with this caller"
        return talk

    def agent_hangs_up(self, call: CallId) -> None:
        """The agent ends the conversation; the caller is not hung up by that alone."""
        offer, agent = self._talk(call)
        self.lines[call].talks_with, self.lines[call].at = None, "after"
        self._say(e.SegmentEnded(at=self.now, call=call, agent=agent, offer=offer))

    def caller_hangs_up(self, call: CallId) -> None:
        """The customer hangs up, whatever goes on."""
        talk = self.lines[call].talks_with
        self._gone(call, "caller")
        if talk:
            self._say(e.SegmentEnded(at=self.now, call=call, agent=talk[1], offer=talk[0]))

    def _gone(self, call: CallId, by: str) -> None:
        del self.lines[call]
        self._say(e.CallEnded(at=self.now, call=call, ended_by=by, cause=16))
