"""Importing customers from a file."""

from aiohttp import BodyPartReader

from agent_console import models as m
from agent_console.auth import Refused
from agent_console.permissions import Permission as P
from agent_console.routing import Asked, route

LARGEST = 20 * 1024 * 1024


async def _part(part: BodyPartReader) -> bytes:
    content = bytearray()
    while chunk := await part.read_chunk():
        content += chunk
        if len(content) > LARGEST:
            raise Refused(413, "too_large", "The file is larger than 20 MB; split it.")
    return bytes(content)


@route("POST", "/customers/imports", P.IMPORT_CUSTOMERS, "Import a CSV file", answer=m.ImportBegun, status=202)
async def begin(asked: Asked) -> m.ImportBegun:
    """Multipart: `file`, and optionally `encoding` and `skip_bad` (1). All lines are imported, or none."""
    if not asked.request.content_type.startswith("multipart/"):
        raise Refused(415, "not_multipart", "Send the file as multipart form data in the field 'file'.")
    fields: dict[str, bytes] = {}
    try:
        async for part in await asked.request.multipart():
            if isinstance(part, BodyPartReader) and part.name:
                fields[part.name] = await _part(part)
    except ValueError as error:
        raise Refused(422, "invalid", "The form data is broken; send the file again.") from error
    if "file" not in fields:
        raise Refused(422, "no_file", "Choose a file: the field 'file' is missing.")
    encoding = fields.get("encoding", b"").decode("ascii", "replace").strip() or None
    status = asked.house.imports.begin(fields["file"], encoding, skip_bad=fields.get("skip_bad") == b"1")
    return m.ImportBegun(id=status.id)


@route(
    "GET", "/customers/imports/{job}", P.IMPORT_CUSTOMERS, "How far an import is", answer=m.ImportView, errors=(404,)
)
async def progress(asked: Asked) -> m.ImportView:
    """Progress, then the outcome with every bad line."""
    status = asked.house.imports.get(asked.path("job"))
    if status is None:
        raise Refused(404, "no_import", "There is no import of this id; begin it again.")
    return m.ImportView(
        id=status.id,
        state=status.state,
        done=status.done,
        total=status.total,
        created=status.created,
        updated=status.updated,
        problems=[m.ProblemView(line=one.line, problem=one.problem) for one in status.problems],
        message=status.message,
    )
