"""The attendant: every call that is in a flow, each at its place; a `Machine` around the pure engine."""

from collections.abc import Callable

from cti import commands as c
from cti import events as e
from cti.commands import Command, Record, SetTimer
from cti.ids import AgentId, CallId, QueueId
from ivr import engine
from ivr.engine import Ask, Enqueue, Finish, GiveBack, Place, Play, Step
from ivr.flow import Flow
from ivr.languages import Languages

# The shortest wait the AGI command knows; none at all would mean its default of seconds.
AT_ONCE = 0.001
ASK_AGAIN_SECONDS = 2.0
Sound = Callable[[str, str], str]


class Attendant:
    """Leads callers through one flow. `sound` names the file of a text in a language."""

    def __init__(self, flow: Flow, sound: Sound) -> None:
        self._flow = flow
        self._sound = sound
        self._places: dict[CallId, Place] = {}
        self._fresh: set[CallId] = set()
        self._senders: dict[CallId, AgentId] = {}
        self._languages = Languages(flow.language)

    def apply(self, event: e.Event) -> None:
        """Change by one fact."""
        self._languages.apply(event)
        match event:
            # Whom we call back has been through the menu.
            case e.CallArrived() if event.stage != "dialling":
                self._fresh.add(event.call)
            case e.FlowEntered():
                self._fresh.discard(event.call)
                before = self._places.get(event.call)
                serial = before.serial + 1 if before else 1
                sent = event.call in self._senders
                self._places[event.call] = Place(event.node, event.attempt, event.language, serial, sent)
            case e.CallTransferred(way="flow") if event.to in self._flow.nodes:
                # A part of the menu that an agent chose: the caller is there as soon as prompts can be played.
                self._places[event.call] = Place(event.to, 1, self._languages.of(event.call), 0, sent=True)
                self._senders[event.call] = event.agent
            case e.FlowLeft() | e.CallQueued() | e.CallEnded() | e.CallServedByFallback():
                self._places.pop(event.call, None)
                self._fresh.discard(event.call)
                self._senders.pop(event.call, None)

    def decide(self, event: e.Event) -> list[Command]:
        """What is to be done now that this fact has been applied."""
        match event:
            case e.CallArrived() if event.stage == "flow":
                return self._do(event.call, engine.begin(self._flow, event.at), event.at)
            case e.CallArrived() if event.stage == "queue":
                return [c.EnterFlow(call=event.call)]
            case e.CallResumed() if event.stage == "flow":
                return self._resume(event)
            case e.PromptFinished():
                place = self._at(event.call, event.step)
                return self._do(event.call, engine.heard(self._flow, place, event.at), event.at) if place else []
            case e.DigitsEntered():
                place = self._at(event.call, event.step)
                step = engine.keyed(self._flow, place, event.digits, event.at) if place else None
                return self._do(event.call, step, event.at) if step else []
            case e.PromptFailed():
                return self._failed(event)
            case e.TimerRang():
                return self._ask_again(CallId(event.timer.partition(" ")[2]), event.at)
        return []

    def resume(self, _at: float) -> list[Command]:
        """Nothing is due before Asterisk has said which callers are still there (`CallResumed`)."""
        return []

    def refused(self, command: c.TelephonyCommand, at: float) -> list[Command]:
        """The order itself is not given again; a caller who is still there is asked anew after a moment."""
        return [SetTimer(timer=f"ask {command.call}", due=at + ASK_AGAIN_SECONDS)]

    def _at(self, call: CallId, step: str) -> Place | None:
        """The call's place, if `step` answers its present prompt and not an earlier one."""
        place = self._places.get(call)
        return place if place and place.step == step else None

    def _resume(self, event: e.CallResumed) -> list[Command]:
        place = self._places.get(event.call)
        cancel = c.CancelTimer(timer=f"ask {event.call}")
        if place is not None and place.node in self._flow.nodes:
            return [cancel, *self._do(event.call, engine.again(self._flow, place, event.at), event.at)]
        if place is not None or event.call in self._fresh:
            return self._do(event.call, engine.begin(self._flow, event.at), event.at)
        return []

    def _ask_again(self, call: CallId, at: float) -> list[Command]:
        place = self._places.get(call)
        return self._do(call, engine.again(self._flow, place, at), at) if place else []

    def _failed(self, event: e.PromptFailed) -> list[Command]:
        """A prompt that cannot be played is passed over as if nobody had pressed a key."""
        place = self._at(event.call, event.step)
        return self._do(event.call, engine.keyed(self._flow, place, "", event.at), event.at) if place else []

    def _do(self, call: CallId, step: Step, at: float) -> list[Command]:
        place = step.place
        entered = e.FlowEntered(
            at=at, call=call, flow=self._flow.name, node=place.node, attempt=place.attempt, language=place.language
        )
        match step.effect:
            case Play(text, type_ahead):
                timeout = AT_ONCE if type_ahead else None
                return [Record(event=entered), self._prompt(call, place, text, timeout)]
            case Ask(text, timeout):
                return [Record(event=entered), self._prompt(call, place, text, timeout)]
            case Enqueue(queue, head_start, skills, priority):
                queued = e.CallQueued(
                    at=at, call=call, queue=QueueId(queue), head_start=head_start, skills=skills, priority=priority
                )
                return [Record(event=self._left(call, "queued", at)), Record(event=queued)]
            case GiveBack(patience):
                back = e.CallGivenBack(at=at, call=call, agent=self._senders[call], limit=at + patience)
                return [Record(event=self._left(call, "given_back", at)), Record(event=back)]
            case Finish(outcome):
                return [Record(event=self._left(call, outcome, at)), c.HangUp(call=call)]

    def _prompt(self, call: CallId, place: Place, text: str, timeout: float | None) -> Command:
        """Play a text; with a time-out a key interrupts it and is awaited for so long after its end."""
        step, sound = self._step(call, place), self._sound(text, place.language)
        if timeout is None:
            return c.PlayPrompt(call=call, step=step, sound=sound)
        return c.CollectDigits(call=call, step=step, sound=sound, max_digits=1, timeout=timeout)

    def _step(self, call: CallId, place: Place) -> str:
        """The step as it will be once the fact that the node was entered is applied."""
        before = self._places.get(call)
        return f"{place.node}.{before.serial + 1 if before else 1}"

    def _left(self, call: CallId, outcome: str, at: float) -> e.FlowLeft:
        return e.FlowLeft(at=at, call=call, flow=self._flow.name, outcome=outcome)
