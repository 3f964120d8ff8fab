"""A day's report, and the calls behind each of its figures. Both read the same visits by the same rules."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from cti.ids import AgentId, CallId, QueueId
from reports.floor_plan import FloorPlan
from reports.intervals import Day
from reports.tally import AgentFigures, AgentTally, Figures, Tally, agents_in, part_of
from reports.visit import ABANDONED, ANSWERED, CALLED_BACK, FLOWED_OUT, WAITING, Offer, Visit


@dataclass(frozen=True, slots=True)
class Report:
    """The figures of one day: `queues` and `agents` in the site's order, then those no longer configured."""

    day: Day
    plan: FloorPlan
    queues: tuple[tuple[QueueId, Figures], ...]
    agents: tuple[tuple[AgentId, AgentFigures], ...]
    total: Figures


@dataclass(frozen=True, slots=True, kw_only=True)
class CallRow:
    """One call behind a figure. `agent` answered it, or, where the figure is an agent's, is that agent."""

    call: CallId
    queue: QueueId
    agent: AgentId | None
    caller: str
    arrived_at: float
    enqueued_at: float
    wait_s: float
    talk_s: float
    outcome: str
    within_threshold: bool


def report(visits: Iterable[Visit], day: Day, plan: FloorPlan) -> Report:
    """The figures of the visits that were enqueued on the day."""
    queues: dict[QueueId, Tally] = {}
    agents: dict[AgentId, AgentTally] = {}
    total = Tally()
    for visit in visits:
        if visit.enqueued_at not in day:
            continue
        queue = plan.queue(visit.queue)
        queues.setdefault(visit.queue, Tally()).count(visit, queue)
        total.count(visit, queue)
        for agent in agents_in(visit):
            agents.setdefault(agent, AgentTally()).count(*part_of(visit, agent))
    return Report(
        day=day,
        plan=plan,
        queues=tuple(
            (queue, queues.get(queue, Tally()).figures(plan.service_level)) for queue in plan.queue_ids(queues)
        ),
        agents=tuple((agent, agents.get(agent, AgentTally()).figures()) for agent in plan.agent_ids(agents)),
        total=total.figures(plan.service_level),
    )


# Which visits a queue's figure counts; of a mean or a share, those it divides by.
QUEUE_FIGURES: dict[str, Callable[[Visit], bool]] = {
    "offered": lambda visit: visit.outcome not in {WAITING, CALLED_BACK},
    "answered": lambda visit: visit.outcome == ANSWERED,
    "abandoned": lambda visit: visit.outcome == ABANDONED,
    "flowed_out": lambda visit: visit.outcome == FLOWED_OUT,
    "service_level": lambda visit: visit.outcome in {ANSWERED, ABANDONED},
    "asa_s": lambda visit: visit.outcome == ANSWERED,
    "aht_s": lambda visit: visit.outcome in {ANSWERED, CALLED_BACK} and visit.handled,
}
# Which rings an agent's figure counts. What was answered is counted by segments, not by rings.
AGENT_OFFERS: dict[str, Callable[[Offer], bool]] = {
    "offered": lambda _offer: True,
    "missed": lambda offer: offer.result == "missed",
}
AGENT_SEGMENTS = frozenset({"answered", "talk_s", "hold_s", "wrap_up_s", "aht_s"})
# Whose rows are those of calls about which colleagues asked; the talk of a row is what was said then.
AGENT_CONSULTS = "consult_s"


def calls_behind(
    visits: Iterable[Visit], day: Day, plan: FloorPlan, figure: str, queue: QueueId | None = None
) -> tuple[CallRow, ...]:
    """The calls behind a queue's figure, or behind the total's (`queue` None): as many as the figure says.

    Raises:
        ValueError: there is no such figure.
    """
    if figure not in QUEUE_FIGURES:
        raise ValueError(f"There is no figure {figure!r} of a queue; use one of {', '.join(QUEUE_FIGURES)}.")
    counts = QUEUE_FIGURES[figure]
    chosen = (visit for visit in visits if visit.enqueued_at in day and queue in {None, visit.queue} and counts(visit))
    return _in_order(_row(visit, plan, visit.agent, visit.talk_s) for visit in chosen)


def calls_behind_agent(
    visits: Iterable[Visit], day: Day, plan: FloorPlan, figure: str, agent: AgentId
) -> tuple[CallRow, ...]:
    """The calls behind an agent's figure: one row a ring, a segment or a consult, so a call can be there twice.

    Raises:
        ValueError: there is no such figure.
    """
    if figure not in {*AGENT_OFFERS, *AGENT_SEGMENTS, AGENT_CONSULTS}:
        known = ", ".join([*AGENT_OFFERS, *sorted(AGENT_SEGMENTS), AGENT_CONSULTS])
        raise ValueError(f"There is no figure {figure!r} of an agent; use one of {known}.")
    rows: list[CallRow] = []
    for visit in visits:
        if visit.enqueued_at in day:
            offers, segments, consults = part_of(visit, agent)
            if figure == AGENT_CONSULTS:
                rows += [_row(visit, plan, agent, one.consult_s) for one in consults]
            elif figure in AGENT_OFFERS:
                talked = {segment.offer: segment.talk_s for segment in segments}
                counted = [offer for offer in offers if AGENT_OFFERS[figure](offer)]
                rows += [_row(visit, plan, agent, talked.get(offer.id, 0.0)) for offer in counted]
            else:
                handled = [segment for segment in segments if figure != "aht_s" or segment.handled]
                rows += [_row(visit, plan, agent, segment.talk_s) for segment in handled]
    return _in_order(rows)


def _row(visit: Visit, plan: FloorPlan, agent: AgentId | None, talk_s: float) -> CallRow:
    return CallRow(
        call=visit.call,
        queue=visit.queue,
        agent=agent,
        caller=visit.caller,
        arrived_at=visit.arrived_at,
        enqueued_at=visit.enqueued_at,
        wait_s=visit.wait_s,
        talk_s=talk_s,
        outcome=visit.outcome,
        within_threshold=visit.outcome not in {WAITING, CALLED_BACK}
        and visit.wait_s <= plan.queue(visit.queue).threshold_s,
    )


def _in_order(rows: Iterable[CallRow]) -> tuple[CallRow, ...]:
    return tuple(sorted(rows, key=lambda row: (row.enqueued_at, row.call)))
