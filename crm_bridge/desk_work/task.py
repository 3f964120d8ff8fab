"""A task of one agent, and which of those that are due come too close to each other. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from crm_bridge.text import one_line
from cti.errors import SwitchroomError
from cti.ids import AgentId, CallId, CustomerId

CLOSE_SECONDS = 600.0
LONGEST_TITLE = 200


class InvalidTask(SwitchroomError, ValueError):
    """The task cannot be kept as it was written; one sentence."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """What an agent is to do. `due` and `done` are seconds since the epoch, None: whenever, and not yet."""

    id: str
    agent: AgentId
    title: str
    due: float | None = None
    customer: CustomerId | None = None
    call: CallId | None = None
    done: float | None = None


def checked_title(title: str) -> str:
    """The title, cleaned. Raises InvalidTask if nothing is left."""
    found = one_line(title, LONGEST_TITLE)
    if not found:
        raise InvalidTask("Say in a few words what is to be done.")
    return found


def colliding(due: Iterable[tuple[str, float]]) -> frozenset[str]:
    """The ids of those that are due within ten minutes of another one."""
    ordered = sorted(due, key=lambda one: (one[1], one[0]))
    close: set[str] = set()
    for (one, at), (other, then) in pairwise(ordered):
        if then - at < CLOSE_SECONDS:
            close |= {one, other}
    return frozenset(close)
