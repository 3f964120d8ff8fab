"""Whether a script can be used: every fault of a document, each with its step and a remedy. Pure."""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import msgspec

from crm_bridge import fields as f
from crm_bridge.scripts import placeholders
from crm_bridge.scripts.script import Script, Step
from cti.errors import ConfigurationError

MOST_STEPS = 100
_ID = re.compile(r"[a-z0-9][a-z0-9_-]{0,63}")
_PLACE = re.compile(r" - at `\$\.?(.*)`$")
_NUMBERED = re.compile(r"steps\[(\d+)\]")


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong, in one sentence that says what to do; the number of the step, from 0 (None: of no step), and what
    the line in it begins with or has in it (empty: the step as a whole)."""

    sentence: str
    step: int | None = None
    sign: str = ""


def checked_script(name: str, document: Mapping[str, Any], queues: Collection[str]) -> Script:
    """The script of a document as a person writes it; `queues` are all there are.

    Raises:
        ConfigurationError: one sentence that names the place and the remedy.
    """
    for fault in id_faults(name):
        raise ConfigurationError(fault.sentence)
    script, faults = judged(document, queues)
    if script is None or faults:
        raise ConfigurationError(faults[0].sentence)
    return script


def id_faults(name: str) -> list[Fault]:
    """What is wrong with a script's id."""
    if _ID.fullmatch(name):
        return []
    return [Fault(f"The id {name!r} cannot be used; write small letters, digits, dashes, underscores.")]


def judged(document: Mapping[str, Any], queues: Collection[str]) -> tuple[Script | None, list[Fault]]:
    """The script of a document with all its faults; None, and the first of them, where it is no script at all."""
    try:
        script = msgspec.convert(document, Script)
    except msgspec.ValidationError as error:
        return None, [_misshapen(str(error))]
    return script, list(_faults(script, queues))


def _misshapen(error: str) -> Fault:
    what, place = _PLACE.sub("", error), _PLACE.search(error)
    numbered = _NUMBERED.match(place[1]) if place else None
    remedy = "write it as the help beside the text says"
    if "unknown field" in what:
        remedy = "remove it, or correct its spelling"
    elif "missing required field" in what:
        remedy = "add it"
    at = f" at {place[1]}" if place and place[1] else ""
    return Fault(f"The script is wrong{at}: {what}; {remedy}.", int(numbered[1]) if numbered else None)


def _faults(script: Script, queues: Collection[str]) -> Iterator[Fault]:
    for queue in script.queues:
        if queue not in queues:
            yield Fault(f"There is no queue {queue!r}; use one of {', '.join(sorted(queues))}.")
    if not 0 < len(script.steps) <= MOST_STEPS:
        yield Fault(f"A script has 1 to {MOST_STEPS} steps; this one has {len(script.steps)}.")
        return
    known = [step.id for step in script.steps]
    for place, step in enumerate(script.steps):
        if not _ID.fullmatch(step.id) or known.index(step.id) < place:
            yield Fault(f"Each step needs an id of its own in small letters; {step.id!r} is none.", place)
    for place, step in enumerate(script.steps):
        for sign, sentence in (*_wrong_words(step), *_wrong_ways(step, known)):
            yield Fault(sentence, place, sign)
    reached = _reached(script)
    for place, name in enumerate(known):
        if name not in reached and known.index(name) == place:
            yield Fault(f"No branch leads to the step {name}; lead one there, or leave the step out.", place)


def _wrong_words(step: Step) -> Iterator[tuple[str, str]]:
    """Signs and sentences."""
    for language, text in step.text.items():
        try:
            placeholders.check(text, f"The step {step.id}, text in {language}")
        except ConfigurationError as error:
            yield f"text.{language}", str(error)
    try:
        f.checked(step.fields, f"The step {step.id}")
    except ConfigurationError as error:
        yield "fields", str(error)


def _wrong_ways(step: Step, known: Collection[str]) -> Iterator[tuple[str, str]]:
    """Signs and sentences."""
    if len({branch.id for branch in step.branches}) < len(step.branches):
        yield "branches", f"The step {step.id} has two branches with one id; give each its own."
    for branch in step.branches:
        if branch.to and branch.to not in known:
            yield (
                f'"{branch.id}"',
                f"The branch {branch.id} of the step {step.id} leads to {branch.to!r}, which is no step; "
                f"use one of {', '.join(known)}, or leave it empty to end the script.",
            )
    if step.next and step.next not in known:
        yield "next", f"The step {step.id} goes on to {step.next!r}, which is no step; use one of {', '.join(known)}."


def _reached(script: Script) -> set[str]:
    found, ahead = set(), [script.steps[0].id]
    while ahead:
        step = script.step(ahead.pop())
        if step is not None and step.id not in found:
            found.add(step.id)
            ahead += step.leads_to
    return found
