"""The script of the call on the desk: the same step, with the same answers, for everybody on the call."""

from collections.abc import Mapping

from agent_console.form_models import field_view
from agent_console.house import House
from agent_console.live_work import DeskScript, DeskScriptStep
from crm_bridge.scripts.placeholders import fill
from crm_bridge.scripts.script import Step
from crm_bridge.scripts.store import Kept
from cti.agent_presence import AgentPresence
from cti.call import Call

Names = Mapping[str, str]
WITH_SCRIPT = frozenset({"talking", "wrap_up"})


async def script_of(house: House, call: Call) -> tuple[Kept, Step | None] | None:
    """The call's script, in the version it was begun with, and the step it is at; None if its queue has none."""
    if call.script is not None:
        kept = await house.books.scripts.version(call.script.script, call.script.version)
        # Read anew: a colleague may have gone on while this was looked up.
        return (kept, kept.script.step(call.script.step)) if kept and call.script else None
    kept = await house.books.scripts.of_queue(call.queue)
    return (kept, kept.script.steps[0]) if kept else None


async def shown(house: House, call: Call, presence: AgentPresence) -> DeskScript | None:
    """The script as this agent's desk shows it."""
    mine = presence.of(call.id)
    found = await script_of(house, call) if mine and mine.state in WITH_SCRIPT else None
    if found is None:
        return None
    kept, step = found
    customer = await house.crm.directory.get(call.customer) if call.customer else None
    known, queue = house.agents.get(presence.id), house.queues.get(call.queue) if call.queue else None
    names = {"customer": customer.name if customer else call.caller_name, "agent": known.name if known else ""}
    answers = call.script.answers.get(step.id, {}) if call.script and step else {}
    return {
        "id": kept.id,
        "name": kept.script.names,
        "step": step_view(step, answers, names, queue.names if queue else {}) if step else None,
        "gone": len(call.script.way) if call.script else 0,
    }


def step_view(step: Step, answers: dict[str, str], names: Names, queue: Names) -> DeskScriptStep:
    """A step with its texts filled in: with the customer's and the agent's name, and with the queue's by language."""
    texts = {
        language: fill(text, {**names, "queue": queue.get(language) or queue.get("en", "")})
        for language, text in step.text.items()
    }
    return {
        "id": step.id,
        "text": texts,
        "fields": [field_view(one) for one in step.fields],
        "branches": [{"id": one.id, "name": one.names} for one in step.branches],
        "answers": answers,
    }
