"""What every end of the `Telephony` port does: the same tests over Asterisk and over its in-memory twin."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from cti import commands as c
from cti import events as e
from cti.errors import TelephonyError
from cti.ids import CallbackId, CallId, QueueId, attempt_id, offer_id
from tests.asterisk.exchanges import AGENT, Lab, RealLab, TwinLab, told
from tests.asterisk.site import HOST, Site, company, far_end


@pytest.fixture(params=["twin", pytest.param("asterisk", marks=pytest.mark.asterisk)])
async def lab(request: pytest.FixtureRequest, tmp_path: Path, phones) -> AsyncIterator[Lab]:  # type: ignore[no-untyped-def]
    if request.param == "twin":
        yield TwinLab()
        return
    desk, customer = await phones("1001"), await phones("customer")
    program = request.getfixturevalue("asterisk_program_folder")
    site = Site(tmp_path / "site", Path(program), company({"1001": f"sip:1001@{HOST}:{desk.port}"}))
    try:
        await site.prepare()
        site.trunks.write_text(far_end(customer.port))
        site.start_asterisk()
        real = RealLab(site, desk, customer)
        await real.open()
        yield real
        await real.close()
    finally:
        site.close()


async def arrives(lab: Lab) -> CallId:
    await lab.dials()
    arrived: e.CallArrived = await told(lab, e.CallArrived)
    assert (arrived.caller, arrived.dialled) == ("+8613800138001", "1000")
    return arrived.call


async def rings(lab: Lab, seconds: float = 10) -> CallId:
    call = await arrives(lab)
    await lab.order(c.HoldInQueue(call=call, queue=QueueId("sales")))
    await told(lab, e.CallHeldInQueue)
    await lab.order(c.RingAgent(call=call, agent=AGENT, offer=offer_id(call, 1), ring_seconds=seconds))
    assert (await told(lab, e.AgentRinging)).offer == offer_id(call, 1)
    return call


async def test_a_prompt_is_played_to_its_end(lab: Lab) -> None:
    call = await arrives(lab)
    await lab.order(c.PlayPrompt(call=call, step="hello.1", sound=lab.sound))
    await lab.hears_out(call)
    assert (await told(lab, e.PromptFinished)).step == "hello.1"


async def test_a_key_is_collected_for_its_step(lab: Lab) -> None:
    call = await arrives(lab)
    await lab.order(c.CollectDigits(call=call, step="menu.2", sound=lab.sound, max_digits=1, timeout=5))
    await lab.presses(call, "7")
    entered = await told(lab, e.DigitsEntered)
    assert (entered.call, entered.step, entered.digits) == (call, "menu.2", "7")


async def test_no_key_is_told_as_no_digits(lab: Lab) -> None:
    call = await arrives(lab)
    await lab.order(c.CollectDigits(call=call, step="menu.1", sound=lab.sound, max_digits=1, timeout=1))
    await lab.hears_out(call)
    assert (await told(lab, e.DigitsEntered)).digits == ""


async def test_ring_answer_and_the_agent_hangs_up(lab: Lab) -> None:
    call = await rings(lab)
    await lab.answers(call)
    answered = await told(lab, e.AgentAnswered)
    assert (answered.agent, answered.offer) == (AGENT, offer_id(call, 1))
    await asyncio.sleep(0.3)
    await lab.agent_hangs_up(call)
    assert (await told(lab, e.SegmentEnded)).offer == offer_id(call, 1)
    assert not [fact for fact in lab.facts if isinstance(fact, e.CallEnded)], "the caller is still there"
    await lab.order(c.HangUp(call=call, by="agent"))
    assert (await told(lab, e.CallEnded)).ended_by == "agent"


async def test_a_ring_that_nobody_answers(lab: Lab) -> None:
    call = await rings(lab, seconds=1)
    await lab.does_not_answer(call)
    expired = await told(lab, e.OfferExpired)
    assert (expired.offer, expired.agent, expired.reason) == (offer_id(call, 1), AGENT, "no_answer")


async def test_a_ring_that_is_ended_by_order_is_told_no_more(lab: Lab) -> None:
    call = await rings(lab)
    await lab.order(c.EndLeg(call=call, offer=offer_id(call, 1)))
    await asyncio.sleep(0.5)
    assert not [fact for fact in lab.facts if isinstance(fact, e.OfferExpired | e.SegmentEnded)]
    await lab.order(c.EndLeg(call=call, offer=offer_id(call, 1)))


async def test_the_caller_hangs_up_in_talk(lab: Lab) -> None:
    call = await rings(lab)
    await lab.answers(call)
    await told(lab, e.AgentAnswered)
    await asyncio.sleep(0.3)
    await lab.caller_hangs_up(call)
    assert (await told(lab, e.CallEnded)).ended_by == "caller"
    assert (await told(lab, e.SegmentEnded)).agent == AGENT
    with pytest.raises(TelephonyError, match="has hung up"):
        await lab.order(c.HoldInQueue(call=call, queue=QueueId("sales")))


async def waits(lab: Lab) -> CallId:
    call = await arrives(lab)
    await lab.order(c.HoldInQueue(call=call, queue=QueueId("sales")))
    await told(lab, e.CallHeldInQueue)
    return call


async def test_an_announcement_is_heard_by_who_waits_and_is_told_of_by_nothing(lab: Lab) -> None:
    call = await waits(lab)
    assert await lab.hears(call) == "music"
    facts = len(lab.facts)
    await lab.order(c.Announce(call=call, sounds=(lab.shout,)))
    assert await lab.hears(call) == lab.shout
    assert [type(fact).__name__ for fact in lab.facts[facts:]] == [], "the call was not held anew"


async def test_an_announcement_does_not_disturb_who_talks(lab: Lab) -> None:
    call = await rings(lab)
    await lab.answers(call)
    await told(lab, e.AgentAnswered)
    await lab.order(c.Announce(call=call, sounds=(lab.shout,)))
    assert await lab.hears(call) == "agent"
    assert not [fact for fact in lab.facts if isinstance(fact, e.SegmentEnded)]


@pytest.mark.parametrize("held", [False, True])
async def test_who_waits_and_who_is_where_prompts_are_played_can_be_brought_there(lab: Lab, held: bool) -> None:
    call = await waits(lab) if held else await arrives(lab)
    await lab.order(c.EnterFlow(call=call))
    assert (await told(lab, e.CallResumed)).stage == "flow"
    await lab.order(c.PlayPrompt(call=call, step="bye.1", sound=lab.sound))
    await lab.hears_out(call)
    assert (await told(lab, e.PromptFinished)).step == "bye.1"


async def test_a_message_is_recorded_and_the_caller_comes_back(lab: Lab) -> None:
    call = await arrives(lab)
    await lab.order(c.RecordMessage(call=call, seconds=30))
    assert (await told(lab, e.VoicemailStarted)).call == call
    assert not [fact for fact in lab.facts if isinstance(fact, e.CallResumed)]
    await lab.speaks(call)
    assert (await told(lab, e.CallResumed)).stage == "flow"


async def test_a_caller_who_hangs_up_ends_the_message(lab: Lab) -> None:
    call = await arrives(lab)
    await lab.order(c.RecordMessage(call=call, seconds=30))
    await told(lab, e.VoicemailStarted)
    await lab.caller_hangs_up(call)
    assert (await told(lab, e.CallEnded)).ended_by == "caller"


async def test_a_number_outside_answers(lab: Lab) -> None:
    call = await waits(lab)
    await lab.order(c.ConnectOutside(call=call, number="10086"))
    assert (await told(lab, e.OutsideDialled)).number == "10086"
    await lab.answers_outside(call)
    connected = await told(lab, e.ConnectedOutside)
    assert (connected.call, connected.number) == (call, "10086")
    await lab.caller_hangs_up(call)
    assert (await told(lab, e.CallEnded)).ended_by == "caller"


async def test_a_number_outside_is_busy_and_the_caller_comes_back(lab: Lab) -> None:
    call = await waits(lab)
    await lab.order(c.ConnectOutside(call=call, number="10086"))
    await told(lab, e.OutsideDialled)
    await lab.refuses_outside(call)
    failed = await told(lab, e.OutsideFailed)
    assert (failed.number, failed.reason) == ("10086", "busy")
    assert (await told(lab, e.CallResumed)).stage == "flow"


async def test_a_customer_who_is_called_back_waits_on_hold(lab: Lab) -> None:
    call = attempt_id(CallbackId("main-1.1-back"), 1)
    await lab.order(c.DialCustomer(call=call, number="+8613800138001", ring_seconds=10))
    await lab.customer_answers(call)
    assert (await told(lab, e.CallHeldInQueue)).call == call
    await lab.order(c.RingAgent(call=call, agent=AGENT, offer=offer_id(call, 1), ring_seconds=10))
    await told(lab, e.AgentRinging)
    await lab.answers(call)
    assert (await told(lab, e.AgentAnswered)).call == call
    await asyncio.sleep(0.3)
    await lab.agent_hangs_up(call)
    assert (await told(lab, e.SegmentEnded)).offer == offer_id(call, 1)
    await lab.order(c.HangUp(call=call, by="agent"))
    assert (await told(lab, e.CallEnded)).ended_by == "agent"


async def test_a_customer_who_does_not_pick_up_was_not_reached(lab: Lab) -> None:
    call = attempt_id(CallbackId("main-1.2-back"), 1)
    await lab.order(c.DialCustomer(call=call, number="+8613800138001", ring_seconds=1))
    await lab.customer_does_not_answer(call, "no_answer")
    missed, ended = await told(lab, e.CustomerNotReached), await told(lab, e.CallEnded)
    assert (missed.call, missed.reason, ended.call) == (call, "no_answer", call)


async def test_a_customer_whose_line_is_busy_was_not_reached(lab: Lab) -> None:
    call = attempt_id(CallbackId("main-1.3-back"), 1)
    await lab.order(c.DialCustomer(call=call, number="+8613800138001", ring_seconds=10))
    await lab.customer_does_not_answer(call, "busy")
    assert (await told(lab, e.CustomerNotReached)).reason == "busy"
    assert len([fact for fact in lab.facts if isinstance(fact, e.CallEnded)]) == 1


async def test_a_callback_that_is_cancelled_stops_ringing(lab: Lab) -> None:
    call = attempt_id(CallbackId("main-1.4-back"), 1)
    await lab.order(c.DialCustomer(call=call, number="+8613800138001", ring_seconds=10))
    await lab.customer_rings()
    await lab.order(c.HangUp(call=call))
    assert (await told(lab, e.CallEnded)).call == call


@pytest.mark.parametrize("auto", [False, True])
async def test_a_phone_is_asked_to_pick_up_by_itself_only_if_ordered(lab: Lab, auto: bool) -> None:
    call = await arrives(lab)
    await lab.order(c.HoldInQueue(call=call, queue=QueueId("sales")))
    await told(lab, e.CallHeldInQueue)
    ring = c.RingAgent(call=call, agent=AGENT, offer=offer_id(call, 1), ring_seconds=10, auto_answer=auto)
    await lab.order(ring)
    await told(lab, e.AgentRinging)
    assert await lab.asked_to_pick_up() is auto
