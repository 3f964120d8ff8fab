"""How far a call's script is, and what was answered: the same for everybody on the call."""

from dataclasses import dataclass, field

from cti import events as e


@dataclass(frozen=True, slots=True)
class ScriptProgress:
    """The script in the version with which it was begun.

    `step` is the one shown now (empty: the end), `way` the steps before it in the order they were gone through, and
    `answers` what was filled in, by step.
    """

    script: str
    version: int
    step: str
    way: tuple[str, ...] = ()
    answers: dict[str, dict[str, str]] = field(default_factory=dict)


def advanced(before: ScriptProgress | None, event: e.ScriptAnswered) -> ScriptProgress:
    """The progress after an answer; another script or version begins anew."""
    same = before is not None and (before.script, before.version) == (event.script, event.version)
    way = before.way if before and same else ()
    answers = dict(before.answers) if before and same else {}
    answers[event.step] = event.answers
    if event.to in way:
        return ScriptProgress(event.script, event.version, event.to, way[: way.index(event.to)], answers)
    # Two who answer the same step at once have gone one step, not two; who only fills in has gone none.
    went = way if event.step in way or event.to == event.step else (*way, event.step)
    return ScriptProgress(event.script, event.version, event.to, went, answers)
