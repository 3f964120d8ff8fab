"""The contract of the database and of the journal's table, over SQLite and PostgreSQL alike."""

import asyncio

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import OperationalError

from cti import events as e
from cti.bus import Recorded
from cti.database import Database
from cti.errors import ConfigurationError
from cti.ids import CallbackId, CallId, OfferId, QueueId
from cti.store import JournalStore, journal_table
from tests.cti.world import ANNA, CALL, OTHER, T0, arrived, note, talk


def placed(*facts: e.Event, after: int = 0) -> list[Recorded]:
    return [Recorded(after + number, fact) for number, fact in enumerate(facts, 1)]


@pytest.fixture
def store(database: Database) -> JournalStore:
    return JournalStore(database)


async def test_what_is_appended_is_read_back_in_order(store: JournalStore) -> None:
    facts = placed(arrived(), *(note(n) for n in range(5)), arrived(T0, OTHER, "匿名\x00🙂"))
    await store.append(list(reversed(facts)))
    assert await store.after(0) == facts
    assert await store.after(2, 3) == facts[2:5]
    assert await store.last_position() == 7
    assert await store.of_call(OTHER) == facts[6:]
    assert await store.of_call("nobody") == []


async def test_an_empty_journal_is_at_nought(store: JournalStore) -> None:
    assert await store.last_position() == 0
    assert await store.after(0) == []


async def test_a_fact_written_again_stays_as_it_was(store: JournalStore) -> None:
    await store.append(placed(arrived(), note(1)))
    await store.append(placed(arrived(), note(9), note(2)))
    assert [fact.event for fact in await store.after(0)] == [arrived(), note(1), note(2)]


async def test_a_span_of_time_is_read_a_page_at_a_time(store: JournalStore, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cti.store.PAGE", 7)
    facts = placed(*(note(n) for n in range(30)))
    await store.append(facts)
    assert [fact async for fact in store.between(T0 + 3, T0 + 24)] == facts[3:24]
    assert [fact async for fact in store.between(T0, T0 + 14)] == facts[:14], "also when the last page is full"


async def test_a_span_of_time_is_read_in_the_journals_order_whatever_the_times(
    store: JournalStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cti.store.PAGE", 2)
    old = [note(n) for n in range(3)]
    new = [arrived(T0 + 1000, OTHER), arrived(T0 + 1001, OTHER)]
    facts = placed(new[0], *old, new[1], note(3), after=6)
    await store.append(facts)
    assert [f async for f in store.between(T0, T0 + 500)] == [*facts[1:4], facts[5]]
    assert [f async for f in store.between(T0 + 1000, float("inf"))] == [facts[0], facts[4]]
    assert [f async for f in store.between(T0 + 2000, T0 + 3000)] == []


async def test_it_tells_which_calls_it_knows_and_whether_they_ended(store: JournalStore) -> None:
    ended = e.CallEnded(at=T0 + 9, call=CALL, ended_by="caller")
    await store.append(placed(arrived(), note(1), ended, arrived(T0, OTHER)))
    assert await store.known([CALL, OTHER, CallId("nobody")]) == {CALL: (3, True), OTHER: (1, False)}
    assert await store.known([]) == {}


def over(segment: OfferId) -> list[e.Event]:
    return [
        e.CallEnded(at=T0 + 60, call=CALL, ended_by="caller"),
        e.SegmentEnded(at=T0 + 60, call=CALL, agent=ANNA, offer=segment),
        e.WrapUpStarted(at=T0 + 60, call=CALL, agent=ANNA, offer=segment, limit=T0 + 120),
    ]


async def test_a_restart_gets_back_the_calls_that_live(store: JournalStore) -> None:
    old = arrived(T0 - 90_000, OTHER)
    await store.append(placed(old, *talk(), e.ServiceStarted(at=T0 + 9, version="1")))
    assert [fact.event for fact in await store.unfinished(T0)] == [*talk(), e.ServiceStarted(at=T0 + 9, version="1")]


async def test_a_restart_gets_back_a_call_that_an_agent_still_wraps_up_whole(store: JournalStore) -> None:
    facts = [*talk(), *over(OfferId(f"{CALL}-o1"))]
    await store.append(placed(*facts))
    assert [fact.event for fact in await store.unfinished(T0)] == facts


async def test_a_restart_gets_of_a_call_that_is_over_only_what_its_agents_did(store: JournalStore) -> None:
    done = e.WrapUpFinished(at=T0 + 90, call=CALL, agent=ANNA, offer=OfferId(f"{CALL}-o1"), by_limit=False)
    await store.append(placed(*talk(), *over(OfferId(f"{CALL}-o1")), done))
    kinds = [type(fact.event).__name__ for fact in await store.unfinished(T0)]
    assert kinds == ["AgentOffered", "AgentAnswered", "SegmentEnded", "WrapUpStarted", "WrapUpFinished"]


async def test_an_abandoned_call_is_not_carried_on(store: JournalStore) -> None:
    await store.append(placed(arrived(), e.CallEnded(at=T0 + 4, call=CALL, ended_by="caller")))
    assert await store.unfinished(T0) == []


async def test_a_finished_call_hides_no_fact_that_is_about_no_call(store: JournalStore) -> None:
    gone = [arrived(), e.CallEnded(at=T0 + 4, call=CALL, ended_by="caller")]
    kept = [
        e.ServiceStarted(at=T0 + 5, version="1"),
        e.TelephonyRestored(at=T0 + 6, node="main"),
        e.SiteClosed(at=T0 + 7, by="Sue", text={}),
        asked("web", T0 + 8),
    ]
    await store.append(placed(*gone, *kept))
    assert [fact.event for fact in await store.unfinished(T0)] == kept


def asked(name: str, at: float, call: CallId | None = None) -> e.CallbackRequested:
    fields = {"queue": QueueId("sales"), "number": "+861381", "since": at, "by": "web", "call": call}
    return e.CallbackRequested(at=at, callback=CallbackId(name), **fields)  # type: ignore[arg-type]


def failed(name: str, at: float, next_try: float | None) -> e.CallbackFailed:
    return e.CallbackFailed(at=at, callback=CallbackId(name), attempt=1, reason="busy", next_try=next_try)


async def test_a_callback_that_is_not_over_survives_for_days_with_all_its_facts(store: JournalStore) -> None:
    days_ago = T0 - 5 * 86_400
    attempt = CallId("open-t1")
    of_open = [
        asked("open", days_ago, CALL),
        e.CallbackMerged(at=days_ago + 1, callback=CallbackId("open"), by="agent"),
        e.CallbackDue(at=days_ago + 2, callback=CallbackId("open"), call=attempt, attempt=1),
        e.CustomerDialled(at=days_ago + 3, callback=CallbackId("open"), call=attempt, number="+861381"),
        e.CustomerNotReached(at=days_ago + 9, call=attempt, reason="busy"),
        failed("open", days_ago + 9, T0 + 60),
    ]
    over = [
        asked("done", days_ago),
        e.CallbackClosed(at=days_ago + 5, callback=CallbackId("done"), outcome="done"),
        asked("given up", days_ago),
        failed("given up", days_ago + 5, None),
    ]
    ended = [arrived(T0), e.CallEnded(at=T0 + 4, call=CALL, ended_by="caller")]
    await store.append(placed(*over, *of_open, *ended))
    assert [fact.event for fact in await store.unfinished(T0)] == of_open
    found = await store.of_callback("open")
    assert [fact.event for fact in found] == [fact for fact in of_open if hasattr(fact, "callback")]


async def test_many_writers_at_once_are_served_one_after_the_other(database: Database) -> None:
    store = JournalStore(database)
    await asyncio.gather(*(store.append([Recorded(n, note(n))]) for n in range(1, 101)))
    assert [fact.position for fact in await store.after(0)] == list(range(1, 101))


async def test_a_transaction_that_fails_leaves_nothing(database: Database) -> None:
    store = JournalStore(database)

    async def fails() -> None:
        async with database.writing() as connection:
            row = {"position": 1, "at": 1.0, "kind": "x", "event": "{}"}
            await connection.execute(journal_table.insert().values(row))
            raise RuntimeError

    with pytest.raises(RuntimeError):
        await fails()
    assert await store.last_position() == 0


async def test_an_upsert_changes_only_what_it_names(database: Database) -> None:
    row = {"position": 1, "at": 1.0, "kind": "a", "call": "c", "agent": None, "event": "{}"}
    async with database.writing() as connection:
        await connection.execute(database.upsert(journal_table, [row]))
        changed = [{**row, "kind": "b", "call": "d"}]
        await connection.execute(database.upsert(journal_table, changed, update=["kind"]))
    async with database.reading() as connection:
        found = (await connection.execute(select(journal_table.c.kind, journal_table.c.call))).all()
        assert [tuple(one) for one in found] == [("b", "c")]
        assert await connection.scalar(select(func.count()).select_from(journal_table)) == 1


async def test_a_reader_of_sqlite_cannot_write(sqlite: Database) -> None:
    with pytest.raises(OperationalError, match="readonly"):
        async with sqlite.reading() as connection:
            await connection.exec_driver_sql("DELETE FROM journal")


def test_an_address_that_is_no_database_is_told_in_a_sentence() -> None:
    with pytest.raises(ConfigurationError, match="must begin with sqlite:// or postgresql://"):
        Database("mysql://somewhere/db")
    with pytest.raises(ConfigurationError, match=r"database.url"):
        Database("not an address at all")


def test_a_password_in_an_address_is_not_told() -> None:
    with pytest.raises(ConfigurationError) as told:
        Database("mysql://user:geheim@somewhere/db")
    assert "geheim" not in str(told.value)
