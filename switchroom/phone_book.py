"""Keeps a managed Asterisk's accounts in step with the agents' settings while calls flow."""

from typing import Protocol

import structlog
from sqlalchemy.exc import SQLAlchemyError

from cti.bus import Subscription
from cti.errors import SwitchroomError
from cti.events import AgentConfigured
from cti.tasks import Tasks
from switchroom.prepare import write_phones
from switchroom.settings import Settings

log = structlog.get_logger(__name__)

RELOAD = "module reload res_pjsip.so"


class Exchange(Protocol):
    """An Asterisk that carries out its own console commands."""

    async def tell(self, command: str) -> str:
        """Carry one out, and give what it printed."""
        ...


class PhoneBook:
    """Hears of agents whose settings change; where their accounts do too, writes them and has Asterisk read them."""

    def __init__(self, settings: Settings, asterisk: Exchange | None) -> None:
        """Without a managed Asterisk, nothing is written."""
        self._settings = settings
        self._asterisk = asterisk
        self._tasks = Tasks()

    def start(self, live: Subscription) -> None:
        """Follow the agents' settings from now on."""
        self._tasks.spawn(self._follow(live), "phone-book")

    async def close(self) -> None:
        """Follow no more; the next start writes what was missed."""
        await self._tasks.close()

    async def _follow(self, live: Subscription) -> None:
        async for recorded in live:
            if isinstance(recorded.event, AgentConfigured) and self._asterisk is not None:
                await self._write(self._asterisk)

    async def _write(self, asterisk: Exchange) -> None:
        try:
            if await write_phones(self._settings):
                await asterisk.tell(RELOAD)
        except (SwitchroomError, SQLAlchemyError, OSError) as error:
            log.error(
                "phones_not_written", error=str(error), remedy="The next change of an agent, or start, tries again."
            )
