"""Canned notes: read at every desk, written by supervisors."""

from dataclasses import replace
from typing import Any

from agent_console import work_models as m
from agent_console.auth import Refused
from agent_console.book_log import tell
from agent_console.permissions import Permission as P
from agent_console.routing import Asked, route
from crm_bridge.desk_work.canned import CannedNote, checked_note


def _view(note: CannedNote) -> m.CannedNoteView:
    return m.CannedNoteView(id=note.id, names=note.names, texts=note.texts)


@route("GET", "/canned-notes", P.LOGGED_IN, "Every canned note", answer=m.CannedNotes)
async def read_all(asked: Asked) -> m.CannedNotes:
    """By the name they have in the reader's language."""
    notes = await asked.house.books.canned_notes.all()
    language = asked.who.user.language if asked.who.user else "en"
    notes.sort(key=lambda one: one.names.get(language) or min(one.names.values()))
    return m.CannedNotes(canned_notes=[_view(note) for note in notes])


@route("POST", "/canned-notes", P.CHANGE_SETTINGS, "Make a canned note", body=m.CannedNoteBody,
       answer=m.CannedNoteView, status=201)  # fmt: skip
async def add(asked: Asked) -> m.CannedNoteView:
    """Every desk that opens its menu from now on has it."""
    made = checked_note(asked.body.names, asked.body.texts)
    kept = await asked.house.books.canned_notes.save(made)
    _tell(asked, kept, {}, _told(kept))
    return _view(kept)


@route("PUT", "/canned-notes/{note}", P.CHANGE_SETTINGS, "Replace a canned note", body=m.CannedNoteBody,
       answer=m.CannedNoteView, errors=(404,))  # fmt: skip
async def change(asked: Asked) -> m.CannedNoteView:
    """Notes already written stay as they are."""
    was = await _note(asked)
    made = replace(checked_note(asked.body.names, asked.body.texts), id=was.id)
    kept = await asked.house.books.canned_notes.save(made)
    _tell(asked, kept, _told(was), _told(kept))
    return _view(kept)


@route("DELETE", "/canned-notes/{note}", P.CHANGE_SETTINGS, "Take a canned note away", status=204, errors=(404,))
async def remove(asked: Asked) -> None:
    """Notes already written stay as they are."""
    was = await _note(asked)
    await asked.house.books.canned_notes.remove(was.id)
    _tell(asked, was, _told(was), {})


async def _note(asked: Asked) -> CannedNote:
    for note in await asked.house.books.canned_notes.all():
        if note.id == asked.path("note"):
            return note
    raise Refused(404, "no_canned_note", "There is no canned note of this id; GET /api/v1/canned-notes lists them.")


def _told(note: CannedNote) -> dict[str, Any]:
    return {"names": note.names, "texts": note.texts}


def _tell(asked: Asked, note: CannedNote, before: dict[str, Any], after: dict[str, Any]) -> None:
    name = note.names.get("en") or next(iter(note.names.values()))
    tell(asked.house, asked.who, "canned_note", note.id, name, before, after)
