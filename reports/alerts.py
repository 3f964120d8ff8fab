"""When a queue's figures call for somebody: limits, and whether they are passed, with a gap so none flaps. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

WAITING, LONGEST, SERVICE_LEVEL, ABANDONED = "waiting", "longest_s", "service_level", "abandoned"
KINDS = (WAITING, LONGEST, SERVICE_LEVEL, ABANDONED)
# What has been passed is over only once the figure is well on the good side again: by a fifth of the limit, and at
# least by one call; of a service level, by five points.
BACK, LEVEL_BACK = 0.2, 0.05


@dataclass(frozen=True, slots=True)
class Limits:
    """From which figures on a queue calls for somebody; None: never.

    `waiting` calls or more, a caller who has waited `longest_s` seconds or more, a service level of the last half hour
    under `service_level` (0 to 1), `abandoned` calls today or more.
    """

    waiting: int | None = None
    longest_s: float | None = None
    service_level: float | None = None
    abandoned: int | None = None


@dataclass(frozen=True, slots=True)
class Measured:
    """A queue's figures at one moment, as `Limits` means them; None where there is nothing to divide by."""

    waiting: int = 0
    longest_s: float = 0.0
    service_level: float | None = None
    abandoned: int = 0


def limits_of(settings: Mapping[str, Any]) -> Limits:
    """The limits in a queue's document."""
    told = settings.get("alerts") or {}
    return Limits(**{kind: told.get(kind) for kind in KINDS})


def passed(limits: Limits, now: Measured, raised: frozenset[str]) -> frozenset[str]:
    """The kinds of limits that are passed now, given those that were before."""
    return frozenset(kind for kind in KINDS if _is_passed(kind, limits, now, kind in raised))


def _is_passed(kind: str, limits: Limits, now: Measured, before: bool) -> bool:
    limit, value = getattr(limits, kind), getattr(now, kind)
    if limit is None:
        return False
    if value is None:
        # Nobody came for half an hour: neither a reason to call, nor one to say that all is well.
        return before
    if kind == SERVICE_LEVEL:
        return bool(value < min(1.0, round(limit + LEVEL_BACK, 6)) if before else value < limit)
    return bool(value > _back(kind, limit) if before else value >= limit)


def _back(kind: str, limit: float) -> float:
    if kind == ABANDONED:
        # What was counted today is not taken back; a new day begins at none.
        return limit - 1
    return limit * (1 - BACK) if kind == LONGEST else min(limit - 1, limit * (1 - BACK))
