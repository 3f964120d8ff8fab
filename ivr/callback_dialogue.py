"""The dialogue in which a waiting caller is asked whether to be called back, and at which number; a `Machine`.

The caller is brought to where keys can be heard. Whoever says nothing, or no, goes back on hold: the distributor sees
to that, and to the farewell of who says yes.
"""

from dataclasses import dataclass

from cti import commands as c
from cti import events as e
from cti.commands import Command, Record, SetTimer
from cti.ids import CallId
from ivr import sentences
from ivr.departures import Sound
from ivr.flow import Texts
from ivr.languages import Languages

CHOOSE, TYPE, CONFIRM = "choose", "type", "confirm"
MOST_DIGITS, LEAST_DIGITS, TRIES = 15, 5, 2
ANSWER_SECONDS = 5.0
AGAIN_SECONDS = 2.0
KEY, SILENCE, FAILED = "key", "silence", "failed"


@dataclass(slots=True)
class _Dialogue:
    """One caller's dialogue: `own` is the caller's number, if it can be called; `serial` tells one question from the
    next, `answered` is the question answered last."""

    own: str
    stage: str
    typed: str = ""
    tries: int = 0
    serial: int = 0
    keys: str = ""
    answered: str = ""

    @property
    def step(self) -> str:
        """The name under which the answer to the present question comes back."""
        return f"callback.{self.stage}.{self.serial}"


class CallbackDialogue:
    """Asks callers whether to be called back. `sound` names the file of a text in a language."""

    def __init__(self, language: str, sound: Sound) -> None:
        self._languages = Languages(language)
        self._sound = sound
        self._asked: dict[CallId, _Dialogue] = {}

    def apply(self, event: e.Event) -> None:
        """Change by one fact."""
        self._languages.apply(event)
        match event:
            case e.CallbackOffered():
                self._asked[event.call] = _Dialogue(event.number, CHOOSE if event.number else TYPE)
            case e.CallbackAccepted() | e.CallbackDeclined() | e.CallLeftQueue() | e.CallQueued():
                self._asked.pop(event.call, None)
            case e.CallEnded() | e.CallServedByFallback() | e.AgentAnswered():
                self._asked.pop(event.call, None)
            case e.CallEvent() if event.call in self._asked:
                _advance(self._asked[event.call], event)

    def decide(self, event: e.Event) -> list[Command]:
        """What is to be done now that this fact has been applied."""
        if isinstance(event, e.TimerRang):
            kind, _, name = event.timer.partition(" ")
            there = kind == "dialogue" and CallId(name) in self._asked
            return [_declined(CallId(name), event.at, FAILED)] if there else []
        dialogue = self._asked.get(event.call) if isinstance(event, e.CallEvent) else None
        if dialogue is None or not isinstance(event, e.CallEvent):
            return []
        match event:
            # The order to hold may have been on its way when the caller was to be asked.
            case e.CallbackOffered() | e.CallHeldInQueue():
                return [c.EnterFlow(call=event.call)]
            case e.CallResumed(stage="flow"):
                return [c.CancelTimer(timer=f"dialogue {event.call}"), self._ask(event.call, dialogue)]
            case e.CallResumed(stage="queue" | "fallback_waiting"):
                return [c.EnterFlow(call=event.call)]
            case e.DigitsEntered(step=step) if step == dialogue.answered:
                return [self._answer(event.call, dialogue, event.at)]
            # The caller was taken elsewhere in the middle of it, which is told next; or has hung up.
            case e.PromptFailed(step=step) if step == dialogue.step:
                return [_later(event.call, event.at)]
        return []

    def resume(self, _at: float) -> list[Command]:
        """Nothing is due before Asterisk has said which callers are still there (`CallResumed`)."""
        return []

    def refused(self, command: c.TelephonyCommand, at: float) -> list[Command]:
        """The order is not given again; a caller who is still there goes on waiting after a moment."""
        return [_later(command.call, at)] if command.call in self._asked else []

    def _ask(self, call: CallId, dialogue: _Dialogue) -> Command:
        text, language = self._languages.said(_question(dialogue), call)
        most = MOST_DIGITS if dialogue.stage == TYPE else 1
        return c.CollectDigits(
            call=call,
            step=dialogue.step,
            sound=self._sound(text, language),
            max_digits=most,
            timeout=ANSWER_SECONDS,
        )

    def _answer(self, call: CallId, dialogue: _Dialogue, at: float) -> Command:
        """What the keys mean; the question they answered is known by the stage they led to."""
        if not dialogue.keys:
            return _declined(call, at, SILENCE)
        asked = dialogue.answered.split(".")[1]
        if dialogue.keys == "1" and asked != TYPE:
            number = dialogue.own if asked == CHOOSE else dialogue.typed
            return Record(event=e.CallbackAccepted(at=at, call=call, number=number))
        goes_on = dialogue.keys == "2" or asked == TYPE
        return self._ask(call, dialogue) if goes_on and dialogue.tries < TRIES else _declined(call, at, KEY)


def _advance(dialogue: _Dialogue, event: e.CallEvent) -> None:
    match event:
        case e.CallResumed(stage="flow"):
            dialogue.serial += 1
        case e.DigitsEntered(step=step, digits=digits) if step == dialogue.step:
            dialogue.answered, dialogue.keys = step, digits
            dialogue.serial += 1
            _next(dialogue, digits)


def _next(dialogue: _Dialogue, digits: str) -> None:
    """Where the keys lead, if the dialogue goes on at all."""
    if dialogue.stage == TYPE:
        good = digits.isdecimal() and len(digits) >= LEAST_DIGITS
        dialogue.tries += not good
        dialogue.typed = digits
        dialogue.stage = CONFIRM if good else TYPE
    elif digits == "2":
        dialogue.tries += dialogue.stage == CONFIRM
        dialogue.stage = TYPE


def _question(dialogue: _Dialogue) -> Texts:
    if dialogue.stage == CHOOSE:
        return sentences.CALL_BACK
    if dialogue.stage == CONFIRM:
        return sentences.confirm_number(dialogue.typed)
    return sentences.TYPE_NUMBER if dialogue.own or dialogue.answered else sentences.CALL_BACK_TYPE


def _declined(call: CallId, at: float, reason: str) -> Record:
    return Record(event=e.CallbackDeclined(at=at, call=call, reason=reason))


def _later(call: CallId, at: float) -> Command:
    return SetTimer(timer=f"dialogue {call}", due=at + AGAIN_SECONDS)
