"""A flow's file that is not in place: proofread, and shown as the flow in place is."""

from agent_console import site_models as m
from agent_console.api.flows import flow_view
from agent_console.permissions import Permission as P
from agent_console.routing import Asked, route
from ivr.proof import proofread


@route("POST", "/flow-check", P.READ_SETTINGS, "Read and judge a flow's file", body=m.FlowText, answer=m.FlowReading)
async def check(asked: Asked) -> m.FlowReading:
    """Everything that is wrong at once, and the nodes that can be read; callers hear nothing of it."""
    house, body = asked.house, asked.body
    queues = [str(queue) for queue in house.queues]
    found = proofread(body.text, body.name, house.reports.plan.zone.key, queues, house.language)
    return m.FlowReading(
        flow=flow_view(found.flow) if found.flow else None,
        problems=[m.FlowProblem(line=one.line, node=one.node, sentence=one.sentence) for one in found.problems],
    )
