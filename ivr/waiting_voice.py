"""The voice in the waiting line: what is announced to callers becomes sounds; a `Machine`."""

from cti import commands as c
from cti import events as e
from cti.commands import Command
from ivr import sentences
from ivr.departures import Sound
from ivr.flow import Texts
from ivr.languages import Languages


class WaitingVoice:
    """Turns position, wait and text into sounds. `sound` names the file of a text in a language."""

    def __init__(self, language: str, sound: Sound) -> None:
        self._languages = Languages(language)
        self._sound = sound

    def apply(self, event: e.Event) -> None:
        """Change by one fact."""
        self._languages.apply(event)

    def decide(self, event: e.Event) -> list[Command]:
        """What is to be done now that this fact has been applied."""
        if not isinstance(event, e.CallAnnounced):
            return []
        said = [self._languages.said(texts, event.call) for texts in _texts(event)]
        sounds = tuple(self._sound(text, language) for text, language in said if text)
        return [c.Announce(call=event.call, sounds=sounds)] if sounds else []

    def resume(self, _at: float) -> list[Command]:
        """An announcement that was missed is not made up for: the next one is truer."""
        return []

    def refused(self, _command: c.TelephonyCommand, _at: float) -> list[Command]:
        """A caller who has gone needs none."""
        return []


def _texts(event: e.CallAnnounced) -> list[Texts]:
    place = [sentences.position(event.position)] if event.position is not None else []
    minutes = [sentences.wait(event.minutes)] if event.minutes is not None else []
    return [*place, *minutes, event.text]
