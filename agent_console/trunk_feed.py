"""How the trunks are, kept by asking now and then: at once when Asterisk is reached again, and every half minute."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field

import structlog

from agent_console import live_models as live
from cti.errors import TelephonyError
from cti.trunks import Trunk, Trunks

log = structlog.get_logger(__name__)

LOOK_SECONDS = 30.0


@dataclass(slots=True)
class TrunkFeed:
    """What is known of the trunks; `told` is called whenever that has changed."""

    trunks: Trunks
    up: Callable[[], bool]
    told: Callable[[live.TrunksMessage], None]
    _known: tuple[Trunk, ...] = ()
    _asked: bool = False
    _told: list[live.TrunkRow] = field(default_factory=list)

    def whole(self) -> list[live.TrunkRow]:
        """Every trunk as it was last seen; while Asterisk is not reached nobody knows."""
        seen = self.up() and self._asked
        return [_row(trunk, seen) for trunk in self._known]

    async def follow(self, again: asyncio.Event) -> None:
        """Look, and look again each half minute, and whenever `again` is set."""
        while True:
            again.clear()
            await self.look()
            try:
                await asyncio.wait_for(again.wait(), LOOK_SECONDS)
            except TimeoutError:
                continue

    async def look(self) -> None:
        """Ask once, and tell if the answer is another one than before."""
        if self.up():
            try:
                self._known, self._asked = await self.trunks.trunks(), True
            except TelephonyError as error:
                self._asked = False
                log.warning("trunks_not_read", error=str(error))
        else:
            self._asked = False
        if self.whole() != self._told:
            self._told = self.whole()
            self.told({"type": "trunks", "trunks": self._told})


def _row(trunk: Trunk, seen: bool) -> live.TrunkRow:
    return {
        "id": trunk.id,
        "reachable": trunk.reachable if seen else None,
        "registered": trunk.registered if seen else None,
        "seen": seen,
        "calls": trunk.calls if seen else 0,
        "said": trunk.said,
    }
