"""The audit log: who did what to whom, read from the journal. A kind of fact joins it by a line in the table."""

from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from typing import Any

from agent_console.house import House
from cti import codec
from cti import events as e
from cti.ids import AgentId

PAGE = 500


@dataclass(frozen=True, slots=True)
class Act:
    """What a fact says of a person's act: to what kind of thing (agent, queue, call, site, floor, user, token,
    reason, disposition, webhook, script, article or canned note), and which; its name where only the fact knows it."""

    kind: str
    id: str
    details: dict[str, Any] = field(default_factory=dict)
    name: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """An act with who did it, when (seconds since the epoch), and the shown name of what it was done to."""

    position: int
    at: float
    by: str
    act: str
    what: Act
    name: str


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which entries are asked for; empty texts and None are any."""

    who: str = ""
    act: str = ""
    what: str = ""
    start: float | None = None
    end: float | None = None


def _moved(event: e.CallMoved) -> Act:
    way = {"to_queue": event.to_queue} if event.to_queue else {"to_agent": event.to_agent} if event.to_agent else {}
    return Act("call", event.call, {"queue": event.queue, **way})


def _book(event: e.DeskBookChanged) -> Act:
    return Act(event.book, event.entry, {"what": event.what, "values": event.values}, event.name)


def _told(event: e.FloorMessageSent) -> Act:
    return Act("floor", "", {"text": event.text, "queues": list(event.queues), "agents": list(event.agents)})


# Each of these facts has a `by`, or is the act of its `agent`.
TABLE: dict[type[e.Event], Callable[[Any], Act]] = {
    e.AgentStateForced: lambda event: Act("agent", event.agent, {"state": event.state, "reason": event.reason}),
    e.AgentForcedOut: lambda event: Act("agent", event.agent),
    e.CallMoved: _moved,
    e.FloorMessageSent: _told,
    e.HelpBegan: lambda event: Act("agent", event.helped, {"mode": event.mode, "call": event.call}),
    e.HelpChanged: lambda event: Act("call", event.call, {"mode": event.mode}),
    e.CallTakenOver: lambda event: Act("call", event.call),
    e.QueueConfigured: lambda event: Act("queue", event.queue, {"version": event.version}),
    e.QueueRemoved: lambda event: Act("queue", event.queue),
    e.AgentConfigured: lambda event: Act("agent", event.agent, {"version": event.version}),
    e.SiteClosed: lambda event: Act("site", "", {"text": event.text}),
    e.SiteReopened: lambda _event: Act("site", ""),
    e.UserChanged: lambda event: Act("user", event.user, {"what": event.what, "values": event.values}),
    e.TokenChanged: lambda event: Act("token", event.token, {"what": event.what, "role": event.role}),
    e.CatalogueChanged: lambda event: Act(event.word, event.entry, {"what": event.what, "values": event.values}),
    e.WebhookChanged: lambda event: Act("webhook", event.webhook, {"what": event.what, "values": event.values}),
    e.DeskBookChanged: _book,
}
ACTS = {codec.kind_of(kind): kind for kind in TABLE}


async def entries(house: House, wanted: Wanted, before: int | None) -> AsyncIterator[Entry]:
    """The acts that are wanted, the newest first, from before a position of the journal on."""
    kinds = [wanted.act] if wanted.act else list(ACTS)
    while True:
        page = await house.journal.store.newest(kinds, before, wanted.start, wanted.end, PAGE)
        for recorded in page:
            entry = _entry(house, recorded.position, recorded.event)
            if _is_wanted(entry, wanted):
                yield entry
        if len(page) < PAGE:
            return
        before = page[-1].position


def _entry(house: House, position: int, event: Any) -> Entry:
    act = TABLE[type(event)](event)
    by = getattr(event, "by", None) or _agent_name(house, event.agent)
    return Entry(position, event.at, by, codec.kind_of(type(event)), act, _name(house, act))


def _agent_name(house: House, agent: AgentId) -> str:
    known = house.agents.get(agent)
    return known.name if known else str(agent)


def _name(house: House, act: Act) -> str:
    if act.kind == "agent" and (agent := house.agents.get(AgentId(act.id))):
        return agent.name
    if act.kind == "queue" and (queue := house.queue_then(act.id)):
        return queue.names.get("en") or queue.id
    return act.name or act.id


def _is_wanted(entry: Entry, wanted: Wanted) -> bool:
    by_whom = wanted.who.casefold() in entry.by.casefold()
    # A call is looked for by where it went, too.
    texts = [entry.what.id, entry.name, *(text for text in entry.what.details.values() if isinstance(text, str))]
    return by_whom and any(wanted.what.casefold() in text.casefold() for text in texts)
