"""The first run makes the company that `company.toml` describes, or says in one sentence why it cannot."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from acd.store import StaffStore
from acd.waiting_rules import Exit, Step
from crm_bridge.store import CustomerStore
from cti.clock import SystemClock
from cti.database import Database
from cti.errors import ConfigurationError
from cti.ids import AgentId, QueueId
from switchroom import company
from switchroom.migrate import migrate

MANUAL = Path(company.__file__).parents[1] / "docs" / "your-company.md"
SALES, SUPPORT = QueueId("sales"), QueueId("support")


def example() -> str:
    """The queue of the manual, as it stands there."""
    chapter = MANUAL.read_text(encoding="utf-8").partition("## Queues and agents")[2]
    return chapter.partition("```toml\n")[2].partition("```")[0]


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    database = Database(f"sqlite:///{tmp_path}/c.db")
    await migrate(database)
    yield database
    await database.close()


async def found(home: Path, text: str, database: Database) -> dict[str, str]:
    (home / "company.toml").write_text(text, encoding="utf-8")
    return await company.found(company.read(home), database, "CN")


async def test_the_sample_is_a_company(tmp_path: Path, database: Database) -> None:
    given = await company.found(company.read(tmp_path), database, "CN")
    assert set(given) == {"agent1", "agent2", "supervisor", "admin"}
    queues = await StaffStore(database).queues()
    assert {(queue.id, queue.version) for queue in queues.values()} == {(SALES, 1), (SUPPORT, 1)}
    assert (await StaffStore(database).newest())["agent", "1001"] == 1
    customers = await CustomerStore(database, SystemClock()).search("")
    assert [customer.owner for customer in customers if customer.vip] == ["1001"]


async def test_the_example_of_the_manual_is_taken_with_every_table(tmp_path: Path, database: Database) -> None:
    await found(tmp_path, example(), database)
    sales = (await StaffStore(database).queues())[SALES]
    assert sales.closing.hours.week[4] == ((540, 720), (780, 1020))
    assert (sales.closing.hours.holidays, sales.closing.hours.dates["2026-12-31"]) == ("CN", ())
    assert sales.steps[0] == Step(30, also=(SUPPORT,))
    assert sales.steps[1].exit == Exit("voicemail", text={"zh": "请留言。", "en": "Please leave a message."})
    assert (sales.max_waiting, sales.when_full.kind, sales.announcements.every) == (30, "queue", 60)
    assert sales.callbacks.offer_after == 60
    anna = (await StaffStore(database).agents())[AgentId("1001")]
    assert (anna.order, anna.auto_answer) == ({SUPPORT: 2}, True)


async def test_every_field_of_queues_and_agents_is_in_the_manual() -> None:
    from dataclasses import fields

    from acd.agent import Agent
    from acd.queue import Queue
    from acd.waiting_rules import Announcements, CallbackRules, Closing

    manual = MANUAL.read_text(encoding="utf-8")
    kinds = (Queue, Agent, Closing, Announcements, CallbackRules, Exit, Step)
    names = {one.name for kind in kinds for one in fields(kind)} - {"id", "version"}
    assert {name for name in names if f"`{name}`" not in manual} == set()


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ('[[queues]]\nid = "a"\nstrategy = "x"', "queue a: strategy is 'x'; use one of"),
        ('[[queues]]\nid = "a"\nring = 1', "queue a: There is no field ring;"),
        ('[[queues]]\nid = "a"\n[queues.closing.hours]\nweek = { mon = "9" }', "queue a: closing.hours.week.mon: '9'"),
        ('[[customers]]\nname = "A"\nowner = "1"', "customer A: The owner “1” is no agent; write the id of one"),
        ('[[queues]]\nname = "a"', "each of the queues needs an id of its own; None is none."),
        ('[[queues]]\nid = "a"\n[[queues]]\nid = "a"', "each of the queues needs an id of its own; 'a' is none."),
        ('[[agents]]\nid = "1"\nname = "A"\nusername = "a"\nqueues = ["b"]', "agent 1: queues.1 is 'b'; use a queue"),
    ],
)
async def test_what_is_wrong_is_one_sentence_and_nothing_is_made(
    tmp_path: Path, database: Database, text: str, sentence: str
) -> None:
    with pytest.raises(ConfigurationError) as told:
        await found(tmp_path, text, database)
    assert f"company.toml: {sentence}" in str(told.value)
    assert await StaffStore(database).queues() == {}
