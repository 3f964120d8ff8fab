"""The lines to the world outside, as they are: the port that tells, and what it tells."""

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Trunk:
    """One trunk. `reachable`: whether the far end answers (None: it is not asked). `registered`: whether the provider
    knows us (None: it need not). `calls` are in use now; `said` is what Asterisk itself says of the registration."""

    id: str
    reachable: bool | None
    registered: bool | None
    calls: int
    said: str = ""


class Trunks(Protocol):
    """Whoever can say how the trunks are."""

    async def trunks(self) -> tuple[Trunk, ...]:
        """Every trunk, by name.

        Raises:
            TelephonyError: they cannot be asked now.
        """
        ...


class NoTrunks:
    """A house without any."""

    async def trunks(self) -> tuple[Trunk, ...]:
        """None at all."""
        return ()
