"""Queues and agents as documents: plain values out of the journal or the database, and back."""

import dataclasses
from collections.abc import Mapping
from typing import Any

from acd.agent import Agent
from acd.queue import Queue
from acd.waiting_rules import Alerts, Announcements, CallbackRules, Closing, Exit, Overflow, Step
from cti.ids import AgentId, QueueId
from cti.opening_hours import OpeningHours

Document = Mapping[str, Any]


def document_of(configured: Queue | Agent) -> dict[str, Any]:
    """What is configured as plain values; id and version are told beside it."""
    values = dataclasses.asdict(configured)
    del values["id"], values["version"]
    return values


def queue_of(queue: QueueId, version: int, document: Document) -> Queue:
    """The queue of a document; what the document lacks has its default, what it has too much is left out."""
    values = _known(Queue, document)
    values["steps"] = tuple(_step(step) for step in values.get("steps", ()))
    for name in ("when_full", "when_over", "when_empty"):
        if name in values:
            values[name] = _exit(values[name])
    if "closing" in values:
        values["closing"] = _closing(values["closing"])
    if "overflow" in values:
        values["overflow"] = Overflow(**_known(Overflow, values["overflow"]))
    if "announcements" in values:
        values["announcements"] = Announcements(**_known(Announcements, values["announcements"]))
    if "callbacks" in values:
        values["callbacks"] = CallbackRules(**_known(CallbackRules, values["callbacks"]))
    if "alerts" in values:
        values["alerts"] = Alerts(**_known(Alerts, values["alerts"]))
    return Queue(**{**values, "id": queue, "version": version})


def agent_of(agent: AgentId, version: int, document: Document) -> Agent:
    """The agent of a document, as `queue_of` does for queues."""
    values = {"name": str(agent), **_known(Agent, document)}
    values["queues"] = tuple(QueueId(queue) for queue in values.get("queues", ()))
    return Agent(**{**values, "id": agent, "version": version})


def _known(kind: type, document: Document) -> dict[str, Any]:
    names = {field.name for field in dataclasses.fields(kind)}
    return {name: value for name, value in document.items() if name in names}


def _exit(document: Document | Exit) -> Exit:
    return document if isinstance(document, Exit) else Exit(**_known(Exit, document))


def _step(document: Document | Step) -> Step:
    if isinstance(document, Step):
        return document
    values = _known(Step, document)
    values["also"] = tuple(QueueId(queue) for queue in values.get("also", ()))
    values["exit"] = _exit(values["exit"]) if values.get("exit") else None
    return Step(**values)


def _closing(document: Document | Closing) -> Closing:
    if isinstance(document, Closing):
        return document
    values = _known(Closing, document)
    if "hours" in values:
        values["hours"] = _hours(values["hours"])
    if "exit" in values:
        values["exit"] = _exit(values["exit"])
    return Closing(**values)


def _hours(document: Document | OpeningHours) -> OpeningHours:
    if isinstance(document, OpeningHours):
        return document
    values = _known(OpeningHours, document)
    # A document's keys are texts, a weekday is a number.
    values["week"] = {int(day): _spans(spans) for day, spans in values.get("week", {}).items()}
    values["dates"] = {str(day): _spans(spans) for day, spans in values.get("dates", {}).items()}
    return OpeningHours(**values)


def _spans(spans: Any) -> tuple[tuple[int, int], ...]:
    return tuple((int(start), int(end)) for start, end in spans)
