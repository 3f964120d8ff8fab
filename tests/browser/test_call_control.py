"""Every verb of call control in real browsers on a real Asterisk: each party hums a tone of its own, and what each
hears, what Asterisk has bridged, what the journal says and what the screens show must all tell the same story."""

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

pytestmark = [pytest.mark.asterisk, pytest.mark.browser]

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
            self.people[extension] = person
        return self

    @property
    def anna(self) -> Person:
        return self.people["1001"]

    @property
    def ben(self) -> Person:
        return self.people["1002"]

    async def talks(self) -> CallId:
        """Anna talks with the customer."""
        await self.anna.becomes_ready()
        self.line, queued = await queued_caller(self.site, self.customer, "+8613800138001")
        self.line.hum(spoken(TONES["customer"]))
        await self.anna.stage("call-stage", "ringing")
        await self.anna.press("answer")
        await self.site.until(e.AgentAnswered, call=queued.call)
        if "1002" in self.people:
            await self.ben.becomes_ready()
        self.call: CallId = queued.call
        return queued.call

    async def hearing(self) -> Hearing:
        """Who hears whose tone."""
        await asyncio.sleep(1.6)
        browsers = await asyncio.gather(*(person.hears() for person in self.people.values()))  # type: ignore[attr-defined]
        found = dict(zip(self.people, browsers, strict=True))
        lines = {"customer": self.line, "outside": self.far}
        for name, line in lines.items():
            if line is not None:
                found[name] = heard(list(line.rtp.lately)) if line.state == "talking" else set()
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
        assert found == expected

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
        await expect(person.page.get_by_role("option").first).to_be_visible()
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
async def floor(open_site: OpenSite, phones) -> AsyncIterator[Floor]:  # type: ignore[no-untyped-def]
    customer, outside = await phones("customer"), await phones("outside")
    agents = {"1001": None, "1002": None, "1003": None}
    site = await open_site(agents, wrap_up=60, outside=outside, roles={"1003": "supervisor"})
    floor = Floor(site, customer, outside)
    yield floor
    assert floor.faults() == []


async def test_a_colleague_is_asked_and_all_ways_on_from_there(floor: Floor, browser: Browser) -> None:
    await (await floor.open(browser, "1001", "1002")).talks()
    await floor.is_heard(anna={"customer"}, customer={"1001"})
    await floor.anna.at("note").fill("Wants an offer.")

    await floor.goes(floor.anna, "consult", "1002")
    await floor.ben.stage("call-stage", "ringing")
    await expect(floor.ben.at("customer-name")).to_contain_text("Wang Sample")
    await floor.anna.sees("asking", "music")
    await floor.is_heard()
    await floor.ben.press("answer")
    await floor.ben.stage("call-stage", "asked")
    await floor.is_heard(anna={"1002"}, ben={"1001"})
    await expect(floor.ben.at("note")).to_have_value("Wants an offer.")

    await floor.anna.page.keyboard.press("Escape")
    await floor.anna.press("toggle")
    await floor.is_heard(anna={"customer"}, customer={"1001"})
    await floor.anna.press("toggle")
    await floor.is_heard(anna={"1002"}, ben={"1001"})
    assert floor.bridged() == {2}

    await floor.anna.press("join")
    await floor.is_heard(anna={"customer", "1002"}, ben={"customer", "1001"}, customer={"1001", "1002"})
    assert floor.bridged() == {3}
    await floor.anna.sees("parties", "Agent 1002")
    await floor.anna.press("hang-up")
    await floor.anna.stage("call-stage", "wrap_up")
    await floor.is_heard(ben={"customer"}, customer={"1002"})
    assert floor.segments() == [("1001", True), ("1002", False)]
    await floor.ben.sees("path", "Agent 1001")
    await floor.ben.press("hang-up")
    await floor.site.until(e.CallEnded, call=floor.call)


async def test_the_call_is_handed_over_and_nobody_is_left_alone(floor: Floor, browser: Browser) -> None:
    await (await floor.open(browser, "1001", "1002")).talks()
    await floor.goes(floor.anna, "consult", "1002")
    await floor.ben.stage("call-stage", "ringing")
    await floor.ben.press("answer")
    await floor.is_heard(anna={"1002"}, ben={"1001"})
    await floor.anna.press("complete")
    await floor.is_heard(ben={"customer"}, customer={"1002"})
    await floor.anna.stage("call-stage", "wrap_up")
    assert floor.segments() == [("1001", True), ("1002", False)]
    held = [f for f in floor.site.facts() if isinstance(f, e.CallHeld)]
    assert len(held) == 1, "what was said apart is hold of the first segment"


async def test_a_colleague_who_declines_gives_the_customer_back(floor: Floor, browser: Browser) -> None:
    await (await floor.open(browser, "1001", "1002")).talks()
    await floor.goes(floor.anna, "consult", "1002")
    await floor.ben.stage("call-stage", "ringing")
    await floor.ben.press("reject")
    await floor.is_heard(anna={"customer"}, customer={"1001"})
    await floor.anna.stage("call-stage", "talking")
    assert floor.segments() == [("1001", False)]


async def test_a_call_is_given_to_a_colleague_a_queue_and_outside(floor: Floor, browser: Browser) -> None:
    await (await floor.open(browser, "1001", "1002")).talks()
    await floor.goes(floor.anna, "transfer", "1002")
    await floor.ben.stage("call-stage", "ringing")
    await floor.anna.stage("call-stage", "wrap_up")
    await floor.ben.press("answer")
    await floor.is_heard(ben={"customer"}, customer={"1002"})

    await floor.anna.press("finish")
    await floor.goes(floor.ben, "transfer", "Sales")
    await floor.anna.stage("call-stage", "ringing")
    await floor.anna.press("answer")
    await floor.is_heard(anna={"customer"}, customer={"1001"})

    await floor.goes(floor.anna, "transfer", "+861069445464")
    await floor.outside_answers()
    await floor.is_heard(outside={"customer"}, customer={"outside"})
    await floor.anna.stage("call-stage", "wrap_up")
    assert [agent for agent, _over in floor.segments()] == ["1001", "1002", "1001"]
    assert all(over for _agent, over in floor.segments())


async def test_a_number_outside_is_asked_joined_and_stays(floor: Floor, browser: Browser) -> None:
    await (await floor.open(browser, "1001")).talks()
    await floor.goes(floor.anna, "consult", "+861069445464")
    await floor.outside_answers()
    await floor.is_heard(anna={"outside"}, outside={"1001"})
    await floor.anna.press("join")
    everybody = {"anna": {"customer", "outside"}, "customer": {"1001", "outside"}, "outside": {"1001", "customer"}}
    await floor.is_heard(**everybody)
    await floor.anna.press("hang-up")
    await floor.is_heard(customer={"outside"}, outside={"customer"})
    assert floor.far is not None
    floor.far.hang_up()
    await floor.site.until(e.CallEnded, call=floor.call)


async def test_a_call_is_parked_and_picked_up(floor: Floor, browser: Browser) -> None:
    await (await floor.open(browser, "1001", "1002")).talks()
    await floor.anna.press("park")
    await floor.anna.stage("call-stage", "wrap_up")
    await floor.is_heard()
    await expect(floor.ben.at("parked")).to_be_visible(timeout=15_000)
    await floor.ben.page.keyboard.press("u")
    await floor.is_heard(ben={"customer"}, customer={"1002"})
    assert floor.segments() == [("1001", True), ("1002", False)]


async def test_hold_mute_and_keys(floor: Floor, browser: Browser) -> None:
    await (await floor.open(browser, "1001")).talks()
    await floor.anna.press("mute")
    await floor.is_heard(anna={"customer"})
    await floor.anna.press("mute")
    await floor.is_heard(anna={"customer"}, customer={"1001"})
    await floor.anna.press("hold")
    await floor.anna.stage("call-stage", "held")
    await floor.is_heard()
    await floor.anna.press("retrieve")
    await floor.is_heard(anna={"customer"}, customer={"1001"})
    async with floor.site.user("agent1001") as api:
        await api.call("POST", f"/calls/{floor.call}/hold")
        await floor.anna.stage("call-stage", "held")
        await floor.is_heard()
        await floor.anna.press("retrieve")
        await floor.is_heard(anna={"customer"}, customer={"1001"})
        await api.call("PUT", f"/calls/{floor.call}/muted", {"muted": True})
        await floor.is_heard(anna={"customer"})
        await floor.anna.sees("call-card", "cannot hear you")
        await api.call("PUT", f"/calls/{floor.call}/muted", {"muted": False})
        await floor.is_heard(anna={"customer"}, customer={"1001"})


async def test_an_agent_calls_a_customer(floor: Floor, browser: Browser) -> None:
    await floor.open(browser, "1001")
    await floor.anna.becomes_ready()
    await floor.anna.at("dial-number").fill("+8613800138001")
    await floor.anna.press("dial-submit")
    await floor.anna.stage("call-stage", "dialling")
    await floor.anna.sees("customer-name", "Wang Sample")
    await floor.outside_answers()
    await floor.is_heard(anna={"outside"}, outside={"1001"})
    await floor.anna.stage("call-stage", "talking")
    arrived = await floor.site.until(e.CallDialled)
    floor.call = arrived.call
    await floor.anna.press("hang-up")
    await floor.site.until(e.CallEnded, call=arrived.call)
    assert floor.segments() == [("1001", True)]


async def test_a_supervisor_listens_whispers_barges_in_and_takes_over(floor: Floor, browser: Browser) -> None:
    await (await floor.open(browser, "1001", "1003")).talks()
    boss = floor.people["1003"]
    await expect(boss.at("agent-1001-state")).to_have_attribute("data-state", "talking", timeout=15_000)
    await floor.site.until(e.PhoneRegistered, agent="1003")
    await boss.press("agent-1001-menu")
    await boss.press("agent-1001-menu-help-listen")
    await expect(boss.at("helping")).to_have_attribute("data-mode", "listen", timeout=15_000)
    await floor.is_heard(anna={"customer"}, customer={"1001"}, boss={"customer", "1001"})
    await boss.press("help-whisper")
    await floor.is_heard(anna={"customer", "1003"}, customer={"1001"}, boss={"customer", "1001"})
    await boss.press("help-barge")
    await floor.is_heard(anna={"customer", "1003"}, customer={"1001", "1003"}, boss={"customer", "1001"})
    await boss.press("help-listen")
    await floor.is_heard(anna={"customer"}, customer={"1001"}, boss={"customer", "1001"})
    await boss.press("help-take-over")
    await floor.is_heard(customer={"1003"}, boss={"customer"})
    await floor.anna.stage("call-stage", "wrap_up")
    assert floor.segments() == [("1001", True), ("1003", False)]


async def test_a_recording_is_paused_while_a_card_number_is_said(floor: Floor, browser: Browser) -> None:
    await (await floor.open(browser, "1001")).talks()
    await expect(floor.anna.at("recording")).to_have_attribute("data-state", "on")
    await asyncio.sleep(2)
    await floor.anna.press("pause-recording")
    await expect(floor.anna.at("recording")).to_have_attribute("data-state", "paused")
    await floor.site.until(e.RecordingPaused, call=floor.call)
    await asyncio.sleep(3)
    await floor.anna.press("resume-recording")
    await floor.site.until(e.RecordingResumed, call=floor.call)
    await asyncio.sleep(1.5)
    await floor.anna.press("hang-up")
    stored = await floor.site.until(e.RecordingStored, call=floor.call)
    silent = silent_seconds(floor.site, stored.recording)
    assert 2 < silent < 4.5, f"{silent:.1f} s of silence for 3 s of pause"


def silent_seconds(site: Site, recording: str) -> float:
    """How long nobody is heard, on neither side."""
    import wave

    import numpy as np

    with wave.open(str(site.home / "recordings" / f"{recording}.wav")) as sound:
        samples = np.frombuffer(sound.readframes(sound.getnframes()), dtype=np.int16).reshape(-1, 2) / 32768
        rate = sound.getframerate()
    blocks = len(samples) // (rate // 10)
    loud = [np.sqrt(np.mean(samples[n * rate // 10 : (n + 1) * rate // 10] ** 2)) for n in range(blocks)]
    return sum(float(level) < 0.003 for level in loud) / 10
