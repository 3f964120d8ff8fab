"""What still needs a queue, in one sentence: calls, callbacks, agents, other queues, the flow, scripts and articles."""

from collections.abc import Iterable, Iterator, Sequence

from acd.callback import CLOSED
from acd.named import agents_naming, queues_naming
from agent_console.auth import Refused
from agent_console.house import House
from cti.errors import ConfigurationError
from cti.ids import QueueId
from ivr.flow import Flow, QueueNode

WAITING = frozenset({"queued", "offered"})


async def refuse_if_needed(house: House, queue: QueueId) -> None:
    """Raise Refused, a sentence that says what needs the queue, if something does."""
    found = [*_calls(house, queue), *_settings(house, queue), *_flow(house, queue), *await _books(house, queue)]
    if found:
        raise Refused(409, "in_use", f"The queue {queue} cannot be deleted yet: {'; '.join(found)}.")


def _calls(house: House, queue: QueueId) -> Iterator[str]:
    here = [call for call in house.calls.by_id.values() if call.queue == queue]
    waiting = [call for call in here if call.stage in WAITING]
    if waiting:
        yield f"{_count(waiting, 'call waits', 'calls wait')} in it"
    if others := len(here) - len(waiting):
        yield f"{_count(range(others), 'call of it is', 'calls of it are')} not over"
    asked = [one for one in house.callbacks.by_id.values() if one.state != CLOSED and one.request.queue == queue]
    if asked:
        yield f"{_count(asked, 'callback from it is', 'callbacks from it are')} still to be made"


def _settings(house: House, queue: QueueId) -> Iterator[str]:
    if agents := agents_naming(queue, house.agents):
        yield f"{_named('the agent', agents)} {_verb(agents, 'serve')} it"
    if queues := queues_naming(queue, house.queues):
        yield f"{_named('the queue', queues)} {_verb(queues, 'name')} it"


def _flow(house: House, queue: QueueId) -> Iterator[str]:
    if nodes := _leading(house.flow, queue):
        yield f"{_named('the node', nodes)} of the flow {_verb(nodes, 'lead')} to it"
        return
    try:
        # What the next start will take: it must not find the queue gone.
        to_come = house.read_flow([str(one) for one in house.queues])
    except ConfigurationError:
        return
    if nodes := _leading(to_come, queue):
        yield f"{_named('the node', nodes)} of the flow's file {_verb(nodes, 'lead')} to it"


def _leading(flow: Flow | None, queue: QueueId) -> list[str]:
    nodes = flow.nodes.values() if flow else ()
    return [node.name for node in nodes if isinstance(node, QueueNode) and node.queue == queue]


async def _books(house: House, queue: QueueId) -> list[str]:
    scripts = [one.id for one in (await house.books.scripts.all()).values() if queue in one.script.queues]
    articles = [f"“{one.title}”" for one in await house.books.knowledge.articles() if queue in one.queues]
    found = [f"{_named('the script', scripts)} {_verb(scripts, 'name')} it"] if scripts else []
    return [*found, f"{_named('the article', articles)} {_verb(articles, 'name')} it"] if articles else found


def _count(things: Sequence[object], one: str, several: str) -> str:
    return f"1 {one}" if len(things) == 1 else f"{len(things)} {several}"


def _named(what: str, names: Iterable[str]) -> str:
    listed = list(names)
    return f"{what} {listed[0]}" if len(listed) == 1 else f"{what}s {', '.join(listed)}"


def _verb(names: Sequence[object], verb: str) -> str:
    return f"{verb}s" if len(names) == 1 else verb
