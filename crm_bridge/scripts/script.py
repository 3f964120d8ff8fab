"""A script: steps with a text, fields to fill, and branches to the next step. Pure."""

import re
from collections.abc import Collection, Mapping
from typing import Any

import msgspec

from crm_bridge import fields as f
from crm_bridge.fields import Field
from crm_bridge.scripts import placeholders
from cti.errors import ConfigurationError

MOST_STEPS = 100
_ID = re.compile(r"[a-z0-9][a-z0-9_-]{0,63}")


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


def checked_script(name: str, document: Mapping[str, Any], queues: Collection[str]) -> Script:
    """The script of a document as a person writes it; `queues` are all there are.

    Raises:
        ConfigurationError: one sentence that names the place and the remedy.
    """
    if not _ID.fullmatch(name):
        raise ConfigurationError(f"The id {name!r} cannot be used; write small letters, digits, dashes, underscores.")
    try:
        script = msgspec.convert(document, Script)
    except msgspec.ValidationError as error:
        raise ConfigurationError(f"The script is wrong: {error}.") from None
    unknown = [queue for queue in script.queues if queue not in queues]
    if unknown:
        raise ConfigurationError(f"There is no queue {unknown[0]!r}; use one of {', '.join(sorted(queues))}.")
    if not 0 < len(script.steps) <= MOST_STEPS:
        raise ConfigurationError(f"A script has 1 to {MOST_STEPS} steps; this one has {len(script.steps)}.")
    _check_steps(script)
    return script


def _check_steps(script: Script) -> None:
    known = [step.id for step in script.steps]
    for name in known:
        if not _ID.fullmatch(name) or known.count(name) > 1:
            raise ConfigurationError(f"Each step needs an id of its own in small letters; {name!r} is none.")
    for step in script.steps:
        for language, text in step.text.items():
            placeholders.check(text, f"The step {step.id}, text in {language}")
        f.checked(step.fields, f"The step {step.id}")
        _check_ways(step, known)
    lost = sorted(set(known) - _reached(script))
    if lost:
        raise ConfigurationError(f"No branch leads to the step {lost[0]}; lead one there, or leave the step out.")


def _check_ways(step: Step, known: Collection[str]) -> None:
    if len({branch.id for branch in step.branches}) < len(step.branches):
        raise ConfigurationError(f"The step {step.id} has two branches with one id; give each its own.")
    for branch in step.branches:
        if branch.to and branch.to not in known:
            raise ConfigurationError(
                f"The branch {branch.id} of the step {step.id} leads to {branch.to!r}, which is no step; "
                f"use one of {', '.join(known)}, or leave it empty to end the script."
            )
    if step.next and step.next not in known:
        raise ConfigurationError(
            f"The step {step.id} goes on to {step.next!r}, which is no step; use one of {', '.join(known)}."
        )


def _reached(script: Script) -> set[str]:
    found, ahead = set(), [script.steps[0].id]
    while ahead:
        step = script.step(ahead.pop())
        if step is not None and step.id not in found:
            found.add(step.id)
            ahead += step.leads_to
    return found
