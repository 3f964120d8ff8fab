"""An agent and a supervisor: a raised hand, a few words, and who has not read what."""

from cti import events as e
from tests.agent_console.site import ANNA, BEN, Site, message


async def test_a_hand_goes_up_at_every_board_and_is_answered_by_chat(site: Site) -> None:
    boss = await site.logged_in("sue")
    board = await boss.socket("/live?for=board")
    assert (await board.receive_json())["chats"] == []
    anna, desk = await site.at_work("anna", ANNA)
    call = await site.talking_call(desk)
    assert (await anna.ask("PUT", "/agent/hand", json={"raised": True}))[0] == 204
    up = (await message(board, "chat", agent=ANNA))["chat"]
    assert (up["name"], up["hand_since"] is not None) == ("Anna", True)
    assert site.chats.get(ANNA).call == call
    assert (await boss.ask("POST", f"/agents/{ANNA}/chat", json={"text": "What is it?"}))[0] == 204
    got = (await message(desk, "chat", unread_by_agent=1))["chat"]
    assert [(line["by"], line["side"], line["text"]) for line in got["lines"]] == [("Sue", "supervisor", "What is it?")]
    assert (await anna.ask("POST", "/agent/chat", json={"text": "A refund."}))[0] == 204
    await message(board, "chat", unread_by_supervisors=1, unread_by_agent=0)
    assert (await boss.ask("POST", f"/agents/{ANNA}/chat/seen"))[0] == 204
    assert (await boss.ask("DELETE", f"/agents/{ANNA}/hand"))[0] == 204
    down = (await message(desk, "chat", hand_since=None))["chat"]
    assert down["unread_by_supervisors"] == 0
    again = await boss.socket("/live?for=board")
    assert [chat["agent"] for chat in (await again.receive_json())["chats"]] == [ANNA]


async def test_another_agent_hears_nothing_of_it(site: Site) -> None:
    anna, _live = await site.at_work("anna", ANNA)
    ben, ben_live = await site.at_work("ben", BEN)
    await anna.ask("POST", "/agent/chat", json={"text": "Between us."})
    await ben.ask("POST", "/agent/chat", json={"text": "Mine."})
    assert (await message(ben_live, "chat"))["chat"]["agent"] == BEN
    assert (await ben.ask("POST", f"/agents/{ANNA}/chat", json={"text": "x"}))[0] == 403


async def test_said_twice_a_hand_is_raised_once(site: Site) -> None:
    anna = await site.logged_in("anna")
    for raised in (False, True, True, False, False):
        assert (await anna.ask("PUT", "/agent/hand", json={"raised": raised}))[0] == 204
    await anna.ask("POST", "/agent/chat/seen")
    await site.journal.flush()
    hands = [f.event async for f in site.journal.store.of_kinds(("hand_raised", "hand_lowered", "chat_seen"))]
    assert [type(one) for one in hands] == [e.HandRaised, e.HandLowered]


async def test_nothing_can_be_said_to_nobody_and_nothing_is_not_said(site: Site) -> None:
    boss = await site.logged_in("sue")
    assert (await boss.ask("POST", "/agents/9999/chat", json={"text": "x"}))[0] == 404
    status, answer = await boss.ask("POST", f"/agents/{ANNA}/chat", json={"text": " \n"})
    assert (status, answer["error"]["message"]) == (422, "Write something before you send it.")
