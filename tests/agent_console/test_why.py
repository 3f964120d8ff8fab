"""A supervisor opens a call and reads why it waited, over real HTTP."""

from tests.agent_console.site import ANNA, Site


async def test_a_supervisor_reads_why_a_call_waited(site: Site) -> None:
    call = site.exchange.dials("+8613800138001")
    await site.until(lambda: site.exchange.lines[call].at == "hold")
    site.passes(42)
    _, socket = await site.at_work("anna", ANNA)
    await site.until(lambda: site.exchange.lines[call].rings)
    site.exchange.answers(call)
    await site.until(lambda: site.calls.by_id[call].stage == "talk")
    sue = await site.logged_in("sue")
    status, told = await sue.ask("GET", f"/calls/{call}/routing")
    assert status == 200, told
    assert [line["code"] for line in told["lines"]] == ["queued", "joined", "offered", "answered"]
    assert told["lines"][1]["values"]["away"] == 2, "nobody was there when it came"
    assert told["lines"][2]["values"] | {"value": 0} == {
        "agent": "1001",
        "queue": "sales",
        "reason": "next-in-line",
        "value": 0,
        "free": 1,
        "rivals": [],
        "passed": [],
    }
    assert told["lines"][3]["text"] == "Anna answered after 0:42 of waiting."
    _, chinese = await sue.ask("GET", f"/calls/{call}/routing?language=zh")
    assert chinese["lines"][3]["text"] == "等待 0:42 后由 Anna 接听。"
    await socket.close()


async def test_a_call_that_never_was_is_said_to_be_none(site: Site) -> None:
    sue = await site.logged_in("sue")
    status, answer = await sue.ask("GET", "/calls/main-1.1/routing")
    assert (status, answer["error"]["code"]) == (404, "no_call")
    assert "was ever queued" in answer["error"]["message"]
    assert (await sue.ask("GET", "/calls/main-1.1/routing?language=fr"))[0] == 422
