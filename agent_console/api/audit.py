"""The audit log over HTTP: who did what to whom and when, as pages and as a file."""

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator
from datetime import datetime

from aiohttp import web

from acd.store import AGENT, QUEUE
from agent_console import supervision_models as s
from agent_console.api.settings import version_view
from agent_console.audit import ACTS, Entry, Wanted, entries
from agent_console.auth import Refused
from agent_console.house import House
from agent_console.permissions import Permission as P
from agent_console.routing import Asked, route
from cti.clock import iso
from reports.export import table_csv

FLUSH_SECONDS = 2.0
MOST_LINES = 20_000
COLUMNS = ("at", "by", "act", "kind", "id", "name", "details")
SETTINGS = {"queue_configured": QUEUE, "agent_configured": AGENT}


@route("GET", "/audit", P.READ_AUDIT, "Who did what to whom", query=s.AuditQuestion, answer=s.AuditView, errors=(503,))
async def read(asked: Asked) -> s.AuditView:
    """The newest first; a change of settings tells the fields that it changed."""
    found = await _some(_entries(asked), asked.query.limit + 1)
    shown = found[: asked.query.limit]
    following = shown[-1].position if len(found) > len(shown) else None
    return s.AuditView(entries=[await _view(asked.house, entry) for entry in shown], next=following)


@route("GET", "/audit.csv", P.READ_AUDIT, "The audit log as CSV", query=s.AuditQuestion, media="text/csv",
       errors=(503,))  # fmt: skip
async def as_csv(asked: Asked) -> web.Response:
    """The same entries as a file, at most twenty thousand; no cell can be a formula."""
    found = await _some(_entries(asked), MOST_LINES)
    rows = [await _view(asked.house, entry) for entry in found]
    lines = [(*(getattr(row, name) for name in COLUMNS[:-1]), _json(row.details)) for row in rows]
    return web.Response(
        body=await asyncio.to_thread(table_csv, [COLUMNS, *lines]),
        content_type="text/csv",
        charset="utf-8",
        headers={"Content-Disposition": 'attachment; filename="switchroom-audit.csv"'},
    )


def _json(details: dict[str, object]) -> str:
    return json.dumps(details, ensure_ascii=False) if details else ""


async def _some(source: AsyncIterator[Entry], most: int) -> list[Entry]:
    found: list[Entry] = []
    async for entry in source:
        found.append(entry)
        if len(found) == most:
            break
    return found


async def _entries(asked: Asked) -> AsyncIterator[Entry]:
    query, journal = asked.query, asked.house.journal
    if query.act and query.act not in ACTS:
        raise Refused(422, "unknown_act", f"There is no act {query.act!r}; choose one of {', '.join(ACTS)}.")
    wanted = Wanted(query.who, query.act, query.what, _time("from", query.start), _time("to", query.end))
    with contextlib.suppress(TimeoutError):
        # Who has just done something finds it here at once; with the database away, what it has must do.
        await asyncio.wait_for(journal.flush(), FLUSH_SECONDS)
    async for entry in entries(asked.house, wanted, query.before):
        yield entry


def _time(field: str, text: str) -> float | None:
    if not text:
        return None
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        at = None
    if at is None or at.tzinfo is None:
        raise Refused(422, "invalid", f"{field} is {text!r}; write a time with its zone, as 2026-11-21T08:00:00Z.")
    return at.timestamp()


async def _view(house: House, entry: Entry) -> s.AuditEntry:
    details = entry.what.details
    kind = SETTINGS.get(entry.act)
    if kind is not None:
        details = {**details, "changes": await _changes(house, kind, entry.what.id, details["version"])}
    return s.AuditEntry(
        position=entry.position,
        at=iso(entry.at),
        by=entry.by,
        act=entry.act,
        kind=entry.what.kind,
        id=entry.what.id,
        name=entry.name,
        details=details,
    )


async def _changes(house: House, kind: str, name: str, version: int) -> list[dict[str, object]]:
    """What a version changed, out of the settings' history."""
    versions = await house.settings.history(kind, name, version + 1, 2)
    if not versions or versions[0].version != version:
        return []
    return [one.model_dump() for one in version_view(versions[0], versions[1] if len(versions) > 1 else None).changes]
