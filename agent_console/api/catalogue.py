"""The words a console offers."""

from agent_console import models as m
from agent_console.form_models import field_view
from agent_console.permissions import Permission as P
from agent_console.routing import Asked, route
from crm_bridge.fields import fields_of


@route("GET", "/catalogue", P.LOGGED_IN, "Queues, agents, reasons and dispositions", answer=m.CatalogueView)
async def read(asked: Asked) -> m.CatalogueView:
    """Everything a console can offer to choose from."""
    entries = await asked.house.auth.store.catalogue()
    return m.CatalogueView(
        company=asked.house.company,
        queues=[m.NamedView(id=queue.id, name=queue.names) for queue in asked.house.queues.values()],
        past_queues=[m.NamedView(id=one.id, name=one.names) for one in asked.house.settings.in_force.removed.values()],
        agents=[m.AgentName(id=agent.id, name=agent.name) for agent in asked.house.agents.values()],
        not_ready_reasons=[
            m.ReasonView(
                id=entry.id,
                name=entry.names,
                paid=bool(entry.details.get("paid")),
                kind=str(entry.details.get("kind") or "break"),
            )
            for entry in entries
            if entry.kind == "reason"
        ],
        dispositions=[
            m.DispositionView(
                id=entry.id,
                name=entry.names,
                key=str(entry.details.get("key", "")),
                fields=[field_view(one) for one in fields_of(entry.details.get("fields", []))],
            )
            for entry in entries
            if entry.kind == "disposition"
        ],
    )
