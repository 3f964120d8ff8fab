"""A script's text read and judged before it is kept, and shown as a desk would show it."""

from agent_console import work_models as m
from agent_console.desk_script import step_view
from agent_console.permissions import Permission as P
from agent_console.routing import Asked, route
from crm_bridge.scripts.script import Script, document_of
from crm_bridge.scripts.toml_text import read
from cti.ids import QueueId


@route("POST", "/script-check", P.CHANGE_SETTINGS, "Read and judge a script's text", body=m.ScriptText,
       answer=m.ScriptReading)  # fmt: skip
async def check(asked: Asked) -> m.ScriptReading:
    """Everything that is wrong at once, and the steps as an agent would see them; nothing is kept."""
    found = read(asked.body.text, asked.house.queues)
    return m.ScriptReading(
        script=document_of(found.script) if found.script else None,
        faults=[m.ScriptFault(line=one.line, step=one.step, sentence=one.sentence) for one in found.faults],
        steps=_steps(asked, found.script) if found.script and not found.faults else [],
    )


def _steps(asked: Asked, script: Script) -> list[m.ScriptPreviewStep]:
    known = asked.house.queues.get(QueueId(script.queues[0])) if script.queues else None
    names, queue = {"customer": asked.body.customer, "agent": asked.who.name}, known.names if known else {}
    return [
        m.ScriptPreviewStep(
            step=step_view(step, {}, names, queue),
            ways={branch.id: branch.to for branch in step.branches},
            next=step.next,
        )
        for step in script.steps
    ]
