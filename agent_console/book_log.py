"""Who changed what in the desks' books (scripts, articles, canned notes): told as a fact, for the audit log."""

from collections.abc import Mapping
from typing import Any

from agent_console.auth import Principal
from agent_console.house import House
from cti.events import DeskBookChanged

MOST = 200


def tell(
    house: House, who: Principal, book: str, entry: str, name: str, before: Mapping[str, Any], after: Mapping[str, Any]
) -> None:
    """Tell what became of an entry: an empty `before` is a new one, an empty `after` one that is gone; the same on both
    sides is nothing to tell."""
    fields = dict.fromkeys([*before, *after])
    changed = {one: [_short(before.get(one)), _short(after.get(one))] for one in fields if _differs(one, before, after)}
    if before and after and not changed:
        return
    what = "removed" if not after else "changed" if before else "created"
    house.journal.record(
        DeskBookChanged(
            at=house.clock.now(),
            by=who.name,
            book=book,
            entry=entry,
            name=name,
            what=what,
            values=changed if after else {},
        )
    )


def _differs(field: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> bool:
    return bool(before.get(field) != after.get(field))


def _short(value: Any) -> Any:
    if isinstance(value, str) and len(value) > MOST:
        return value[:MOST] + " …"
    if isinstance(value, Mapping):
        return {key: _short(one) for key, one in value.items()}
    return list(value) if isinstance(value, tuple) else value
