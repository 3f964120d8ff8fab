"""The rehearsal: texts are spoken as soon as they are known, so that no caller waits for the voice."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import structlog

from cti import events as e
from cti.bus import Subscription
from cti.errors import SwitchroomError
from cti.tasks import Tasks
from ivr.prompts import Prompts

log = structlog.get_logger(__name__)


def texts_in(document: Any) -> Iterator[tuple[str, str]]:
    """Every (language, text) in a document of settings: whatever stands under `text`, at any depth."""
    if isinstance(document, Mapping):
        for name, value in document.items():
            if name == "text" and isinstance(value, Mapping):
                yield from ((str(language), str(text)) for language, text in value.items())
            else:
                yield from texts_in(value)
    elif isinstance(document, list | tuple):
        for value in document:
            yield from texts_in(value)


class Rehearsal:
    """Hears changed settings, and has their texts spoken."""

    hears = (e.QueueConfigured, e.SiteClosed)

    def __init__(self, prompts: Prompts) -> None:
        self._prompts = prompts
        self._tasks = Tasks()

    def start(self, live: Subscription) -> None:
        """Follow the settings from now on."""
        self._tasks.spawn(self._follow(live), "prompts-rehearsal")

    async def close(self) -> None:
        """Follow no more."""
        await self._tasks.close()

    async def _follow(self, live: Subscription) -> None:
        async for recorded in live:
            event = recorded.event
            if isinstance(event, e.QueueConfigured):
                await self.speak(texts_in(event.settings))
            elif isinstance(event, e.SiteClosed):
                await self.speak(event.text.items())

    async def speak(self, sayings: Iterable[tuple[str, str]]) -> None:
        """Speak each (language, text); one that cannot be spoken is told to the log and stops nothing."""
        for saying in sayings:
            try:
                await self._prompts.prepare([saying])
            except SwitchroomError as error:
                log.error("prompt_not_spoken", error=str(error))
