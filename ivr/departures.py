"""Departures: every caller who leaves a queue without an agent, led out by the way the queue names; a `Machine`.

The caller is brought to where prompts can be played, hears a text, and then the call ends, a message is recorded, or
a number outside is dialled. Whoever comes back from there hears a last sentence.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from cti import commands as c
from cti import events as e
from cti.commands import Command, Record, SetTimer
from cti.ids import CallId
from ivr import sentences
from ivr.flow import Texts
from ivr.languages import Languages

AGAIN_SECONDS = 2.0
MESSAGE_SECONDS = 180
HANG_UP, VOICEMAIL, EXTERNAL = "hang_up", "voicemail", "external"
# Where a departure is: the text is to be said, then what the exit names is to be done, then comes the last sentence.
TEXT, WAY, AWAY, LAST = "text", "way", "away", "last"
Sound = Callable[[str, str], str]


@dataclass(slots=True)
class _Departure:
    """One caller's way out; `stage` tells how far it is, `last` what is said at its end."""

    exit: str
    to: str
    text: Texts
    stage: str = TEXT
    last: Texts = field(default_factory=dict)

    @property
    def step(self) -> str:
        """The name under which the end of what is played now comes back."""
        return f"departure.{self.stage}"


class Departures:
    """Leads callers out of queues. `sound` names the file of a text in a language."""

    def __init__(self, language: str, sound: Sound) -> None:
        self._languages = Languages(language)
        self._sound = sound
        self._leaving: dict[CallId, _Departure] = {}

    def apply(self, event: e.Event) -> None:
        """Change by one fact."""
        self._languages.apply(event)
        match event:
            case e.CallLeftQueue() if event.exit:
                self._leaving[event.call] = _Departure(event.exit, event.to, _text(event))
            case e.CallQueued() | e.CallEnded() | e.CallServedByFallback():
                self._leaving.pop(event.call, None)
            case e.CallEvent() if event.call in self._leaving:
                _advance(self._leaving[event.call], event)

    def decide(self, event: e.Event) -> list[Command]:
        """What is to be done now that this fact has been applied."""
        if isinstance(event, e.TimerRang):
            kind, _, name = event.timer.partition(" ")
            return self._enter(CallId(name)) if kind == "departure" else []
        leaving = self._leaving.get(event.call) if isinstance(event, e.CallEvent) else None
        if leaving is None or not isinstance(event, e.CallEvent):
            return []
        match event:
            case e.CallLeftQueue():
                if leaving.exit == HANG_UP and not leaving.text:
                    return [c.HangUp(call=event.call)]
                return self._enter(event.call)
            # The order to hold was on its way when the caller had to leave.
            case e.CallHeldInQueue():
                return self._enter(event.call)
            case e.CallResumed():
                return [c.CancelTimer(timer=f"departure {event.call}"), *self._resumed(event, leaving)]
            case e.PromptFinished() if leaving.stage == WAY and event.step == f"departure.{TEXT}":
                return self._go(event.call, leaving, event.at)
            case e.PromptFinished() if event.step == f"departure.{LAST}":
                return [c.HangUp(call=event.call)]
            # The caller was taken elsewhere in the middle of it, which is told next; or has hung up.
            case e.PromptFailed() if event.step == leaving.step:
                return [SetTimer(timer=f"departure {event.call}", due=event.at + AGAIN_SECONDS)]
            case e.VoicemailFailed() if leaving.stage == LAST:
                # Refused before the tone: the caller is still where prompts are played.
                return [c.CancelTimer(timer=f"departure {event.call}"), self._say(event.call, leaving)]
        return []

    def resume(self, _at: float) -> list[Command]:
        """Nothing is due before Asterisk has said which callers are still there (`CallResumed`)."""
        return []

    def refused(self, command: c.TelephonyCommand, at: float) -> list[Command]:
        """The order itself is not given again; a caller who is still there is led on after a moment."""
        if command.call not in self._leaving:
            return []
        return [SetTimer(timer=f"departure {command.call}", due=at + AGAIN_SECONDS)]

    def _enter(self, call: CallId) -> list[Command]:
        return [c.EnterFlow(call=call)] if call in self._leaving else []

    def _resumed(self, event: e.CallResumed, leaving: _Departure) -> list[Command]:
        """The caller is seen at a place, which tells what is to come."""
        if event.stage in {"queue", "fallback_waiting"}:
            return self._enter(event.call)
        if event.stage != "flow":
            return []
        if leaving.stage == AWAY:
            # Back from outside, and nobody saw how that ended.
            failed = e.OutsideFailed(at=event.at, call=event.call, number=leaving.to, reason="unknown")
            return [Record(event=failed), self._play(event.call, f"departure.{LAST}", sentences.NO_ANSWER_OUTSIDE)]
        return self._go(event.call, leaving, event.at) if leaving.stage == WAY else [self._say(event.call, leaving)]

    def _go(self, call: CallId, leaving: _Departure, at: float) -> list[Command]:
        """The text has been said: now comes the way itself."""
        if leaving.exit == VOICEMAIL:
            return [c.RecordMessage(call=call, seconds=MESSAGE_SECONDS)]
        if leaving.exit != EXTERNAL:
            return [c.HangUp(call=call)]
        if any(char.isdigit() for char in leaving.to):
            return [c.ConnectOutside(call=call, number=leaving.to)]
        failed = e.OutsideFailed(at=at, call=call, number=leaving.to, reason="no_number")
        return [Record(event=failed), self._play(call, f"departure.{LAST}", sentences.NO_ANSWER_OUTSIDE)]

    def _say(self, call: CallId, leaving: _Departure) -> Command:
        return self._play(call, leaving.step, leaving.last if leaving.stage == LAST else leaving.text)

    def _play(self, call: CallId, step: str, texts: Texts) -> Command:
        text, language = self._languages.said(texts, call)
        return c.PlayPrompt(call=call, step=step, sound=self._sound(text, language))


def _text(event: e.CallLeftQueue) -> Texts:
    """What is said first: the queue's own words, or else those for the way or the reason."""
    if any(text.strip() for text in event.text.values()):
        return event.text
    if event.exit == HANG_UP:
        return {}
    ways = {VOICEMAIL: sentences.VOICEMAIL, EXTERNAL: sentences.CONNECTING}
    return ways.get(event.exit) or sentences.BY_REASON.get(event.reason, sentences.NOBODY)


def _advance(leaving: _Departure, event: e.CallEvent) -> None:
    match event:
        case e.PromptFinished() if event.step == leaving.step and leaving.stage == TEXT:
            leaving.stage = WAY
        case e.VoicemailStarted() | e.CallResumed(stage="voicemail"):
            leaving.stage, leaving.last = LAST, sentences.THANKS
        case e.VoicemailFailed():
            leaving.stage, leaving.last = LAST, sentences.NO_VOICEMAIL
        case e.OutsideDialled() | e.ConnectedOutside() | e.CallResumed(stage="outside"):
            leaving.stage = AWAY
        case e.OutsideFailed():
            leaving.stage, leaving.last = LAST, sentences.NO_ANSWER_OUTSIDE
