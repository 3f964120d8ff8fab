"""Queues' and agents' settings, read and changed while calls flow."""

from acd.agent import Agent
from acd.configured import agent_of, queue_of
from acd.queue import Queue
from acd.store import AGENT, QUEUE, Change
from acd.written import differences, written
from agent_console import settings_models as m
from agent_console.auth import Refused
from agent_console.house import House
from agent_console.permissions import Permission as P
from agent_console.routing import Asked, route
from cti.clock import iso
from cti.ids import AgentId, QueueId


def _queue_view(house: House, queue: Queue) -> m.QueueSettings:
    is_open = house.settings.in_force.closed is None and takes_calls(house, queue)
    return m.QueueSettings(id=queue.id, version=queue.version, open=is_open, settings=written(queue))


def takes_calls(house: House, queue: Queue) -> bool:
    """Whether a queue is open by its own switch and its hours."""
    zone, closing = house.reports.plan.zone.key, queue.closing
    return not closing.closed and closing.hours.is_open(house.clock.now(), zone)


def _agent_view(agent: Agent) -> m.AgentSettings:
    return m.AgentSettings(id=agent.id, version=agent.version, settings=written(agent))


def _queue(asked: Asked) -> Queue:
    queue = asked.house.queues.get(QueueId(asked.path("queue")))
    if queue is None:
        raise Refused(404, "no_queue", "There is no queue of this id; GET /api/v1/queues lists those there are.")
    return queue


def _agent(asked: Asked) -> Agent:
    agent = asked.house.agents.get(AgentId(asked.path("agent")))
    if agent is None:
        raise Refused(404, "no_agent", "There is no agent of this id; GET /api/v1/agents lists those there are.")
    return agent


@route("GET", "/queues", P.READ_SETTINGS, "Every queue with its settings", answer=m.QueuesSettings)
async def queues(asked: Asked) -> m.QueuesSettings:
    """As they are in force now."""
    house = asked.house
    return m.QueuesSettings(queues=[_queue_view(house, queue) for queue in house.queues.values()])


@route(
    "POST",
    "/queues",
    P.CHANGE_SETTINGS,
    "Make a queue",
    body=m.NewQueue,
    answer=m.QueueSettings,
    status=201,
    errors=(409, 503),
)
async def add_queue(asked: Asked) -> m.QueueSettings:
    """Other queues may send calls to it at once, a flow from the next start on."""
    name = QueueId(asked.body.id)
    if name in asked.house.queues:
        raise Refused(409, "conflict", f"There is a queue {name} already; choose another id.")
    made = await asked.house.settings.add_queue(name, asked.body.settings, asked.who.name)
    return _queue_view(asked.house, made)


@route("GET", "/queues/{queue}", P.READ_SETTINGS, "A queue's settings", answer=m.QueueSettings, errors=(404,))
async def queue(asked: Asked) -> m.QueueSettings:
    """As they are in force now."""
    return _queue_view(asked.house, _queue(asked))


@route(
    "PUT",
    "/queues/{queue}",
    P.CHANGE_SETTINGS,
    "Replace a queue's settings",
    body=m.Replacement,
    answer=m.QueueSettings,
    errors=(404, 409, 503),
)
async def replace_queue(asked: Asked) -> m.QueueSettings:
    """In force at once, also for calls that wait; what is left out has its default."""
    house, now, body = asked.house, _queue(asked), asked.body
    made = await house.settings.replace_queue(now.id, body.settings, body.version, asked.who.name)
    return _queue_view(house, made)


@route(
    "PATCH",
    "/queues/{queue}",
    P.CHANGE_SETTINGS,
    "Change a queue's settings",
    body=m.SettingsChange,
    answer=m.QueueSettings,
    errors=(404, 409, 503),
)
async def change_queue(asked: Asked) -> m.QueueSettings:
    """In force at once, also for calls that wait; what is absent stays as it is."""
    house, now, body = asked.house, _queue(asked), asked.body
    made = await house.settings.change_queue(now.id, body.settings, body.version, asked.who.name)
    return _queue_view(house, made)


@route(
    "GET",
    "/queues/{queue}/history",
    P.READ_SETTINGS,
    "Who changed what of a queue, and when",
    query=m.HistoryQuestion,
    answer=m.HistoryView,
    errors=(404, 503),
)
async def queue_history(asked: Asked) -> m.HistoryView:
    """Every version with the fields in which it differs from the one before, the newest first; of one that was deleted,
    too."""
    known = asked.house.queue_then(asked.path("queue"))
    return await _history(asked, QUEUE, known.id if known else _queue(asked).id)


@route("GET", "/agents", P.READ_SETTINGS, "Every agent with their settings", answer=m.AgentsSettings)
async def agents(asked: Asked) -> m.AgentsSettings:
    """As they are in force now."""
    return m.AgentsSettings(agents=[_agent_view(agent) for agent in asked.house.agents.values()])


@route("GET", "/agents/{agent}", P.READ_SETTINGS, "An agent's settings", answer=m.AgentSettings, errors=(404,))
async def agent(asked: Asked) -> m.AgentSettings:
    """As they are in force now."""
    return _agent_view(_agent(asked))


@route(
    "PATCH",
    "/agents/{agent}",
    P.CHANGE_SETTINGS,
    "Change an agent's settings",
    body=m.SettingsChange,
    answer=m.AgentSettings,
    errors=(404, 409, 503),
)
async def change_agent(asked: Asked) -> m.AgentSettings:
    """In force at once; an Asterisk that we do not manage is told of another `phone` by its own people."""
    house, now, body = asked.house, _agent(asked), asked.body
    return _agent_view(await house.settings.change_agent(now.id, body.settings, body.version, asked.who.name))


@route(
    "GET",
    "/agents/{agent}/history",
    P.READ_SETTINGS,
    "Who changed what of an agent, and when",
    query=m.HistoryQuestion,
    answer=m.HistoryView,
    errors=(404, 503),
)
async def agent_history(asked: Asked) -> m.HistoryView:
    """Every version with the fields in which it differs from the one before, the newest first."""
    return await _history(asked, AGENT, _agent(asked).id)


async def _history(asked: Asked, kind: str, name: str) -> m.HistoryView:
    limit = asked.query.limit
    # One more, to know what the oldest of them changed.
    found = await asked.house.settings.history(kind, name, asked.query.before, limit + 1)
    before = [*found[1:], None]
    return m.HistoryView(versions=[version_view(one, was) for one, was in zip(found, before, strict=True)][:limit])


def version_view(change: Change, before: Change | None) -> m.VersionView:
    """A version with the fields in which it differs from the one before; the first one differs from the defaults."""
    was = _document(before) if before else _defaults(change)
    fields = differences(was, _document(change))
    return m.VersionView(
        version=change.version,
        at=iso(change.at),
        by=change.by,
        changes=[m.FieldChange(field=field, before=then, after=now) for field, then, now in fields],
    )


def _defaults(change: Change) -> dict[str, object]:
    """What a first version is compared with."""
    return written(Queue(QueueId(change.id)) if change.kind == QUEUE else Agent(AgentId(change.id), ""))


def _document(change: Change) -> dict[str, object]:
    """The document as it is written now, whichever version of this server kept it."""
    if change.kind == QUEUE:
        return written(queue_of(QueueId(change.id), change.version, change.document))
    return written(agent_of(AgentId(change.id), change.version, change.document))
