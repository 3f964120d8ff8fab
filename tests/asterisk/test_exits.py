"""What callers hear of a queue's life on the real Asterisk: shown out with a text, a message, a number outside; and
announcements, which never come between a caller and an agent."""

import asyncio
import wave
from typing import Any

import numpy as np
import pytest

from cti import events as e
from cti.ids import QueueId
from tests.asterisk.conftest import OpenSite
from tests.asterisk.site import Site, User
from tests.asterisk.softphone import TONE, Softphone
from tests.asterisk.test_kill import queued_caller

pytestmark = pytest.mark.asterisk
TEXT = {"en": "Nobody is here. Please speak after the tone, as long as you like."}


async def configured(site: Site, boss: User, **changes: Any) -> e.QueueConfigured:
    """Change the queue's settings, as a supervisor does."""
    queue = await boss.call("GET", "/queues/sales", status=200)
    body = {"version": queue["version"], "settings": changes}
    await boss.call("PATCH", "/queues/sales", body, status=200)
    version = queue["version"] + 1
    found: e.QueueConfigured = await site.until(e.QueueConfigured, queue=QueueId("sales"), version=version)
    return found


def heard(site: Site, recording: str) -> tuple[np.ndarray[Any, Any], float]:
    with wave.open(str(site.home / "recordings" / f"{recording}.wav")) as sound:
        assert (sound.getnchannels(), sound.getframerate()) == (1, 8000)
        samples = np.frombuffer(sound.readframes(sound.getnframes()), dtype="<i2")
    return samples, len(samples) / 8000


async def test_whoever_waits_too_long_leaves_a_message(open_site: OpenSite, phones) -> None:  # type: ignore[no-untyped-def]
    customer = await phones("customer")
    site = await open_site({"1001": None})
    async with site.user("boss") as boss, site.user("agent1001") as agent:
        await configured(site, boss, max_wait=3, when_over={"kind": "voicemail", "text": TEXT})
        call, queued = await queued_caller(site, customer, "+8613800138001")
        left = await site.until(e.CallLeftQueue, call=queued.call)
        assert (left.reason, left.exit) == ("timeout", "voicemail")
        call.rtp.loud = 0
        await site.until(e.VoicemailStarted, call=queued.call)
        assert call.rtp.loud > 50, "the text was heard"
        await asyncio.sleep(0.5)
        await call.speak(TONE, 2)
        call.hang_up()
        stored = await site.until(e.VoicemailLeft, call=queued.call)
        samples, seconds = heard(site, stored.recording)
        assert seconds == stored.duration
        assert 2 < seconds < 5
        assert int(np.sum(np.abs(samples.astype(int)) > 4000)) > 8000, "two loud seconds"
        assert not list((site.home / "asterisk" / "spool" / "recordings").iterdir())

        # it is on the customer's timeline, and an agent of the queue may hear it
        await site.until(e.InteractionLogged, call=queued.call)
        shown = await agent.call("GET", "/customers?query=Wang", status=200)
        async with asyncio.timeout(10):
            while True:
                known = await agent.call("GET", f"/customers/{shown['customers'][0]['id']}", status=200)
                (entry,) = known["timeline"]
                if entry["recording"]:
                    break
                await asyncio.sleep(0.1)
        assert (entry["outcome"], entry["recording"]["id"]) == ("voicemail", stored.recording)
        async with agent.session.get(f"/api/v1/recordings/{stored.recording}/audio") as audio:
            assert (audio.status, audio.content_type) == (200, "audio/wav")


async def test_a_message_is_kept_when_the_server_dies_while_the_caller_speaks(open_site: OpenSite, phones) -> None:  # type: ignore[no-untyped-def]
    customer = await phones("customer")
    site = await open_site({"1001": None})
    async with site.user("boss") as boss:
        await configured(site, boss, max_wait=1, when_over={"kind": "voicemail", "text": {"en": "Speak."}})
    gone, first = await queued_caller(site, customer, "+8613800138001")
    stays, second = await queued_caller(site, customer, "+8613900139002")
    await site.until(e.VoicemailStarted, call=first.call)
    await site.until(e.VoicemailStarted, call=second.call)
    talks = [asyncio.ensure_future(one.speak(TONE, 12)) for one in (gone, stays)]
    site.kill()
    await asyncio.sleep(2)
    gone.hang_up()
    await site.start()
    kept = await site.until(e.VoicemailLeft, call=first.call)
    assert kept.duration > 1.5
    await site.until(e.CallResumed, call=second.call, stage="voicemail")
    assert stays.state == "talking"
    stays.rtp.loud = 0
    await stays.press("#")
    # thanks are said, and the call ends by itself
    await site.until(e.CallEnded, call=second.call, ended_by="system")
    assert stays.rtp.loud > 50
    assert (await site.until(e.VoicemailLeft, call=second.call)).duration > 2
    for talk in talks:
        talk.cancel()


async def test_nothing_said_is_no_message(open_site: OpenSite, phones) -> None:  # type: ignore[no-untyped-def]
    customer = await phones("customer")
    site = await open_site({"1001": None})
    async with site.user("boss") as boss:
        await configured(site, boss, max_wait=1, when_over={"kind": "voicemail", "text": {"en": "Speak."}})
    call, queued = await queued_caller(site, customer, "+8613800138001")
    await site.until(e.VoicemailStarted, call=queued.call)
    await site.until(e.CallEnded, call=queued.call, ended_by="system")
    await call.until("ended")
    assert (await site.until(e.VoicemailFailed, call=queued.call)).reason == "empty"
    assert not [fact for fact in site.facts() if isinstance(fact, e.VoicemailLeft)]


async def test_a_closed_site_tells_new_callers_and_ends_the_call(open_site: OpenSite, phones) -> None:  # type: ignore[no-untyped-def]
    customer = await phones("customer")
    site = await open_site({"1001": None})
    async with site.user("boss") as boss:
        text = {"en": "There is a fire drill. Please call again in an hour.", "zh": "消防演习，请一小时后再来电。"}
        await boss.call("POST", "/emergency", {"text": text}, status=200)
        await site.until(e.SiteClosed)
        call, queued = await queued_caller(site, customer, "+8613800138001")
        left = await site.until(e.CallLeftQueue, call=queued.call)
        assert (left.reason, left.exit, left.text) == ("closed", "message", text)
        call.rtp.loud = 0
        await call.until("ended")
        assert call.rtp.loud > 50, "the caller was told"
        await site.until(e.CallEnded, call=queued.call, ended_by="system")
        assert not [fact for fact in site.facts() if isinstance(fact, e.CallHeldInQueue)], "no music before it"


async def test_nobody_outside_answers_either(open_site: OpenSite, phones) -> None:  # type: ignore[no-untyped-def]
    customer = await phones("customer")
    site = await open_site({"1001": None})
    async with site.user("boss") as boss:
        way = {"kind": "external", "number": "+861069445464"}
        await configured(site, boss, max_wait=1, when_over=way)
    call, queued = await queued_caller(site, customer, "+8613800138001")
    failed = await site.until(e.OutsideFailed, call=queued.call)
    assert (failed.number, failed.reason) == ("+861069445464", "unreachable")
    await call.until("ended")
    good = await asyncio.to_thread(site.command, "check")
    assert good.returncode == 0, good.stdout
    site.env["SWITCHROOM_ASTERISK__TRUNK"] = "provider"
    lacking = await asyncio.to_thread(site.command, "check")
    assert "has no endpoint 'provider'" in lacking.stdout


async def announced_every_second(site: Site) -> None:
    async with site.user("boss") as boss:
        words = {"en": "Please hold the line, somebody will be with you very soon indeed."}
        await configured(site, boss, announcements={"first": 1, "every": 1, "position": True, "text": words})


async def test_announcements_are_heard_and_the_music_goes_on(open_site: OpenSite, phones) -> None:  # type: ignore[no-untyped-def]
    customer = await phones("customer")
    site = await open_site({"1001": None})
    async with site.user("boss") as boss:
        await configured(site, boss, announcements={"first": 2, "every": 60, "position": True})
    call, queued = await queued_caller(site, customer, "+8613800138001")
    told = await site.until(e.CallAnnounced, call=queued.call)
    assert (told.number, told.position) == (1, 1)
    before = call.rtp.shouted
    await asyncio.sleep(4)
    assert call.rtp.shouted > before, "louder than the music"
    before = call.rtp.loud
    await asyncio.sleep(2)
    assert call.rtp.loud > before + 50, "the music goes on"
    held = [fact for fact in site.facts() if isinstance(fact, e.CallHeldInQueue) and fact.call == queued.call]
    assert len(held) == 1


async def test_no_announcement_comes_between_a_caller_and_an_agent(open_site: OpenSite, phones) -> None:  # type: ignore[no-untyped-def]
    """Twenty calls are told something every second, and agents answer at every instant of it."""
    customer = await phones("customer")
    desks: list[Softphone] = [await phones(f"10{number:02}") for number in range(1, 5)]
    site = await open_site({desk.name: desk for desk in desks}, wrap_up=1)
    await announced_every_second(site)

    def answer_later(wait: float) -> Any:
        return lambda call: asyncio.get_running_loop().call_later(wait, call.answer)

    async def one(number: int) -> None:
        line, queued = await queued_caller(site, customer, f"+86138001380{number:02}")
        answered = await site.until(e.AgentAnswered, timeout=120, call=queued.call)
        await asyncio.sleep(0.8 + number % 4 * 0.3)
        assert line.state == "talking"
        ended = [f for f in site.facts() if isinstance(f, e.SegmentEnded | e.CallEnded) and f.call == queued.call]
        assert ended == [], "nobody was torn away"
        line.rtp.shouted = 0
        desk = next(desk for desk in desks if desk.name == answered.agent)
        theirs = next(call for call in desk.calls.values() if call.state == "talking")
        await theirs.speak(TONE, 0.6)
        assert line.rtp.shouted > 10, "caller and agent hear each other"
        line.hang_up()
        await site.until(e.SegmentEnded, call=queued.call)

    async with (
        site.user("agent1001") as a,
        site.user("agent1002") as b,
        site.user("agent1003") as c,
        site.user("agent1004") as d,
    ):
        for number, desk in enumerate(desks):
            desk.on_ring = answer_later(0.05 + 0.61 * number)
        lines = [asyncio.ensure_future(one(number)) for number in range(20)]
        await asyncio.sleep(8)
        for agent in (a, b, c, d):
            await agent.ready()
        await asyncio.gather(*lines)
    announced = [fact for fact in site.facts() if isinstance(fact, e.CallAnnounced)]
    assert len(announced) > 20
