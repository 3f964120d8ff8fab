"""The API's other nouns: customers, imports, recordings, reports, the event stream, and what machines ask."""

import asyncio
import io
import wave
from typing import Any

import pytest
from aiohttp import FormData

from agent_console.event_stream import EventStream
from cti import events as e
from cti.ids import CallId, OfferId, QueueId, RecordingId, message_id
from recordings import wave as sound
from tests.agent_console.site import ANNA, BEN, SALES, T0, Desk, Site

CALL = CallId("main-1763780000.9")


async def test_a_customer_is_made_found_changed_and_noted(site: Site) -> None:
    desk = await site.logged_in("anna")
    status, made = await desk.ask("POST", "/customers", json={"name": "王伟", "numbers": ["13800138001"], "vip": True})
    assert (status, made["vip"], made["numbers"][0]["e164"]) == (200, True, "+8613800138001")
    assert [one["id"] for one in (await desk.ask("GET", "/customers?query=8001"))[1]["customers"]] == [made["id"]]
    path = f"/customers/{made['id']}"
    status, changed = await desk.ask("PATCH", path, json={"company": "Acme"})
    assert (status, changed["name"], changed["company"]) == (200, "王伟", "Acme")
    assert (await desk.ask("POST", f"{path}/notes", json={"text": "likes mornings"}))[1]["note"] == "likes mornings"
    assert (await desk.ask("GET", path))[1]["company"] == "Acme"


async def test_a_customer_belongs_to_an_agent_who_is_chosen_from_the_catalogue(site: Site) -> None:
    desk = await site.logged_in("anna")
    _, words = await desk.ask("GET", "/catalogue")
    assert words["agents"] == [{"id": ANNA, "name": "Anna"}, {"id": BEN, "name": "Ben"}]
    status, made = await desk.ask("POST", "/customers", json={"name": "王伟", "owner": ANNA})
    assert (status, made["owner"]) == (200, {"id": ANNA, "name": "Anna"})
    path = f"/customers/{made['id']}"
    assert (await desk.ask("PATCH", path, json={"company": "Acme"}))[1]["owner"]["id"] == ANNA
    assert (await desk.ask("PATCH", path, json={"owner": BEN}))[1]["owner"]["name"] == "Ben"
    for method, where in (("POST", "/customers"), ("PATCH", path)):
        status, answer = await desk.ask(method, where, json={"name": "王伟", "owner": "boss"})
        assert status == 422
        assert answer["error"]["message"] == (
            "The owner “boss” is no agent; write the id of one, as 1001, or leave it empty."
        )
    assert (await desk.ask("GET", path))[1]["owner"]["id"] == BEN
    assert (await desk.ask("PATCH", path, json={"owner": ""}))[1]["owner"] is None


@pytest.mark.parametrize(
    ("method", "path", "body", "status"),
    [
        ("POST", "/customers", {"name": ""}, 422),
        ("POST", "/customers", {"name": "A", "numbers": ["hello"]}, 422),
        ("POST", "/customers", {"name": "A", "shoe_size": 43}, 422),
        ("POST", "/customers", "{not json", 422),
        ("GET", "/customers/nobody", None, 404),
        ("PATCH", "/customers/nobody", {"name": "B"}, 404),
        ("POST", "/customers/nobody/notes", {"text": "x"}, 404),
        ("GET", "/customers?limit=0", None, 422),
        ("GET", "/customers?limit=many", None, 422),
        ("GET", "/customers?qurey=x", None, 422),
        ("GET", "/nowhere", None, 404),
        ("DELETE", "/customers", None, 405),
        ("GET", "/customers/imports/none", None, 404),
        ("GET", "/calls/none", None, 404),
        ("GET", "/recordings/none/audio", None, 404),
        ("GET", f"/recordings/{'x' * 300}/audio", None, 404),
        ("GET", "/recordings/..%2F..%2Fsite.db/audio", None, 404),
        ("GET", "/reports/today/calls?figure=nonsense", None, 422),
        ("GET", "/reports/today/calls", None, 422),
        ("POST", "/customers/imports", {"file": "x"}, 415),
        ("GET", "/phone", None, 403),
    ],
)
async def test_what_is_wrong_is_one_sentence_and_never_a_fault(
    site: Site, method: str, path: str, body: Any, status: int
) -> None:
    desk = await site.logged_in("sue")
    sent = {"data": body} if isinstance(body, str) else {"json": body} if body is not None else {}
    got, answer = await desk.ask(method, path, **sent)
    assert got == status, answer
    assert set(answer["error"]) == {"code", "message"}
    assert answer["error"]["message"].endswith(".")
    assert "\n" not in answer["error"]["message"]


async def imported(desk: Desk, content: bytes, **fields: str) -> dict[str, Any]:
    form = FormData()
    form.add_field("file", content, filename="customers.csv", content_type="text/csv")
    for name, value in fields.items():
        form.add_field(name, value)
    status, begun = await desk.ask("POST", "/customers/imports", data=form)
    assert status == 202, begun
    async with asyncio.timeout(10):
        while True:
            _, progress = await desk.ask("GET", f"/customers/imports/{begun['id']}")
            if progress["state"] != "running":
                return dict(progress)
            await asyncio.sleep(0.01)


async def test_a_file_of_customers_is_imported_or_refused_line_by_line(site: Site) -> None:
    desk = await site.logged_in("sue")
    done = await imported(desk, "姓名,电话\n王伟,13800138001\n".encode("gb18030"), encoding="gb18030")
    assert (done["state"], done["created"]) == ("done", 1)
    refused = await imported(desk, b"name,number\nA,13800138002\nB,hello\n")
    assert (refused["state"], [one["line"] for one in refused["problems"]]) == ("refused", [3])
    owned = await imported(desk, b"name,owner\nC,1001\nD,boss\n")
    assert (owned["state"], [one["line"] for one in owned["problems"]]) == ("refused", [3])
    skipped = await imported(desk, b"name,number\nA,13800138002\nB,hello\n", skip_bad="1")
    assert (skipped["state"], skipped["created"]) == ("done", 1)


@pytest.mark.parametrize("content_type", ["multipart/form-data", "multipart/form-data; boundary=x"])
async def test_broken_form_data_is_told(site: Site, content_type: str) -> None:
    desk = await site.logged_in("sue")
    headers = {"Content-Type": content_type}
    status, answer = await desk.ask("POST", "/customers/imports", data=b"garbage", headers=headers)
    assert status == 422, answer


async def a_recorded_call(site: Site) -> None:
    """Anna's conversation, then Ben's; both recorded."""
    site._tell(e.CallArrived(at=T0, call=CALL, caller="1", caller_name="", dialled="1000"))
    for number, agent in enumerate((ANNA, BEN), 1):
        offer = OfferId(f"{CALL}-o{number}")
        site._tell(e.CallQueued(at=T0, call=CALL, queue=SALES))
        site._tell(e.AgentAnswered(at=T0, call=CALL, agent=agent, offer=offer))
        await site.house.recordings.put(RecordingId(offer), sound.to_wav(sound.stereo(b"\1\0\2\0" * 800)))
    await site.journal.flush()


async def test_an_agent_hears_the_own_conversations_and_a_supervisor_all(site: Site) -> None:
    await a_recorded_call(site)
    anna, sue = await site.logged_in("anna"), await site.logged_in("sue")
    for desk, recording, allowed in ((anna, 1, True), (anna, 2, False), (sue, 1, True), (sue, 2, True)):
        response = await desk.raw("GET", f"/recordings/{CALL}-o{recording}/audio")
        assert response.status == (200 if allowed else 403)
        if allowed:
            assert response.content_type == "audio/wav"
            with wave.open(io.BytesIO(await response.read())) as file:
                assert (file.getnchannels(), file.getnframes()) == (2, 800)


async def test_an_agent_hears_the_messages_left_in_the_own_queues(site: Site) -> None:
    for number, queue in enumerate((SALES, QueueId("beach"))):
        call = CallId(f"{CALL}{number}")
        site._tell(e.CallArrived(at=T0, call=call, caller="1", caller_name="", dialled="1000"))
        site._tell(e.CallQueued(at=T0, call=call, queue=queue))
        site._tell(e.CallLeftQueue(at=T0, call=call, queue=queue, reason="timeout", exit="voicemail"))
        await site.house.recordings.put(message_id(call), sound.to_wav(sound.mono(b"\1\0" * 8000)))
    await site.journal.flush()
    anna, sue = await site.logged_in("anna"), await site.logged_in("sue")
    for desk, number, status in ((anna, 0, 200), (anna, 1, 403), (sue, 1, 200)):
        response = await desk.raw("GET", f"/recordings/{message_id(CallId(f'{CALL}{number}'))}/audio")
        assert response.status == status


async def test_a_recording_can_be_heard_from_the_middle(site: Site) -> None:
    await a_recorded_call(site)
    sue = await site.logged_in("sue")
    response = await sue.raw("GET", f"/recordings/{CALL}-o1/audio", headers={"Range": "bytes=100-199"})
    assert (response.status, len(await response.read())) == (206, 100)


async def test_the_report_its_file_and_the_calls_behind_it_agree(site: Site) -> None:
    for number in range(3):
        call = site.exchange.dials(f"+861380013800{number}")
        await site.until(lambda call=call: site.exchange.lines[call].at == "hold")
        site.passes(10)
        site.exchange.caller_hangs_up(call)
    await site.until(lambda: site.house.reports.position >= site.journal.position)
    sue = await site.logged_in("sue")
    _, report = await sue.ask("GET", "/reports/today")
    assert (report["total"]["offered"], report["total"]["abandoned"]) == (3, 3)
    assert report["formulas"]["service_level"]["id"].startswith("sl.")
    _, behind = await sue.ask("GET", "/reports/today/calls?figure=abandoned&queue=sales")
    assert len(behind["calls"]) == 3
    assert {row["wait_s"] for row in behind["calls"]} == {10.0}
    status, text = await sue.ask("GET", "/reports/today.csv")
    assert status == 200
    assert "total,3" in text


async def test_the_words_and_the_phones_a_console_needs(site: Site) -> None:
    anna = await site.logged_in("anna")
    _, words = await anna.ask("GET", "/catalogue")
    assert [reason["id"] for reason in words["not_ready_reasons"]] == ["break"]
    _, phone = await anna.ask("GET", "/phone")
    assert (phone["username"], phone["password"]) == ("agent-1001", "secret-of-anna")
    _, guest = await (await site.stranger()).ask("GET", "/guest-phone")
    assert guest["numbers"][0]["number"] == "1000"
    site.house.guest = None
    assert (await anna.ask("GET", "/guest-phone"))[0] == 404


async def test_the_event_stream_goes_on_where_it_was_left(site: Site) -> None:
    program = await site.program()
    first = await program.socket("/events?after=0")
    heard = [await first.receive_json() for _ in range(site.journal.position)]
    await first.close()
    for number in range(20):
        site._tell(e.NoteWritten(at=T0 + number, call=CALL, agent=ANNA, text=str(number)))
    second = await program.socket(f"/events?after={heard[-1]['position']}")
    heard += [await second.receive_json() for _ in range(20)]
    site._tell(e.PhoneLost(at=T0, agent=ANNA))
    heard.append(await second.receive_json())
    assert [fact["position"] for fact in heard] == list(range(1, site.journal.position + 1))
    assert heard[-1] == {
        "position": site.journal.position,
        "kind": "phone_lost",
        "agent": "1001",
        "at": heard[-1]["at"],
    }
    assert heard[-1]["at"].endswith("Z")


async def test_without_a_position_the_stream_is_from_now_on(site: Site) -> None:
    stream = await (await site.program()).socket("/events")
    site._tell(e.PhoneLost(at=T0, agent=ANNA))
    assert (await stream.receive_json())["kind"] == "phone_lost"


async def test_a_stream_that_cannot_go_on_is_closed_so_that_the_program_connects_again(site: Site) -> None:
    async with site.database.writing() as connection:
        await connection.exec_driver_sql("ALTER TABLE journal RENAME TO journal_elsewhere")
    stream = await (await site.program()).socket("/events?after=0")
    async with asyncio.timeout(10):
        while not stream.closed:
            await stream.receive()
    assert stream.close_code == 1013
    async with site.database.writing() as connection:
        await connection.exec_driver_sql("ALTER TABLE journal_elsewhere RENAME TO journal")


async def test_the_published_client_reads_the_stream(site: Site) -> None:
    desk = await site.program()
    server = f"http://{desk.client.host}:{desk.client.port}"
    async with asyncio.timeout(10):
        facts = aiter(EventStream(server, "token-of-a-program", after=0))
        kinds = [(await anext(facts))["kind"] for _ in range(2)]
        assert kinds == ["service_started", "telephony_restored"]
        await facts.aclose()
        with pytest.raises(PermissionError, match="switchroom token create"):
            await anext(aiter(EventStream(server, "wrong")))


async def test_health_readiness_and_metrics_are_for_everybody_and_tell_no_names(site: Site) -> None:
    stranger = await site.stranger()
    assert (await stranger.ask("GET", "/healthz"))[1]["status"] == "ok"
    assert (await stranger.ask("GET", "/readyz"))[0] == 200
    await site.at_work("anna", ANNA)
    site.exchange.dials("+8613800138001")
    await site.until(lambda: site.presences.get(ANNA).state == "offered")
    await site.until(lambda: site.house.reports.position >= site.journal.position)
    status, text = await stranger.ask("GET", "/metrics")
    assert status == 200
    assert 'switchroom_calls_waiting{queue="sales"} 1.0' in text
    assert 'switchroom_agents{state="offered"} 1.0' in text
    assert "Anna" not in text
    assert "13800138001" not in text
    site.exchange.up = False
    assert (await stranger.ask("GET", "/readyz"))[0] == 503
    assert (await stranger.ask("GET", "/healthz"))[0] == 200


async def test_a_database_that_is_away_is_told_as_such(site: Site) -> None:
    desk = await site.logged_in("anna")
    async with site.database.writing() as connection:
        await connection.exec_driver_sql("ALTER TABLE customers RENAME TO customers_elsewhere")
    status, answer = await desk.ask("GET", "/customers")
    assert (status, answer["error"]["code"]) == (503, "database")
    assert (await desk.ask("GET", "/session"))[0] == 200


async def test_the_pages_of_the_console_are_served_under_every_address(site: Site) -> None:
    stranger = await site.stranger()
    for path in ("/", "/desk", "/customers/some-id", "/board"):
        async with stranger.client.get(path) as response:
            assert response.status == 200, path
            assert "Switchroom" in await response.text()
    async with stranger.client.get("/phone") as response:
        assert response.status == 503
        assert "switchroom prepare" in await response.text()
