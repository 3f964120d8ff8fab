"""The words a console offers, changed: reasons for not being ready, and dispositions."""

from typing import Any

from agent_console import admin_models as m
from agent_console.auth import Refused
from agent_console.permissions import Permission as P
from agent_console.routing import Asked, route
from agent_console.store import Entry
from cti.events import CatalogueChanged

KINDS = ("reason", "disposition")


@route("GET", "/words", P.READ_SETTINGS, "Reasons and dispositions", answer=m.WordsView)
async def words(asked: Asked) -> m.WordsView:
    """In the order in which they are offered."""
    return _view(await asked.house.auth.store.catalogue())


@route(
    "PUT", "/words/{kind}/{word}", P.CHANGE_SETTINGS, "Make, change or move a reason or a disposition",
    body=m.WordBody, answer=m.WordsView, errors=(404, 409, 422),
)  # fmt: skip
async def put(asked: Asked) -> m.WordsView:
    """What calls were given before keeps its id, and is shown by the new name."""
    kind, name, body = _kind(asked), asked.path("word"), asked.body
    entries = await asked.house.auth.store.catalogue()
    mine = [entry for entry in entries if entry.kind == kind]
    was = next((entry for entry in mine if entry.id == name), None)
    now = Entry(kind, _id(name), {str(k): v for k, v in body.name.items()}, _details(kind, body, mine, name))
    others = [entry for entry in mine if entry.id != name]
    before = mine.index(was) if was else len(mine)
    place = min(before if body.place is None else body.place, len(others))
    await _write(asked, entries, kind, [*others[:place], now, *others[place:]])
    values = _differences(was, now, before, place)
    if values:
        _tell(asked, kind, name, "changed" if was else "created", values)
    return _view(await asked.house.auth.store.catalogue())


@route(
    "DELETE", "/words/{kind}/{word}", P.CHANGE_SETTINGS, "Offer a reason or a disposition no more",
    answer=m.WordsView, errors=(404,),
)  # fmt: skip
async def remove(asked: Asked) -> m.WordsView:
    """What calls were given before keeps it."""
    kind, name = _kind(asked), asked.path("word")
    entries = await asked.house.auth.store.catalogue()
    mine = [entry for entry in entries if entry.kind == kind]
    if name not in {entry.id for entry in mine}:
        raise Refused(404, "no_word", f"There is no {kind} {name}; GET /api/v1/words lists those there are.")
    await _write(asked, entries, kind, [entry for entry in mine if entry.id != name])
    _tell(asked, kind, name, "removed", {})
    return _view(await asked.house.auth.store.catalogue())


def _kind(asked: Asked) -> str:
    kind = asked.path("kind")
    if kind not in KINDS:
        raise Refused(404, "no_kind", f"There are no words of the kind {kind}; use reason or disposition.")
    return kind


def _id(name: str) -> str:
    if not (name.isascii() and name.replace("_", "").replace("-", "").isalnum() and len(name) <= 64):
        raise Refused(422, "invalid", f"The id {name!r} cannot be used; write letters, digits, dashes and underscores.")
    return name


def _details(kind: str, body: m.WordBody, mine: list[Entry], name: str) -> dict[str, Any]:
    if kind == "reason":
        return {"paid": body.paid}
    for entry in mine:
        if body.key and entry.id != name and entry.details.get("key") == body.key:
            raise Refused(409, "conflict", f"The key {body.key} chooses {entry.id} already; choose another one.")
    return {"key": body.key}


async def _write(asked: Asked, entries: list[Entry], kind: str, mine: list[Entry]) -> None:
    await asked.house.auth.store.replace_catalogue([*mine, *(entry for entry in entries if entry.kind != kind)])


def _differences(was: Entry | None, now: Entry, before: int, place: int) -> dict[str, Any]:
    fields = {"name": (was.names if was else None, now.names)}
    fields |= {name: (was.details.get(name) if was else None, value) for name, value in now.details.items()}
    values = {name: [then, after] for name, (then, after) in fields.items() if then != after}
    return values | ({"place": [before, place]} if was and before != place else {})


def _view(entries: list[Entry]) -> m.WordsView:
    return m.WordsView(
        words=[
            m.WordView(
                kind="reason" if entry.kind == "reason" else "disposition",
                id=entry.id,
                name=entry.names,
                paid=bool(entry.details.get("paid", True)),
                key=str(entry.details.get("key", "")),
            )
            for entry in entries
            if entry.kind in KINDS
        ]
    )


def _tell(asked: Asked, kind: str, name: str, what: str, values: dict[str, Any]) -> None:
    house, by = asked.house, asked.who.name
    told = CatalogueChanged(at=house.clock.now(), by=by, word=kind, entry=name, what=what, values=values)
    house.journal.record(told)
