"""Other work in an agent's hand: no call comes beside what fills the agent, and the next one the moment it is done."""

from tests.agent_console.site import ANNA, Site


async def test_an_agent_with_other_work_is_offered_calls_when_it_is_done(site: Site) -> None:
    _, socket = await site.at_work("anna", ANNA)
    sue = await site.logged_in("sue")
    status, _ = await sue.ask("POST", f"/agents/{ANNA}/work", json={"work": "chat 7", "load": 0.5})
    assert status == 204
    call = site.exchange.dials("+8613800138001")
    await site.until(lambda: site.exchange.lines[call].at == "hold")
    assert site.exchange.lines[call].rings is None
    assert (await sue.ask("DELETE", f"/agents/{ANNA}/work/chat 7"))[0] == 204
    await site.until(lambda: site.exchange.lines[call].rings)
    await socket.close()


async def test_what_cannot_be_is_refused_with_a_sentence(site: Site) -> None:
    sue, anna = await site.logged_in("sue"), await site.logged_in("anna")
    assert (await sue.ask("POST", "/agents/9999/work", json={"work": "chat"}))[0] == 404
    for load in (0, -1, 1e9):
        assert (await sue.ask("POST", f"/agents/{ANNA}/work", json={"work": "chat", "load": load}))[0] == 422
    assert (await anna.ask("POST", f"/agents/{ANNA}/work", json={"work": "chat"}))[0] == 403
