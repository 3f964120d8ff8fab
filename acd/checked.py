"""Documents of queues and agents as people write them, checked field by field and made into what they configure. Pure.

A document has the fields of `Queue` or `Agent`; hours are written as `{"mon": "09:00-18:00"}`, several spans of a day
with a comma between them, and a closed day as an empty text. What is left out has its default.
"""

import re
from collections.abc import Collection, Mapping
from typing import Any

from acd import checks as ch
from acd.agent import Agent
from acd.checks import Check, fault
from acd.configured import agent_of, queue_of
from acd.queue import LAST_AGENT, NOT_READY, OWNER, STAY_READY, STRATEGIES, Queue
from acd.waiting_rules import AGENT_FIRST, CUSTOMER_FIRST, EMPTIES, EXITS, EXTERNAL, MESSAGE, QUEUE, Exit
from cti.errors import ConfigurationError
from cti.ids import AgentId, QueueId
from cti.opening_hours import DAYS, checked_place, spans

LEVELS = 10
CALLS_AT_ONCE = 5
HOUR, DAY = 3600.0, 86400.0
_QUEUE_ID = re.compile(r"[a-z0-9][a-z0-9_-]{0,63}")
_AGENT_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,31}")
_PHONE = re.compile(r"(sips?:[A-Za-z0-9_.+-]+@[A-Za-z0-9.-]+(:\d{1,5})?)?")


def checked_queue(queue: QueueId, version: int, document: Mapping[str, Any], known: Collection[str]) -> Queue:
    """The queue of a document; `known` are all queues there are, this one or not.

    Raises:
        ConfigurationError: one sentence that names the first field that is wrong, and the remedy.
    """
    if not _QUEUE_ID.fullmatch(queue):
        fault(f"The queue's id {queue!r}", "cannot be used; write small letters, digits, dashes and underscores")
    others = sorted({str(one) for one in known} - {queue})
    made = queue_of(queue, version, _queue_table(others)("", document))
    for number, (step, following) in enumerate(zip(made.steps, made.steps[1:], strict=False), 2):
        if following.after <= step.after:
            fault(f"steps.{number}.after", f"is {following.after:g}; write steps in order, later than {step.after:g}")
    if made.overflow.open and not made.overflow.queue:
        fault("overflow.queue", "is empty; name the queue that helps out, or leave the overflow closed")
    for place, way in _ways_in_use(made):
        _whole_way(place, way)
    return made


def checked_agent_id(agent: str) -> AgentId:
    """The id of an agent who is to be made. Raises ConfigurationError, one sentence."""
    if not _AGENT_ID.fullmatch(agent):
        fault(f"The agent's id {agent!r}", "cannot be used; write letters, digits, dots, dashes and underscores")
    return AgentId(agent)


def checked_agent(agent: AgentId, version: int, document: Mapping[str, Any], known: Collection[str]) -> Agent:
    """The agent of a document; `known` are all queues there are.

    Raises:
        ConfigurationError: one sentence that names the first field that is wrong, and the remedy.
    """
    queue = ch.one_of([str(one) for one in known], what="a queue that exists:")
    made = agent_of(
        agent,
        version,
        ch.table(
            {
                "name": ch.line(120),
                "queues": ch.several(queue),
                "skills": ch.each(ch.name, ch.whole(1, LEVELS)),
                "phone": _phone,
                "order": ch.each(queue, ch.whole(1, 1000)),
                "capacity": ch.number(0.1, 100),
                "weight": ch.number(0.01, 1000),
                "auto_answer": ch.flag,
                "calls_at_once": ch.whole(1, CALLS_AT_ONCE),
            }
        )("", document),
    )
    for one in made.order:
        if one not in made.queues:
            fault("order", f"names the queue {one}, which this agent does not serve; add it to queues, or leave it out")
    return made


def _queue_table(others: Collection[str]) -> Check:
    other = ch.one_of(others, what="another queue that exists:")
    way = ch.table(
        {"kind": ch.one_of(EXITS), "queue": _or_empty(other), "number": ch.dialable, "text": ch.texts},
    )
    skills = ch.each(ch.name, ch.whole(1, LEVELS))
    step = ch.table(
        {"after": ch.number(0, DAY), "skills": ch.maybe(skills), "also": ch.several(other), "exit": ch.maybe(way)}
    )
    return ch.table(
        {
            "names": ch.texts,
            "strategy": ch.one_of(STRATEGIES),
            "ring_at_once": ch.whole(1, 100),
            "ring_seconds": ch.number(1, 600),
            "consult_seconds": ch.number(1, 600),
            "missed": ch.one_of((NOT_READY, STAY_READY)),
            "wrap_up_seconds": ch.number(0, HOUR),
            "wrap_up_extensions": ch.whole(0, 20),
            "threshold": ch.number(0, HOUR),
            "short_abandon": ch.number(0, HOUR),
            "music": ch.name,
            "skills": skills,
            "preferred": skills,
            "prefer": ch.one_of(("", LAST_AGENT, OWNER)),
            "prefer_seconds": ch.number(0, HOUR),
            "recorded": ch.flag,
            "shown_number": ch.dialable,
            "priority": ch.whole(-1000, 1000),
            "deadline": ch.number(0, DAY),
            "vip_head_start": ch.number(0, DAY),
            "keep_free": ch.whole(0, 10_000),
            "load": ch.number(0.01, 100),
            "steps": _steps(step),
            "overflow": ch.table(
                {"open": ch.flag, "after": ch.number(0, DAY), "queue": _or_empty(other), "flow": ch.flag}
            ),
            "max_waiting": ch.maybe(ch.whole(0, 100_000)),
            "when_full": way,
            "max_wait": ch.maybe(ch.number(1, DAY)),
            "when_over": way,
            "empty": ch.one_of(EMPTIES),
            "when_empty": way,
            "closing": ch.table({"hours": _hours, "closed": ch.flag, "exit": way, "also_waiting": ch.flag}),
            "announcements": _announcements,
            "callbacks": _callbacks,
            "alerts": _alerts,
        }
    )


def _steps(step: Check) -> Check:
    def check(place: str, value: Any) -> list[Any]:
        found: list[Any] = ch.several(step)(place, value)
        for number, one in enumerate(found, 1):
            if "after" not in one:
                fault(f"{place}.{number}.after", "is missing; write the seconds of waiting after which the step comes")
            if not any(one.get(name) is not None for name in ("skills", "also", "exit")):
                fault(f"{place}.{number}", "changes nothing; give it skills, also or exit, or leave it out")
        return found

    return check


_announcements: Check = ch.table(
    {
        "first": ch.number(0, HOUR),
        "every": ch.number(0, HOUR),
        "position": ch.flag,
        "most_position": ch.whole(1, 1000),
        "wait": ch.flag,
        "text": ch.texts,
    }
)
_callbacks: Check = ch.table(
    {
        "offer_after": ch.maybe(ch.number(0, DAY)),
        "least_wait": ch.number(0, DAY),
        "first": ch.one_of((AGENT_FIRST, CUSTOMER_FIRST)),
        "ring_seconds": ch.number(5, 300),
        "retries": ch.whole(0, 20),
        "retry_seconds": ch.number(30, 7 * DAY),
        "abandoned": ch.flag,
        "abandoned_after": ch.number(0, HOUR),
    }
)


_alerts: Check = ch.table(
    {
        "waiting": ch.maybe(ch.whole(1, 100_000)),
        "longest_s": ch.maybe(ch.number(1, DAY)),
        "service_level": ch.maybe(ch.number(0.01, 1)),
        "abandoned": ch.maybe(ch.whole(1, 100_000)),
    }
)


def _or_empty(check: Check) -> Check:
    return lambda place, value: "" if value == "" else check(place, value)


def _phone(place: str, value: Any) -> str:
    if not isinstance(value, str) or not _PHONE.fullmatch(value):
        fault(place, f"is {value!r}; write an address like sip:1001@192.0.2.7:5060, or nothing for the browser")
    return value


def _open_spans(place: str, value: Any) -> Any:
    if not isinstance(value, str) and not (isinstance(value, list) and all(isinstance(one, str) for one in value)):
        fault(place, f"is {value!r}; write spans as 09:00-12:30, 13:30-18:00, or nothing for a closed day")
    try:
        return spans(value)
    except ConfigurationError as error:
        raise ConfigurationError(f"{place}: {error}") from None


def _place(place: str, value: Any) -> str:
    if not isinstance(value, str):
        fault(place, f"is {value!r}; give a country as CN or a region as DE-BY")
    try:
        return checked_place(value)
    except ConfigurationError as error:
        raise ConfigurationError(f"{place}: {error}") from None


def _hours(place: str, value: Any) -> dict[str, Any]:
    found: dict[str, Any] = ch.table(
        {
            "week": ch.each(ch.one_of(DAYS, what="a day of"), _open_spans),
            "holidays": _place,
            "dates": ch.each(ch.day, _open_spans),
        }
    )(place, value)
    if "week" in found:
        found["week"] = {DAYS.index(day): open_spans for day, open_spans in found["week"].items()}
    return found


def _ways_in_use(queue: Queue) -> list[tuple[str, Exit]]:
    """The exits that a call can take; those no rule leads to may be unfinished."""
    hours = queue.closing.hours
    closes = queue.closing.closed or bool(hours.week or hours.holidays or hours.dates)
    found = [(f"steps.{number}.exit", step.exit) for number, step in enumerate(queue.steps, 1) if step.exit]
    found += [("when_full", queue.when_full)] if queue.max_waiting is not None else []
    found += [("when_over", queue.when_over)] if queue.max_wait is not None else []
    found += [("when_empty", queue.when_empty)] if queue.empty else []
    return found + ([("closing.exit", queue.closing.exit)] if closes else [])


def _whole_way(place: str, way: Exit) -> None:
    if way.kind == MESSAGE and not way.text:
        fault(f"{place}.text", "is empty; write what callers hear, or choose another kind than message")
    if way.kind == QUEUE and not way.queue:
        fault(f"{place}.queue", "is empty; name the queue that takes these calls, or choose another kind than queue")
    if way.kind == EXTERNAL and not way.number:
        fault(f"{place}.number", "is empty; write the number to dial, or choose another kind than external")
