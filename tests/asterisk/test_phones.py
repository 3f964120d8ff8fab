"""An agent's phone is what the agent chose: the desk phone, or a mobile over the trunk that has to be confirmed."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack

import pytest

from cti import events as e
from cti.ids import CallId
from tests.asterisk.conftest import OpenSite
from tests.asterisk.site import Site, User
from tests.asterisk.softphone import TONE, Call, Softphone
from tests.asterisk.test_kill import queued_caller

pytestmark = pytest.mark.asterisk

CUSTOMER, MOBILE = "+8613800138001", "+8613900139000"


async def rung(phone: Softphone) -> Call:
    async with asyncio.timeout(15):
        while not phone.calls:
            await asyncio.sleep(0.02)
    return next(iter(phone.calls.values()))


class Desk:
    """Anna with a desk phone and a mobile, and a customer who calls."""

    def __init__(self, site: Site, anna: User, desk: Softphone, mobile: Softphone, customer: Softphone) -> None:
        self.site, self.anna, self.desk, self.mobile, self.customer = site, anna, desk, mobile, customer

    async def chooses(self, phone: str, number: str = "") -> None:
        await self.anna.call("PUT", "/agent/phone", {"phone": phone, "number": number})
        await self.anna.desk_shows(lambda desk: desk["phone"]["kind"] == phone)

    async def ready(self) -> None:
        await self.anna.desk_shows(lambda desk: desk["phone_reachable"])
        await self.anna.call("POST", "/agent/state", {"state": "ready"})

    async def called(self, by: str = CUSTOMER) -> tuple[Call, CallId]:
        line, queued = await queued_caller(self.site, self.customer, by)
        return line, queued.call

    async def talk(self, line: Call, phone: Call) -> None:
        await asyncio.gather(line.speak(TONE, 2), phone.speak(TONE, 2))
        assert line.rtp.loud > 30
        assert phone.rtp.loud > 30


@pytest.fixture
async def floor(open_site: OpenSite, phones) -> AsyncIterator[Desk]:  # type: ignore[no-untyped-def]
    desk, mobile, customer = await phones("1001"), await phones("mobile"), await phones("customer")
    site = await open_site({"1001": desk}, outside=mobile, wrap_up=1)
    async with AsyncExitStack() as stack:
        anna = await stack.enter_async_context(site.user("agent1001"))
        await anna.open_desk()
        yield Desk(site, anna, desk, mobile, customer)


async def test_a_mobile_rings_is_confirmed_and_ends_the_talk_when_it_hangs_up(floor: Desk) -> None:
    await floor.chooses("number", MOBILE)
    await floor.ready()
    line, id_ = await floor.called()
    ringing = await rung(floor.mobile)
    assert MOBILE in ringing.invite.splitlines()[0], "the number is dialled over the trunk"
    assert CUSTOMER in ringing.remote, "and shows the customer's"
    assert not floor.desk.calls, "the desk phone is silent"
    ringing.answer()
    await ringing.until("talking")
    await asyncio.sleep(1)
    assert not [fact for fact in floor.site.facts() if isinstance(fact, e.AgentAnswered)], "nobody has confirmed yet"
    await ringing.press("1")
    await floor.site.until(e.AgentAnswered, call=id_)
    await floor.talk(line, ringing)
    ringing.hang_up()
    await floor.site.until(e.SegmentEnded, call=id_)
    await line.until("ended")


async def test_a_mailbox_never_has_the_customer(floor: Desk) -> None:
    await floor.chooses("number", MOBILE)
    await floor.ready()
    line, id_ = await floor.called()
    (await rung(floor.mobile)).answer()
    missed = await floor.site.until(e.OfferExpired, call=id_, timeout=30)
    assert (missed.agent, missed.reason) == ("1001", "no_answer")
    assert not [fact for fact in floor.site.facts() if isinstance(fact, e.AgentAnswered)]
    await floor.site.until(e.AgentBecameNotReady, agent="1001", reason="no_answer")
    assert line.state == "talking", "the customer waits on"
    await floor.chooses("desk")
    await floor.ready()
    line.hang_up()
    await floor.site.until(e.CallEnded, call=id_)
    line, id_ = await floor.called(by="+8613700137000")
    desk = await rung(floor.desk)
    desk.answer()
    await floor.site.until(e.AgentAnswered, call=id_)
    await floor.talk(line, desk)


async def test_a_mobile_that_hangs_up_instead_of_confirming_has_not_answered(floor: Desk) -> None:
    await floor.chooses("number", MOBILE)
    await floor.ready()
    _line, id_ = await floor.called()
    ringing = await rung(floor.mobile)
    ringing.answer()
    await ringing.until("talking")
    await asyncio.sleep(0.5)
    ringing.hang_up()
    missed = await floor.site.until(e.OfferExpired, call=id_, timeout=5)
    assert missed.reason == "no_answer"


async def test_the_choice_is_kept_when_the_service_is_killed(floor: Desk) -> None:
    await floor.chooses("number", MOBILE)
    floor.site.kill()
    await floor.site.start()
    async with floor.site.user("agent1001") as anna:
        await anna.open_desk()
        shown = await anna.desk_shows(lambda desk: desk["phone_reachable"])
        assert (shown["phone"]["kind"], shown["phone"]["number"]) == ("number", MOBILE)


async def test_an_own_desk_phone_is_the_phone_where_nothing_was_chosen_and_the_browser_can_be(floor: Desk) -> None:
    shown = await floor.anna.desk_shows(lambda desk: desk["phone_reachable"])
    assert shown["phone"] == {"kind": "desk", "number": "", "choices": ["browser", "desk", "number"]}
    await floor.chooses("browser")
    await floor.anna.desk_shows(lambda desk: not desk["phone_reachable"])
    await floor.chooses("desk")
    await floor.anna.desk_shows(lambda desk: desk["phone_reachable"])
