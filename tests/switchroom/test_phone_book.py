"""An agent's phone or name changes while calls flow: Asterisk's accounts are written anew and read once."""

import asyncio
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest

from acd.agent import Agent
from acd.store import Change, StaffStore
from acd.written import plain
from cti.bus import InProcessBus, Recorded
from cti.database import Database
from cti.events import AgentConfigured
from cti.ids import AgentId
from switchroom.asterisk_files import AsteriskHome
from switchroom.migrate import migrate
from switchroom.phone_book import RELOAD, PhoneBook
from switchroom.prepare import write_phones
from switchroom.settings import Settings, load

ANNA = AgentId("1001")


class Told:
    """An Asterisk that remembers what it was told."""

    def __init__(self) -> None:
        self.commands: list[str] = []

    async def tell(self, command: str) -> str:
        self.commands.append(command)
        return ""


@pytest.fixture
async def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Settings]:
    monkeypatch.setenv("SWITCHROOM_HOME", str(tmp_path))
    settings = load()
    database = Database(settings.database_url)
    await migrate(database)
    await StaffStore(database).save_agents([Agent(ANNA, "Anna", version=1)], {ANNA: "secret"})
    await write_phones(settings)
    yield settings
    await database.close()


async def change(settings: Settings, bus: InProcessBus, agent: Agent) -> None:
    database = Database(settings.database_url)
    await StaffStore(database).change(Change("agent", agent.id, agent.version, 1.0, "Sue", plain(agent)))
    await database.close()
    fact = AgentConfigured(at=1.0, agent=agent.id, version=agent.version, by="Sue", settings=plain(agent))
    bus.publish(Recorded(agent.version, fact))


async def until(condition: Callable[[], object]) -> None:
    async with asyncio.timeout(10):
        while not condition():
            await asyncio.sleep(0.005)


async def test_only_what_a_phone_is_told_makes_asterisk_read_its_accounts_again(settings: Settings) -> None:
    bus, told = InProcessBus(), Told()
    book = PhoneBook(settings, told)
    book.start(bus.subscribe())
    await change(settings, bus, Agent(ANNA, "Anna", skills={"french": 3}, version=2))
    await change(settings, bus, Agent(ANNA, "Anna M.", phone="sip:1001@192.0.2.7", version=3))
    await until(lambda: told.commands)
    await book.close()
    assert told.commands == [RELOAD]
    accounts = (AsteriskHome(settings.home).etc / "pjsip_agents.conf").read_text()
    assert "contact = sip:1001@192.0.2.7" in accounts
    assert '"Anna M."' in accounts


async def test_an_asterisk_elsewhere_is_left_alone(settings: Settings) -> None:
    bus = InProcessBus()
    before = (AsteriskHome(settings.home).etc / "pjsip_agents.conf").read_text()
    book = PhoneBook(settings, None)
    book.start(bus.subscribe())
    await change(settings, bus, Agent(ANNA, "Anna M.", version=2))
    await asyncio.sleep(0.05)
    await book.close()
    assert (AsteriskHome(settings.home).etc / "pjsip_agents.conf").read_text() == before
