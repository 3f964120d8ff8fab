"""Scripts as supervisors write them, with their history."""

from collections.abc import Mapping
from typing import Any

from agent_console import work_models as m
from agent_console.auth import Refused
from agent_console.book_log import tell
from agent_console.permissions import Permission as P
from agent_console.routing import Asked, route
from crm_bridge.scripts.checked import checked_script
from crm_bridge.scripts.script import document_of
from crm_bridge.scripts.store import Kept
from crm_bridge.scripts.toml_text import toml_of
from cti.clock import iso


def _view(kept: Kept, every: Mapping[str, Kept]) -> m.ScriptView:
    return m.ScriptView(
        id=kept.id,
        version=kept.version,
        script=document_of(kept.script),
        text=toml_of(kept.script),
        used_by=_used_by(kept.id, every),
    )


def _used_by(name: str, every: Mapping[str, Kept]) -> list[str]:
    """The queues whose calls this script leads, and no other one before it."""
    leads: dict[str, str] = {}
    for one in every.values():
        for queue in one.script.queues:
            leads.setdefault(queue, one.id)
    return [queue for queue, leader in leads.items() if leader == name]


async def _kept(asked: Asked) -> Kept:
    found = (await asked.house.books.scripts.all()).get(asked.path("script"))
    if found is None:
        raise Refused(404, "no_script", "There is no script of this id; GET /api/v1/scripts lists those there are.")
    return found


@route("GET", "/scripts", P.READ_SETTINGS, "Every script", answer=m.Scripts)
async def read_all(asked: Asked) -> m.Scripts:
    """As they are in force now."""
    every = await asked.house.books.scripts.all()
    return m.Scripts(scripts=[_view(one, every) for one in every.values()])


@route("GET", "/scripts/{script}", P.READ_SETTINGS, "A script", answer=m.ScriptView, errors=(404,))
async def read(asked: Asked) -> m.ScriptView:
    """As it is in force now."""
    return _view(await _kept(asked), await asked.house.books.scripts.all())


@route("POST", "/scripts", P.CHANGE_SETTINGS, "Make a script", body=m.NewScript, answer=m.ScriptView, status=201,
       errors=(409,))  # fmt: skip
async def add(asked: Asked) -> m.ScriptView:
    """Calls of its queues that begin from now on are led by it."""
    return await _save(asked, asked.body.id, None)


@route("PUT", "/scripts/{script}", P.CHANGE_SETTINGS, "Replace a script", body=m.ScriptReplacement,
       answer=m.ScriptView, errors=(404, 409))  # fmt: skip
async def replace(asked: Asked) -> m.ScriptView:
    """A call that is being led by the older version goes on with that."""
    was = await _kept(asked)
    return await _save(asked, was.id, was)


async def _save(asked: Asked, name: str, was: Kept | None) -> m.ScriptView:
    store, based_on = asked.house.books.scripts, asked.body.version if was else 0
    script = checked_script(name, asked.body.script, asked.house.queues)
    made = await store.save(name, script, based_on, asked.who.name)
    tell(asked.house, asked.who, "script", name, _name(made), _told(was) if was else {}, _told(made, was))
    return _view(made, await store.all())


@route("DELETE", "/scripts/{script}", P.CHANGE_SETTINGS, "Take a script out of force", status=204, errors=(404, 409))
async def remove(asked: Asked) -> None:
    """Only one that leads no queue's calls; those that are being led by it go on with it, its answers stay."""
    kept, store = await _kept(asked), asked.house.books.scripts
    queues = _used_by(kept.id, await store.all())
    if queues:
        those, them = (
            (f"the queue {queues[0]}", "it") if len(queues) == 1 else (f"the queues {', '.join(queues)}", "them")
        )
        raise Refused(409, "in_use", f"This script leads the calls of {those}; take {them} out of its queues first.")
    await store.remove(kept.id)
    tell(asked.house, asked.who, "script", kept.id, _name(kept), _told(kept), {})


def _name(kept: Kept) -> str:
    return kept.script.names.get("en") or next(iter(kept.script.names.values()), kept.id)


def _told(kept: Kept, was: Kept | None = None) -> dict[str, Any]:
    """What the audit log says of a script; the history has its versions whole."""
    script = kept.script
    before = {step.id: step for step in was.script.steps} if was else {}
    changed = [step.id for step in script.steps if before.get(step.id, step) != step]
    told = {"version": kept.version, "names": script.names, "queues": script.queues}
    return {**told, "steps": [step.id for step in script.steps], **({"changed steps": changed} if changed else {})}


@route("GET", "/scripts/{script}/history", P.READ_SETTINGS, "Who changed a script, and when",
       answer=m.ScriptVersions)  # fmt: skip
async def history(asked: Asked) -> m.ScriptVersions:
    """Every version, the newest first; also of a script that is out of force."""
    name = asked.path("script")
    return m.ScriptVersions(
        versions=[
            m.ScriptVersion(id=name, version=one.version, script=document_of(one.script), at=iso(one.at), by=one.by)
            for one in await asked.house.books.scripts.history(name)
        ]
    )
