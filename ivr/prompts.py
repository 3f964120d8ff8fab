"""Prompts as sound files, cached by what they say: the same text in the same voice is never spoken twice."""

import hashlib
from collections.abc import Callable, Iterable
from pathlib import Path

from cti.errors import SwitchroomError
from ivr.speech import Speech

VERSION = "1"


class Prompts:
    """A folder of spoken texts that Asterisk can play."""

    def __init__(self, folder: Path, speech: Speech) -> None:
        self._folder = folder
        self._speech = speech
        self._named: dict[str, tuple[str, str]] = {}

    def path(self, text: str, language: str) -> Path:
        """The file of a text; its name follows from what it says, in which voice."""
        key = "\0".join((VERSION, self._speech.voice(language), text))
        return self._folder / f"{hashlib.sha256(key.encode()).hexdigest()[:24]}.wav"

    def sound(self, text: str, language: str) -> str:
        """What Asterisk is told to play: the file without its extension."""
        sound = str(self.path(text, language).with_suffix(""))
        self._named.setdefault(sound, (language, text))
        return sound

    async def ready(self, sound: str) -> None:
        """Have a sound spoken that `sound` has named, if it is not there yet. Raises as `prepare` does."""
        saying = self._named.get(sound)
        if saying is not None:
            await self.prepare([saying])
            self._named.pop(sound, None)

    async def prepare(
        self, sayings: Iterable[tuple[str, str]], progress: Callable[[int, int], None] = lambda done, total: None
    ) -> int:
        """Speak every (language, text) that is not there yet, and give how many were spoken.

        Raises:
            SwitchroomError: a text could not be spoken; it names the text.
        """
        wanted = sorted({(language, text) for language, text in sayings if text})
        missing = [one for one in wanted if not self.path(one[1], one[0]).exists()]
        self._folder.mkdir(parents=True, exist_ok=True)
        progress(0, len(missing))
        for done, (language, text) in enumerate(missing, 1):
            try:
                await self._speech.speak(text, language, self.path(text, language))
            except OSError as error:
                raise SwitchroomError(f"The prompt {text!r} cannot be written: {error.strerror}.") from error
            progress(done, len(missing))
        return len(missing)
