"""Scripts as supervisors write them, with their history."""

from agent_console import work_models as m
from agent_console.auth import Refused
from agent_console.permissions import Permission as P
from agent_console.routing import Asked, route
from crm_bridge.scripts.script import checked_script, document_of
from crm_bridge.scripts.store import Kept
from cti.clock import iso


def _view(kept: Kept) -> m.ScriptView:
    return m.ScriptView(id=kept.id, version=kept.version, script=document_of(kept.script))


async def _kept(asked: Asked) -> Kept:
    found = (await asked.house.books.scripts.all()).get(asked.path("script"))
    if found is None:
        raise Refused(404, "no_script", "There is no script of this id; GET /api/v1/scripts lists those there are.")
    return found


@route("GET", "/scripts", P.READ_SETTINGS, "Every script", answer=m.Scripts)
async def read_all(asked: Asked) -> m.Scripts:
    """As they are in force now."""
    return m.Scripts(scripts=[_view(one) for one in (await asked.house.books.scripts.all()).values()])


@route("GET", "/scripts/{script}", P.READ_SETTINGS, "A script", answer=m.ScriptView, errors=(404,))
async def read(asked: Asked) -> m.ScriptView:
    """As it is in force now."""
    return _view(await _kept(asked))


@route("POST", "/scripts", P.CHANGE_SETTINGS, "Make a script", body=m.NewScript, answer=m.ScriptView, status=201,
       errors=(409,))  # fmt: skip
async def add(asked: Asked) -> m.ScriptView:
    """Calls of its queues that begin from now on are led by it."""
    return await _save(asked, asked.body.id, 0)


@route("PUT", "/scripts/{script}", P.CHANGE_SETTINGS, "Replace a script", body=m.ScriptReplacement,
       answer=m.ScriptView, errors=(404, 409))  # fmt: skip
async def replace(asked: Asked) -> m.ScriptView:
    """A call that is being led by the older version goes on with that."""
    return await _save(asked, (await _kept(asked)).id, asked.body.version)


async def _save(asked: Asked, name: str, based_on: int) -> m.ScriptView:
    script = checked_script(name, asked.body.script, asked.house.queues)
    return _view(await asked.house.books.scripts.save(name, script, based_on, asked.who.name))


@route("DELETE", "/scripts/{script}", P.CHANGE_SETTINGS, "Take a script out of force", status=204, errors=(404,))
async def remove(asked: Asked) -> None:
    """Calls that are being led by it go on with it; what was answered stays in the journal."""
    await asked.house.books.scripts.remove((await _kept(asked)).id)


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
