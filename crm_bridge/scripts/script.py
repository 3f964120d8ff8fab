"""A script: steps with a text, fields to fill, and branches to the next step. Pure."""

from collections.abc import Mapping
from typing import Any

import msgspec

from crm_bridge.fields import Field


class Branch(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A choice, by name in each language, and the step it leads to; an empty `to` ends the script."""

    id: str
    names: dict[str, str] = {}
    to: str = ""


class Step(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What is said, by language; what is to be filled in; and where it goes on.

    Without branches it goes on to `next`; an empty one ends the script.
    """

    id: str
    text: dict[str, str] = {}
    fields: tuple[Field, ...] = ()
    branches: tuple[Branch, ...] = ()
    next: str = ""

    @property
    def leads_to(self) -> set[str]:
        """Every step that can come after this one."""
        return {branch.to for branch in self.branches} if self.branches else {self.next}


class Script(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The script of the calls of `queues`; the first step is where it begins."""

    names: dict[str, str] = {}
    queues: tuple[str, ...] = ()
    steps: tuple[Step, ...] = ()

    def step(self, name: str) -> Step | None:
        """The step of this id."""
        return next((step for step in self.steps if step.id == name), None)


def script_of(document: Mapping[str, Any]) -> Script:
    """The script of a document that was checked when it was written."""
    return msgspec.convert(document, Script)


def document_of(script: Script) -> dict[str, Any]:
    """The script as plain values."""
    found: dict[str, Any] = msgspec.to_builtins(script)
    return found
