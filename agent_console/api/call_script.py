"""The script of the call on the desk, gone through step by step by whoever is on the call."""

from msgspec.structs import replace

from agent_console import work_models as m
from agent_console.auth import Refused
from agent_console.desk_script import script_of
from agent_console.on_desk import on_desk
from agent_console.permissions import Permission as P
from agent_console.routing import Asked, route
from crm_bridge.fields import Field, filled
from crm_bridge.scripts.script import Step
from cti import events as e
from cti.call import Call


@route("POST", "/calls/{call}/script", P.TAKE_CALLS, "Answer a step of the call's script", body=m.ScriptAnswer,
       status=204, errors=(404, 409))  # fmt: skip
async def answer(asked: Asked) -> None:
    """What is filled in is kept whichever way it goes; only going on needs every required field."""
    presence, name = on_desk(asked, "talking", "wrap_up")
    call, body = asked.house.calls.by_id[name], asked.body
    found = await script_of(asked.house, call)
    if found is None:
        raise Refused(404, "no_script", "This call has no script.")
    kept, first = found
    step = kept.script.step(call.script.step) if call.script else first
    if body.step != (step.id if step else ""):
        raise Refused(409, "gone_on", "A colleague has gone on to another step; look at it, and go on from there.")
    language = asked.who.user.language if asked.who.user else "en"
    fields = step.fields if step else ()
    needed = fields if body.go == "on" else [_optional(one) for one in fields]
    answers = filled(needed, body.answers, language)
    asked.house.journal.record(
        e.ScriptAnswered(
            at=asked.house.clock.now(),
            call=name,
            agent=presence.id,
            script=kept.id,
            version=kept.version,
            step=body.step,
            to=_to(body, step, call),
            answers=answers,
        )
    )


def _optional(field: Field) -> Field:
    return replace(field, required=False)


def _to(body: m.ScriptAnswer, step: Step | None, call: Call) -> str:
    """The step that is shown next; empty: the end. Raises Refused."""
    if body.go == "stay":
        return body.step
    if body.go == "back":
        if call.script is None or not call.script.way:
            raise Refused(409, "first_step", "This is the first step.")
        return call.script.way[-1]
    if step is None:
        raise Refused(409, "at_the_end", "The script is at its end; go back to change an answer.")
    if not step.branches:
        return step.next
    chosen = next((branch for branch in step.branches if branch.id == body.branch), None)
    if chosen is None:
        raise Refused(422, "no_branch", f"Choose one of {', '.join(branch.id for branch in step.branches)}.")
    return chosen.to
