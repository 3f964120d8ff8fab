"""Speaking, as a port: text in, a sound file out that Asterisk plays (8 kHz, 16 bit, mono WAV).

Its real end is pyttsx3 over espeak-ng in a child process with a time-out, since that engine blocks, and can hang.
"""

import asyncio
import json
import re
import sys
from pathlib import Path
from typing import Protocol

from cti.errors import SwitchroomError

SPEAK_SECONDS = 20.0
VOICES = {"zh": "cmn-latn-pinyin", "en": "en-gb"}


_LATIN = re.compile(r"[A-Za-z][A-Za-z0-9 ,.'!?;:-]*[A-Za-z.!?]")


def runs(text: str, language: str) -> list[tuple[str, str]]:
    """A text cut where its script changes, as (run, language): a Chinese voice reads English words as pinyin."""
    if language != "zh":
        return [(text, language)]
    found, end = [], 0
    for match in _LATIN.finditer(text):
        found += [(text[end : match.start()].strip(), language), (match.group(), "en")]
        end = match.end()
    found.append((text[end:].strip(), language))
    return [(run, spoken) for run, spoken in found if any(char.isalnum() for char in run)]


class Speech(Protocol):
    """Turns text into speech."""

    def voice(self, language: str) -> str:
        """The name of the voice a language is spoken with; part of what a prompt is cached by."""
        ...

    async def speak(self, text: str, language: str, file: Path) -> None:
        """Write `text` as speech into `file`; the file is there whole or not at all.

        Raises:
            SwitchroomError: it could not be spoken.
        """
        ...


class EspeakSpeech:
    """The real voice: one child process, started at the first text and again whenever it dies or hangs."""

    def __init__(self) -> None:
        self._child: asyncio.subprocess.Process | None = None
        self._turn = asyncio.Lock()

    def voice(self, language: str) -> str:
        """The voice of espeak-ng for a language."""
        return VOICES.get(language, language)

    async def speak(self, text: str, language: str, file: Path) -> None:
        """Speak through the child. Raises SwitchroomError when it fails or takes longer than 20 s."""
        parts = [(run, self.voice(spoken)) for run, spoken in runs(text, language)]
        order = json.dumps({"parts": parts, "file": str(file)})
        async with self._turn:
            answer = await self._ask(order)
        if answer != "ok":
            raise SwitchroomError(f"The text {text!r} could not be spoken: {answer}.")

    async def _ask(self, order: str) -> str:
        if self._child is None or self._child.returncode is not None:
            self._child = await asyncio.create_subprocess_exec(
                sys.executable,
                "-m",
                "ivr.speaker",
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
                stderr=asyncio.subprocess.DEVNULL,
            )
        assert self._child.stdin is not None
        assert self._child.stdout is not None
        try:
            self._child.stdin.write(order.encode() + b"\n")
            answer = await asyncio.wait_for(self._child.stdout.readline(), SPEAK_SECONDS)
        except (TimeoutError, OSError):
            await self.close()
            return "the voice did not answer; is espeak-ng installed?"
        except asyncio.CancelledError:
            # Its answer would be taken for the next text's.
            await self.close()
            raise
        if not answer:
            await self.close()
            return "the voice ended; is espeak-ng installed?"
        return answer.decode().strip()

    async def close(self) -> None:
        """End the child."""
        child, self._child = self._child, None
        if child is not None and child.returncode is None:
            child.kill()
            await child.wait()
