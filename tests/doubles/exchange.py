"""The telephone exchange's in-memory twin: channels, music, bridges, phones; no Asterisk, no waiting, no sockets.

It obeys the same orders as the real end and tells the same facts; the contract tests hold the two together.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from cti import commands as c
from cti import events as e
from cti.errors import LinkDown, TelephonyError
from cti.ids import AgentId, CallId, NodeId, OfferId, call_id
from cti.trunks import Trunk

NODE = NodeId("main")


@dataclass
class Party:
    """A leg of ours on a caller's call: who it is, whether it was picked up, and what it has been told of."""

    agent: AgentId | None
    number: str = ""
    joins: str = ""
    helps: str = ""
    waits: bool = False
    rejoins: bool = False
    up: bool = False
    told: bool = False
    in_talk: bool = False
    muted: bool = False


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
    parties: dict[str, Party] = field(default_factory=dict)
    groups: set[frozenset[str]] = field(default_factory=set)


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
    outside: tuple[Trunk, ...] = ()
    _calls: int = 0

    async def perform(self, command: c.TelephonyCommand) -> None:
        self.carry_out(command)

    async def serve_fallback(self, agent: AgentId, *, ready: bool) -> None:
        self.fallback[agent] = ready

    async def trunks(self) -> tuple[Trunk, ...]:
        if not self.up:
            raise LinkDown("There is no connection to the exchange now.")
        return self.outside

    def carry_out(self, command: c.TelephonyCommand) -> None:
        """Obey one order. Raises as the port says."""
        if not self.up:
            raise LinkDown("There is no connection to Asterisk now; it is tried again by itself.")
        self.orders.append(command)
        if isinstance(command, c.DialCustomer):
            line = self.lines.setdefault(command.call, Line(command.number))
            line.number, line.at, line.hears = command.number, "dialling", "ringing"
            return
        if isinstance(command, c.RingAgent) and command.waits:
            self.lines.setdefault(command.call, Line("", at="to be dialled"))
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
                line.at, line.hears = "hold", "music"
                self._alone(line, command.call)
                self._say(e.CallHeldInQueue(at=self.now, call=command.call))
            case c.RingAgent(offer=offer):
                self._ring(command, line)
            case c.DialParty(party=party, number=number, joins=joins):
                line.parties[party] = Party(None, number, joins)
            case c.Connect():
                self._connect(command, line)
            case c.ChangeHelp(party=party, mode=mode, helped=helped):
                line.parties[party].helps, line.parties[party].joins = mode, helped
            case c.MuteLeg(offer=offer, muted=muted):
                line.parties[offer].muted = muted
            case c.EndLeg(offer=offer):
                self._falls_out(line, offer)
            case c.HangUp() if line.at == "dialling":
                self.customer_does_not_answer(command.call)
            case c.HangUp(by=by):
                self._gone(command.call, by)

    def _ring(self, command: c.RingAgent, line: Line) -> None:
        line.parties[command.offer] = Party(
            command.agent,
            joins=command.joins or "",
            helps=command.helps,
            waits=command.waits,
            rejoins=command.rejoin > 0,
        )
        if not (command.joins or command.helps):
            line.rings = (command.offer, command.agent)
        if not command.rejoin:
            self._say(e.AgentRinging(at=self.now, call=command.call, offer=command.offer))

    def _alone(self, line: Line, call: CallId) -> None:
        """The caller is taken out of any conversation; whoever ordered that ends the agent's leg, too."""
        line.talks_with = None
        group = next((group for group in line.groups if call in group), frozenset())
        line.groups = (line.groups - {group}) | {frozenset({name}) for name in group}

    @staticmethod
    def _falls_out(line: Line, name: str) -> None:
        line.parties.pop(name, None)
        line.groups = {kept for group in line.groups if (kept := group - {name})}
        if line.rings and line.rings[0] == name:
            line.rings = None
        if line.talks_with and line.talks_with[0] == name:
            line.talks_with = None

    def _connect(self, command: c.Connect, line: Line) -> None:
        known = {command.call, *line.parties}
        groups = {frozenset(name for name in group if name in known) for group in command.groups} - {frozenset()}
        if command.takes in line.parties:
            line.parties[str(command.takes)].helps = ""
        for group in groups:
            for name in group - {command.call}:
                line.parties[name].joins = "" if command.call in group else str(next(iter(group - {name}), name))
        line.groups = {frozenset(n for n in group if n == command.call or line.parties[n].up) for group in groups}
        with_caller = next((group for group in line.groups if command.call in group), frozenset({command.call}))
        line.at, line.hears = ("talk", "agent") if len(with_caller) > 1 else ("kept", "music")
        for name in sorted(with_caller - {command.call}):
            self._meets(command.call, name)

    def _meets(self, call: CallId, name: str) -> None:
        """A leg is in conversation with the caller: told once."""
        line, party = self.lines[call], self.lines[call].parties[name]
        if party.in_talk or party.helps:
            return
        party.in_talk, offer = True, OfferId(name)
        if party.agent is None:
            self._say(e.PartyJoined(at=self.now, call=call, party=offer, number=party.number))
            return
        line.talks_with = line.talks_with or (offer, party.agent)
        self._say(e.AgentAnswered(at=self.now, call=call, agent=party.agent, offer=offer))

    def party_answers(self, call: CallId, name: str) -> None:
        """Whoever was asked to the call picks up."""
        line, party = self.lines[call], self.lines[call].parties[name]
        party.up, offer = True, OfferId(name)
        if line.rings and line.rings[0] == name:
            line.rings = None
        if party.waits and party.rejoins and party.agent:
            party.in_talk = True
            line.groups |= {frozenset({name})}
            self._say(e.AgentRejoined(at=self.now, call=call, agent=party.agent, offer=offer))
        elif party.waits and party.agent:
            self._say(e.AgentPickedUp(at=self.now, call=call, agent=party.agent, offer=offer))
        elif party.helps and party.agent:
            self._say(e.HelpAnswered(at=self.now, call=call, agent=party.agent, party=offer))
        elif party.joins:
            self._together(line, name, party.joins)
            self._say(e.ConsultAnswered(at=self.now, call=call, consult=offer, agent=party.agent))
        else:
            self._together(line, name, call)
            line.at, line.hears = "talk", "agent"
            self._meets(call, name)

    @staticmethod
    def _together(line: Line, name: str, other: str) -> None:
        joined = next((group for group in line.groups if other in group), frozenset({other})) | {name}
        line.groups = {group for group in line.groups if not group & joined} | {joined}

    def party_does_not_answer(self, call: CallId, name: str, reason: str = "no_answer") -> None:
        """Whoever was asked to the call does not pick up."""
        line = self.lines[call]
        party, offer = line.parties[name], OfferId(name)
        self._falls_out(line, name)
        if party.agent is None:
            self._say(e.PartyLeft(at=self.now, call=call, party=offer, reason=reason))
        else:
            self._say(e.OfferExpired(at=self.now, call=call, agent=party.agent, offer=offer, reason=reason))

    def party_hangs_up(self, call: CallId, name: str) -> None:
        """One of those on the call, other than the caller, hangs up."""
        line = self.lines[call]
        party = line.parties[name]
        group = next((group for group in line.groups if name in group), frozenset())
        self._falls_out(line, name)
        if call in group and len(group) == 2:
            line.at, line.hears = "after", "music"
        self._left(call, name, party)

    def _left(self, call: CallId, name: str, party: Party) -> None:
        offer = OfferId(name)
        if party.in_talk and party.agent is not None:
            self._say(e.SegmentEnded(at=self.now, call=call, agent=party.agent, offer=offer))
        elif party.up:
            self._say(e.PartyLeft(at=self.now, call=call, party=offer, reason="left"))

    def hears_each_other(self, call: CallId) -> set[frozenset[str]]:
        """Who hears whom: the groups of more than one, of whose legs are not muted."""
        return {group for group in self.lines[call].groups if len(group) > 1}

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

    def customer_picks_up(self, call: CallId, agent: str) -> None:
        """A customer whom an agent calls picks up: the agent is there already."""
        self.lines[call].at, self.lines[call].hears = "talk", "agent"
        self._together(self.lines[call], agent, call)
        self._meets(call, agent)

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
        if line.parties[offer].waits:
            self.party_answers(call, offer)
            return
        line.talks_with, line.at, line.hears = (offer, agent), "talk", "agent"
        line.parties[offer].up = line.parties[offer].in_talk = True
        self._together(line, offer, call)
        kind = e.AgentRejoined if rejoin else e.AgentAnswered
        self._say(kind(at=self.now, call=call, agent=agent, offer=offer))

    def does_not_answer(self, call: CallId, reason: str = "no_answer") -> None:
        """The phone rang to its end."""
        line = self.lines[call]
        assert line.rings is not None
        (offer, agent), line.rings = line.rings, None
        self._falls_out(line, offer)
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
        offer, _agent = self._talk(call)
        self.party_hangs_up(call, offer)

    def caller_hangs_up(self, call: CallId) -> None:
        """The customer hangs up, whatever goes on; an agent who was alone with the customer is then gone, too."""
        line = self.lines[call]
        group = next((group for group in line.groups if call in group), frozenset())
        talk = line.talks_with if len(group) == 2 else None
        self._gone(call, "caller")
        if talk:
            self._say(e.SegmentEnded(at=self.now, call=call, agent=talk[1], offer=talk[0]))

    def _gone(self, call: CallId, by: str) -> None:
        del self.lines[call]
        self._say(e.CallEnded(at=self.now, call=call, ended_by=by, cause=16))

    def heard_by(self, call: CallId) -> set[tuple[str, str]]:
        """Who speaks and is heard by whom, as pairs."""
        line = self.lines[call]
        pairs = {(a, b) for group in line.groups for a in group for b in group if a != b}
        for name, party in line.parties.items():
            if party.helps and party.up and not any(name in group and len(group) > 1 for group in line.groups):
                talk = next((group for group in line.groups if party.joins in group), frozenset())
                pairs |= {(speaker, name) for speaker in talk}
                pairs |= {(name, party.joins)} if party.helps == "whisper" else set()
        return {(a, b) for a, b in pairs if not (a in line.parties and line.parties[a].muted)}
