"""The timelines are true to the journal, whatever dies in between; each call is logged once."""

import random
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crm_bridge.timeline.interaction import interaction_of
from crm_bridge.timeline.store import InteractionStore
from cti import events as e
from cti.database import Database
from cti.ids import CallId, CustomerId, RecordingId
from tests.crm_bridge.floor import CALL, OFFER, T0, WEI, Floor, HandClock, answered_call, arrived, open_floor


async def logged(floor: Floor) -> list[str]:
    return [fact.interaction for fact in await floor.told(e.InteractionLogged) if isinstance(fact, e.InteractionLogged)]


async def test_an_ended_call_is_one_interaction_logged_once(floor: Floor) -> None:
    floor.say(*answered_call())
    await floor.settle()
    call = await floor.crm.interactions.get(CALL)
    assert call is not None
    assert (call.outcome, call.talk_s, call.wrap_up_s, call.logged) == ("answered", 40, 20, True)
    assert await logged(floor) == [CALL]


async def test_an_answered_call_is_written_at_its_end_and_logged_after_wrap_up(floor: Floor) -> None:
    *before, wrapped_up = answered_call()
    floor.say(*before)
    await floor.settle()
    assert await floor.crm.interactions.get(CALL)
    assert await logged(floor) == []
    floor.say(wrapped_up)
    await floor.settle()
    assert await logged(floor) == [CALL]


async def test_many_calls_at_once_are_each_their_own_and_known_as_logged(floor: Floor) -> None:
    calls = [CallId(f"main-{place}") for place in range(120)]
    for call in calls:
        floor.say(arrived(T0, call=call), e.CallerRecognised(at=T0, call=call))
    for call in calls[:110]:
        floor.say(e.CallEnded(at=T0 + 10, call=call, ended_by="caller"))
    await floor.settle()
    assert sorted(await logged(floor)) == sorted(calls[:110])
    stored = [await floor.crm.interactions.get(call) for call in calls]
    assert [one.call for one in stored if one] == calls[:110], "a call that goes on is no interaction yet"
    assert all(one.logged for one in stored if one)
    assert await floor.crm.interactions.unlogged() == []


async def test_a_wrap_up_that_never_begins_is_not_awaited_for_ever(floor: Floor) -> None:
    floor.say(*answered_call()[:8])
    await floor.settle()
    assert await logged(floor) == []
    floor.clock.at += 6
    await floor.settle()
    assert await logged(floor) == [CALL]


async def test_late_facts_reach_the_record(floor: Floor) -> None:
    floor.say(*answered_call())
    await floor.settle()
    floor.say(
        e.NoteWritten(at=T0 + 90, call=CALL, agent=WEI, text="call back on Monday"),
        e.DispositionChosen(at=T0 + 91, call=CALL, agent=WEI, disposition="sale"),
        e.RecordingStored(at=T0 + 92, call=CALL, offer=OFFER, recording=RecordingId("r1"), duration=50),
        e.CustomerLinked(at=T0 + 93, call=CALL, customer=CustomerId("c1")),
    )
    await floor.settle()
    (call,) = await floor.crm.timeline(CustomerId("c1"))
    assert (call.note, call.disposition, call.recording and call.recording.id) == ("call back on Monday", "sale", "r1")
    assert await logged(floor) == [CALL]


async def test_a_timeline_is_newest_first_and_only_the_customers_own(floor: Floor) -> None:
    for place, customer in enumerate(["c1", "c2", "c1"]):
        call = CallId(f"main-{place}")
        floor.say(
            arrived(T0 + place, call=call),
            e.CustomerLinked(at=T0 + place, call=call, customer=CustomerId(customer)),
            e.CallEnded(at=T0 + 10 + place, call=call, ended_by="caller"),
        )
    await floor.settle()
    assert [i.call for i in await floor.crm.timeline(CustomerId("c1"))] == ["main-2", "main-0"]
    assert [i.call for i in await floor.crm.timeline(CustomerId("c1"), limit=1)] == ["main-2"]


async def test_a_customer_made_from_the_call_has_its_number_and_is_linked(floor: Floor) -> None:
    floor.say(*answered_call())
    made = await floor.crm.make_customer(CALL, "王伟")
    again = await floor.crm.make_customer(CALL, "王伟")
    assert made == again
    assert [number.e164 for number in made.numbers] == ["+8613800138001"]
    await floor.settle()
    assert [i.call for i in await floor.crm.timeline(made.id)] == [CALL]


async def test_an_anonymous_caller_becomes_one_customer_without_a_number(floor: Floor) -> None:
    floor.say(arrived(caller="anonymous"))
    made = await floor.crm.make_customer(CALL, "王伟")
    assert made.numbers == ()
    assert (await floor.crm.make_customer(CALL, "王伟")).id == made.id


async def test_only_what_exists_can_be_linked(floor: Floor) -> None:
    floor.say(arrived())
    made = await floor.crm.make_customer(CALL, "王伟")
    assert (await floor.crm.link(CALL, made.id)) == made
    with pytest.raises(LookupError, match="There is no customer 'nobody'"):
        await floor.crm.link(CALL, CustomerId("nobody"))
    with pytest.raises(LookupError, match="There is no call 'main-9'"):
        await floor.crm.link(CallId("main-9"), made.id)


async def test_the_cursor_moves_with_the_rows_and_quiet_facts_move_it_too(floor: Floor) -> None:
    floor.say(*answered_call())
    await floor.settle()
    assert await floor.crm.interactions.cursor() >= 10
    floor.say(*(e.AgentBecameReady(at=T0 + 100, agent=WEI) for _ in range(1100)))
    await floor.settle()
    assert await floor.crm.interactions.cursor() >= 1100


@given(st.randoms(use_true_random=False))
@settings(max_examples=4, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
async def test_killed_anywhere_nothing_is_lost_or_logged_twice(
    sqlite: Database, tmp_path: Path, clock: HandClock, choose: random.Random
) -> None:
    name = f"main-{choose.randrange(10**12)}"
    calls = [CallId(f"{name}.{n}") for n in range(3)]
    facts = [answered_call(T0, call) for call in calls]
    floor = await open_floor(sqlite, tmp_path, clock)
    while any(facts):
        floor.say(choose.choice([call for call in facts if call]).pop(0))
        if choose.random() < 0.15:
            await floor.settle() if choose.random() < 0.5 else None
            await floor.close()
            floor = await open_floor(sqlite, tmp_path, clock)
    await floor.settle()
    told = await logged(floor)
    for call in calls:
        row = await floor.crm.interactions.get(call)
        assert row == interaction_of(r.event for r in await floor.journal.store.of_call(call))
        assert told.count(call) == 1
    await floor.close()


async def test_a_crash_between_the_row_and_the_word_is_made_good(
    sqlite: Database, tmp_path: Path, clock: HandClock
) -> None:
    floor = await open_floor(sqlite, tmp_path, clock)
    await floor.crm.close()
    floor.say(*answered_call())
    await floor.journal.flush()
    row = interaction_of(answered_call())
    assert row is not None
    await InteractionStore(sqlite).project([row], floor.journal.position)
    await floor.close()
    for _ in range(2):
        floor = await open_floor(sqlite, tmp_path, clock)
        await floor.settle()
        assert await logged(floor) == [CALL]
        await floor.close()


async def test_a_lost_cursor_makes_the_same_rows_and_logs_nothing_again(
    sqlite: Database, tmp_path: Path, clock: HandClock
) -> None:
    floor = await open_floor(sqlite, tmp_path, clock)
    floor.say(*answered_call())
    await floor.settle()
    before = await floor.crm.interactions.get(CALL)
    await floor.crm.interactions.project([], 0)
    await floor.close()
    floor = await open_floor(sqlite, tmp_path, clock)
    await floor.settle()
    assert await floor.crm.interactions.get(CALL) == before
    assert await logged(floor) == [CALL]
    await floor.close()


async def test_rows_read_back_as_they_were_written(database: Database) -> None:
    store = InteractionStore(database)
    row = interaction_of(
        [*answered_call(), e.RecordingStored(at=T0, call=CALL, offer=OFFER, recording=RecordingId("r"), duration=1.5)]
    )
    assert row is not None
    await store.project([row], 7)
    await store.project([row], None)
    assert (await store.get(CALL), await store.cursor(), await store.unlogged()) == (row, 7, [CALL])
    assert await store.get(CallId("none")) is None
