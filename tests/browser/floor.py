"""A floor of people at real browsers on a real Asterisk, of whom each hums a tone, and who hears whom."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator

import pytest
from playwright.async_api import Browser, expect

from cti import events as e
from cti.ids import CallId
from tests.asterisk.conftest import OpenSite
from tests.asterisk.site import Site
from tests.asterisk.softphone import Call, Softphone
from tests.asterisk.test_kill import queued_caller
from tests.asterisk.tones import TONES, heard, spoken
from tests.browser.ears import Humming
from tests.browser.people import Person

Hearing = dict[str, set[str]]


class Floor:
    """Two agents, a supervisor, a customer who dials, and a number outside."""

    def __init__(self, site: Site, customer: Softphone, outside: Softphone) -> None:
        self.site, self.customer, self.outside = site, customer, outside
        self.people: dict[str, Person] = {}
        self.line: Call | None = None
        self.far: Call | None = None

    async def open(self, browser: Browser, *extensions: str) -> "Floor":
        for extension in extensions:
            person = await Humming.of(browser, self.site, extension)
            await person.logs_in(f"agent{extension}")
            await expect(person.page.get_by_role("banner")).to_be_visible(timeout=15_000)
            self.people[extension] = person
        return self

    @property
    def anna(self) -> Person:
        return self.people["1001"]

    @property
    def ben(self) -> Person:
        return self.people["1002"]

    async def calls(self) -> CallId:
        """The customer calls."""
        self.line, queued = await queued_caller(self.site, self.customer, "+8613800138001")
        self.line.hum(spoken(TONES["customer"]))
        self.call: CallId = queued.call
        return queued.call

    async def rings(self) -> CallId:
        """The customer calls, and Anna's page rings."""
        await self.calls()
        await self.anna.stage("call-stage", "ringing")
        return self.call

    async def talks(self) -> CallId:
        """Anna talks with the customer."""
        await self.anna.becomes_ready()
        await self.rings()
        await self.anna.press("answer")
        await self.site.until(e.AgentAnswered, call=self.call)
        if "1002" in self.people:
            await self.ben.becomes_ready()
        return self.call

    async def hearing(self) -> Hearing:
        """Who hears whose tone."""
        await asyncio.sleep(1.6)
        browsers = await asyncio.gather(*(person.hears() for person in self.people.values()))  # type: ignore[attr-defined]
        found = dict(zip(self.people, browsers, strict=True))
        lines = {"customer": self.line, "outside": self.far}
        for name, line in lines.items():
            if line is not None:
                found[name] = heard(line.rtp.lately) if line.state == "talking" else set()
        return {name: tones for name, tones in found.items() if tones}

    async def is_heard(self, **wanted: set[str]) -> None:
        """Wait until exactly this is heard: who is not named hears nobody."""
        names = {"anna": "1001", "ben": "1002", "boss": "1003"}
        expected = {names.get(name, name): tones for name, tones in wanted.items()}
        found: Hearing = {}
        for _ in range(4):
            found = await self.hearing()
            if found == expected:
                return
        assert found == expected, f"{found} instead of {expected}"

    def bridged(self) -> set[int]:
        """How many telephones are in each of Asterisk's bridges."""
        rows = [row.split("!") for row in self.site.asterisk("core show channels concise").splitlines() if "!" in row]
        return set(Counter(row[-2] for row in rows if row[0].startswith("PJSIP/") and len(row[-2]) == 36).values())

    def segments(self) -> list[tuple[str, bool]]:
        """The agents' segments in the journal, and whether they are over."""
        facts = [fact for fact in self.site.facts() if getattr(fact, "call", None) == self.call]
        over = {fact.offer for fact in facts if isinstance(fact, e.SegmentEnded)}
        return [(fact.agent, fact.offer in over) for fact in facts if isinstance(fact, e.AgentAnswered)]

    async def goes(self, person: Person, verb: str, goal: str) -> None:
        """Press the button, type, Enter."""
        await person.press(verb)
        await person.at("target-search").fill(goal)
        await person.page.keyboard.press("Enter")

    async def outside_answers(self) -> None:
        async with asyncio.timeout(10):
            while not self.outside.calls:
                await asyncio.sleep(0.05)
        self.far = next(iter(self.outside.calls.values()))
        self.far.answer()
        self.far.hum(spoken(TONES["outside"]))

    def faults(self) -> list[str]:
        return [error for person in self.people.values() for error in person.errors]


@pytest.fixture
async def floor(request: pytest.FixtureRequest, open_site: OpenSite, phones) -> AsyncIterator[Floor]:  # type: ignore[no-untyped-def]
    """A site of three agents, of whom 1003 is a supervisor. A parameter gives other settings of the site: `ring`, how
    many seconds a phone rings, or a `flow`."""
    customer, outside = await phones("customer"), await phones("outside")
    agents = {"1001": None, "1002": None, "1003": None}
    others = getattr(request, "param", {})
    site = await open_site(agents, wrap_up=60, outside=outside, roles={"1003": "supervisor"}, **others)
    floor = Floor(site, customer, outside)
    yield floor
    assert floor.faults() == []
