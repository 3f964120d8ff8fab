"""From the rooms' own words to the API's models."""

from dataclasses import asdict
from typing import Any, Literal, cast

from acd.agent import Agent
from acd.estimate import Promise
from acd.queue import Queue
from agent_console import live_models as live
from agent_console import models as m
from agent_console import settings_models as s
from crm_bridge.customer import Customer
from crm_bridge.timeline.interaction import Interaction
from cti.clock import iso, iso_or_none
from cti.events import SiteClosed
from cti.ids import AgentId
from reports import metrics
from reports.board import BoardAgent, BoardQueue
from reports.report import CallRow, Report
from reports.tally import AgentFigures, Figures

Agents = dict[AgentId, Agent]


def agent_name(agent: AgentId, agents: Agents) -> m.AgentName:
    """An agent by id and name; one who has left keeps the id as name."""
    known = agents.get(agent)
    return m.AgentName(id=agent, name=known.name if known else agent)


def card(customer: Customer) -> m.CustomerCard:
    """A customer in short."""
    return m.CustomerCard(**_card(customer))


def _card(customer: Customer) -> dict[str, Any]:
    return {
        "id": customer.id,
        "name": customer.name,
        "company": customer.company,
        "numbers": [m.NumberView(e164=n.e164, raw=n.raw, label=n.label) for n in customer.numbers],
        "email": customer.email,
        "language": customer.language,
        "vip": customer.vip,
    }


def interaction(one: Interaction, agents: Agents) -> m.InteractionView:
    """One call of a timeline."""
    recording, heard = one.recording, one.quality
    return m.InteractionView(
        id=one.call,
        call=one.call,
        direction=cast(Literal["inbound", "callback", "outbound"], one.direction),
        queue=one.queue,
        agent=agent_name(one.agent, agents) if one.agent else None,
        arrived_at=iso(one.arrived_at),
        answered_at=iso_or_none(one.answered_at),
        ended_at=iso(one.ended_at),
        wait_s=round(one.wait_s, 3),
        talk_s=round(one.talk_s, 3),
        hold_s=round(one.hold_s, 3),
        wrap_up_s=round(one.wrap_up_s, 3),
        outcome=one.outcome,
        disposition=one.disposition,
        fields=one.fields,
        note=one.note,
        recording=m.RecordingView(id=recording.id, duration_s=recording.duration_s) if recording else None,
        quality={"mos": heard.mos, "mos_min": heard.mos_min, "loss": heard.loss} if heard else None,
    )


def customer(one: Customer, timeline: tuple[Interaction, ...], agents: Agents) -> m.CustomerView:
    """A customer with the timeline."""
    return m.CustomerView(
        **_card(one),
        note=one.note,
        owner=agent_name(one.owner, agents) if one.owner else None,
        timeline=[interaction(entry, agents) for entry in timeline],
    )


def figures(of: Figures) -> m.FiguresView:
    """A queue's or all queues' figures."""
    return m.FiguresView(**_figures(of))


def _figures(of: Figures) -> dict[str, Any]:
    return {name: getattr(of, name) for name in m.FiguresView.model_fields}


def live_figures(of: Figures) -> live.LiveFigures:
    """A queue's or all queues' figures, as the live socket sends them."""
    return {
        "offered": of.offered,
        "answered": of.answered,
        "abandoned": of.abandoned,
        "flowed_out": of.flowed_out,
        "service_level": of.service_level,
        "asa_s": of.asa_s,
        "aht_s": of.aht_s,
        "longest_wait_s": of.longest_wait_s,
    }


def agent_today(of: AgentFigures) -> live.AgentToday:
    """An agent's figures as desk and board show them."""
    return {"answered": of.answered, "missed": of.missed, "talk_s": of.talk_s, "aht_s": of.aht_s}


def formulas(report: Report) -> dict[str, m.FormulaView]:
    """The formula behind each figure of a report."""
    thresholds = {queue.threshold_s for queue in report.plan.queues}
    ids = {
        "service_level": report.plan.service_level,
        "asa_s": "asa",
        "aht_s": "aht",
        "offered": "offered",
        "abandon_rate": "abandon_rate",
    }
    return {
        name: m.FormulaView(
            id=id_,
            text=metrics.METRICS[id_].text,
            threshold_s=thresholds.copy().pop() if name == "service_level" and len(thresholds) == 1 else None,
        )
        for name, id_ in ids.items()
        if id_ in metrics.METRICS
    }


def report(of: Report, agents: Agents) -> m.ReportView:
    """Today's report."""
    return m.ReportView(
        date=of.day.date.isoformat(),
        timezone=of.plan.zone.key,
        formulas=formulas(of),
        queues=[m.QueueFiguresView(queue=queue, **_figures(row)) for queue, row in of.queues],
        agents=[
            m.AgentFiguresView(
                agent=agent,
                name=agent_name(agent, agents).name,
                **{name: getattr(row, name) for name in AgentFigures.__dataclass_fields__},
            )
            for agent, row in of.agents
        ],
        total=figures(of.total),
    )


def call_row(row: CallRow) -> m.CallRowView:
    """One call behind a figure."""
    return m.CallRowView(
        id=row.call,
        arrived_at=iso(row.arrived_at),
        queue=row.queue,
        agent=row.agent,
        caller=row.caller,
        wait_s=round(row.wait_s, 3),
        talk_s=round(row.talk_s, 3),
        outcome=row.outcome,
    )


def _newcomer(promise: Promise | None) -> live.NewcomerWait | None:
    if promise is None:
        return None
    return {"p50_s": round(promise.p50, 1), "p90_s": round(promise.p90, 1), "at_once": promise.at_once}


def board_queue(row: BoardQueue, queue: Queue | None, newcomer: Promise | None) -> live.BoardQueue:
    """A queue's row on the board, with its switches, and what a caller who came now would be promised."""
    known = queue or Queue(row.id)
    return {
        "id": row.id,
        "name": known.names or {"en": row.id, "zh": row.id},
        "closed": known.closing.closed,
        "overflow": cast(live.BoardOverflow, asdict(known.overflow)),
        "waiting": row.waiting,
        "longest_waiting_since": iso_or_none(row.longest_waiting_since),
        "agents_ready": row.agents_ready,
        "agents_busy": row.agents_busy,
        "agents_not_ready": row.agents_not_ready,
        "today": live_figures(row.today),
        "service_level_now": row.service_level_now,
        "newcomer": _newcomer(newcomer),
        "alerts": cast(list[live.AlertKind], list(row.alerts)),
        "calls": [
            {"id": one.call, "caller": one.caller, "enqueued_at": iso(one.enqueued_at), "position": one.position}
            for one in row.calls
        ],
    }


def board_agent(row: BoardAgent) -> live.BoardAgent:
    """An agent's row on the board."""
    call = row.call
    return {
        "id": row.id,
        "name": row.name,
        "extension": row.extension,
        "state": cast(live.StateName, row.state),
        "reason": row.reason,
        "since": iso(row.since) if row.since else None,
        "call": {"id": call.call, "caller": call.caller, "queue": call.queue} if call else None,
        "others": row.others,
        "phone_reachable": row.phone_reachable,
        "console_alive": row.console_alive,
        "out_by": row.out_by,
        "today": agent_today(row.today),
    }


def emergency(closed: SiteClosed | None) -> s.EmergencyView:
    """The emergency switch."""
    if closed is None:
        return s.EmergencyView(closed=False)
    return s.EmergencyView(closed=True, text=closed.text, by=closed.by, since=iso(closed.at))
