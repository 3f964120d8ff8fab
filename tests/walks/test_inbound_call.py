"""The walk of one inbound call, as the table of the house tells it: each line a place, each place a fact."""

from zoneinfo import ZoneInfo

import pytest

from crm_bridge.customer import draft
from crm_bridge.phone_number import parse
from crm_bridge.screen_pop import recognised
from crm_bridge.timeline.interaction import interaction_of
from cti import events as e
from cti.ids import QueueId
from reports.board import Board
from reports.floor_plan import BoardAgentConfig, BoardQueueConfig, FloorPlan
from tests.doubles.memory_directory import MemoryDirectory
from tests.walks.floor import ANNA, SALES, START, CallCentre

PLAN = FloorPlan((BoardQueueConfig(SALES, 20.0),), (BoardAgentConfig(ANNA, "Anna", "1001", (SALES,)),), ZoneInfo("UTC"))


async def test_an_inbound_call_from_the_trunk_to_the_report() -> None:
    floor = CallCentre()
    phone = floor.exchange
    directory = MemoryDirectory()
    wang = await directory.create(draft(name="Wang", numbers=["+8613800138001"], region="CN"))
    floor.comes_to_work(ANNA)

    # the trunk reaches the dialplan; AMI says so; the border makes it a fact
    call = phone.dials("+8613800138001")
    assert floor.calls.by_id[call].stage == "flow"

    # the CRM looks the number up while the menu talks
    assert phone.lines[call].hears == "Welcome."
    found = await directory.find_by_number(parse("+8613800138001", "CN"))
    floor.happens(recognised(call, phone.now, found))
    assert floor.calls.by_id[call].customer == wang.id

    # the flow plays, collects digits, decides
    phone.hears_out(call)
    assert phone.lines[call].hears == "For sales press one."
    phone.now += 4
    phone.presses(call, "1")

    # the caller holds with music, and in the same instant the distributor matches call and agent
    assert phone.lines[call].at == "hold"
    assert phone.lines[call].rings == (f"{call}-o1", ANNA)
    assert floor.presences.get(ANNA).state == "offered"

    # the agent answers
    phone.now += 3
    phone.answers(call)
    assert floor.calls.by_id[call].stage == "talk"

    # hold, retrieve, note
    phone.now += 10
    phone.holds(call)
    phone.now += 5
    phone.retrieves(call)
    floor.happens(e.NoteWritten(at=phone.now, call=call, agent=ANNA, text="Wants an offer."))

    # hang-up, wrap-up, disposition
    phone.now += 20
    phone.agent_hangs_up(call)
    assert call not in phone.lines, "an agent who hangs up ends the call for the customer, too"
    assert floor.presences.get(ANNA).state == "wrap_up"
    floor.happens(e.DispositionChosen(at=phone.now, call=call, agent=ANNA, disposition="sale"))
    floor.passes(30)
    assert floor.presences.get(ANNA).state == "ready"

    # the call's events become one record on the customer
    record = interaction_of(event for event in floor.journal if getattr(event, "call", None) == call)
    assert record is not None
    assert (record.customer, record.agent, record.disposition, record.note) == (
        wang.id,
        ANNA,
        "sale",
        "Wants an offer.",
    )
    assert (record.wait_s, record.talk_s, record.hold_s, record.wrap_up_s) == (3, 30, 5, 30)

    # the board and the reports already know
    board = Board(PLAN, START)
    for event in floor.journal:
        board.hear(event)
    figures = board.queue(QueueId("sales")).today
    assert (figures.offered, figures.answered, figures.abandoned) == (1, 1, 0)
    assert (figures.service_level, figures.asa_s, figures.aht_s) == (1.0, 3.0, pytest.approx(65.0))
