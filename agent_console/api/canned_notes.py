"""Canned notes: read at every desk, written by supervisors."""

from dataclasses import replace

from agent_console import work_models as m
from agent_console.auth import Refused
from agent_console.permissions import Permission as P
from agent_console.routing import Asked, route
from crm_bridge.desk_work.canned import CannedNote, checked_note


def _view(note: CannedNote) -> m.CannedNoteView:
    return m.CannedNoteView(id=note.id, names=note.names, texts=note.texts)


def _gone() -> Refused:
    return Refused(404, "no_canned_note", "There is no canned note of this id; GET /api/v1/canned-notes lists them.")


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
    return _view(await asked.house.books.canned_notes.save(made))


@route("PUT", "/canned-notes/{note}", P.CHANGE_SETTINGS, "Replace a canned note", body=m.CannedNoteBody,
       answer=m.CannedNoteView, errors=(404,))  # fmt: skip
async def change(asked: Asked) -> m.CannedNoteView:
    """Notes already written stay as they are."""
    name, store = asked.path("note"), asked.house.books.canned_notes
    if name not in {note.id for note in await store.all()}:
        raise _gone()
    return _view(await store.save(replace(checked_note(asked.body.names, asked.body.texts), id=name)))


@route("DELETE", "/canned-notes/{note}", P.CHANGE_SETTINGS, "Take a canned note away", status=204, errors=(404,))
async def remove(asked: Asked) -> None:
    """Notes already written stay as they are."""
    if not await asked.house.books.canned_notes.remove(asked.path("note")):
        raise _gone()
