"""Several calls on one desk by API: who may begin another, who is put on hold for it, and what each desk shows."""

from typing import Any

import pytest
from aiohttp import ClientWebSocketResponse

from cti.ids import CallId, OfferId, party_id
from tests.agent_console.site import ANNA, BEN, Desk, Site, message

NUMBER = "138 0013 8001"


async def allow(site: Site, calls: int) -> None:
    boss = await site.logged_in("sue")
    assert (await boss.ask("PATCH", f"/agents/{ANNA}", json={"settings": {"calls_at_once": calls}}))[0] == 200


class TwoCalls:
    """Anna, who may have two calls in hand, talks with a customer and then dials another."""

    def __init__(self, site: Site) -> None:
        self.site = site

    async def begin(self) -> "TwoCalls":
        self.anna, self.live = await self.site.at_work("anna", ANNA)
        await allow(self.site, 2)
        self.first = await self.site.talking_call(self.live)
        self.mine = OfferId(f"{self.first}-o1")
        status, made = await self.anna.ask("POST", "/calls", json={"number": NUMBER})
        assert status == 201, made
        self.second = CallId(made["call"])
        self.dialled = party_id(self.second, 1)
        return self

    def picks_up(self) -> None:
        self.site.exchange.party_answers(self.second, self.dialled)
        self.site.exchange.customer_picks_up(self.second, self.dialled)

    def spoken_with(self) -> list[CallId]:
        lines = self.site.exchange
        both = ((self.first, self.mine), (self.second, self.dialled))
        return [
            call for call, leg in both if call in lines.lines and frozenset((call, leg)) in lines.hears_each_other(call)
        ]

    async def talks(self) -> "TwoCalls":
        await shows(self.live, (self.first, "held"), (self.second, "dialling"))
        self.picks_up()
        await shows(self.live, (self.second, "talking"), (self.first, "held"))
        return self


async def shows(socket: ClientWebSocketResponse, *calls: tuple[CallId, str]) -> dict[str, Any]:
    """Wait until the desk has exactly these calls, the one that was turned to last first."""
    seen: list[tuple[str, str]] = []
    while seen != list(calls):
        desk: dict[str, Any] = (await message(socket, "desk"))["desk"]
        seen = [(one["id"], one["stage"]) for one in ([desk["call"]] if desk["call"] else []) + desk["others"]]
    return desk


async def refusal(desk: Desk, method: str, path: str, **body: Any) -> str:
    status, answer = await desk.ask(method, path, json=body or None)
    assert status == 409, answer
    return str(answer["error"]["message"])


@pytest.fixture
async def two(site: Site) -> TwoCalls:
    return await (await TwoCalls(site).begin()).talks()


async def test_a_number_is_dialled_while_a_customer_waits_on_hold(two: TwoCalls) -> None:
    assert two.spoken_with() == [two.second]
    assert two.site.exchange.lines[two.first].hears == "music"


async def test_the_agent_goes_from_one_to_the_other(two: TwoCalls) -> None:
    assert (await two.anna.ask("POST", f"/calls/{two.first}/retrieve"))[0] == 204
    desk = await shows(two.live, (two.first, "talking"), (two.second, "held"))
    assert two.spoken_with() == [two.first]
    assert "retrieve" in desk["others"][0]["legal"]
    assert (await two.anna.ask("POST", f"/calls/{two.second}/retrieve"))[0] == 204
    await shows(two.live, (two.second, "talking"), (two.first, "held"))
    assert two.spoken_with() == [two.second]


async def test_what_is_written_goes_to_the_call_it_is_written_for(two: TwoCalls) -> None:
    assert (await two.anna.ask("PUT", f"/calls/{two.first}/note", json={"text": "The first."}))[0] == 200
    assert (await two.anna.ask("PUT", f"/calls/{two.second}/note", json={"text": "The second."}))[0] == 200
    assert (await two.anna.ask("POST", f"/calls/{two.first}/hang-up"))[0] == 204
    desk = await shows(two.live, (two.second, "talking"), (two.first, "wrap_up"))
    assert (desk["call"]["note"], desk["others"][0]["note"]) == ("The second.", "The first.")
    assert desk["state"]["name"] == "talking"
    assert (await two.anna.ask("POST", f"/calls/{two.first}/wrap-up/finish"))[0] == 204
    await shows(two.live, (two.second, "talking"))


async def test_a_customer_who_does_not_pick_up_leaves_the_first_on_hold(site: Site) -> None:
    two = await TwoCalls(site).begin()
    await shows(two.live, (two.first, "held"), (two.second, "dialling"))
    site.exchange.party_answers(two.second, two.dialled)
    site.exchange.customer_does_not_answer(two.second, "busy")
    await shows(two.live, (two.first, "held"))
    assert (await two.anna.ask("POST", f"/calls/{two.first}/retrieve"))[0] == 204
    await shows(two.live, (two.first, "talking"))


async def test_a_customer_on_hold_who_hangs_up_is_to_be_wrapped_up(two: TwoCalls) -> None:
    two.site.exchange.caller_hangs_up(two.first)
    await shows(two.live, (two.second, "talking"), (two.first, "wrap_up"))
    assert two.spoken_with() == [two.second]


async def test_no_more_than_is_allowed(two: TwoCalls) -> None:
    told = await refusal(two.anna, "POST", "/calls", number=NUMBER)
    assert told == "You have 2 calls in hand, as many as you may; end one and its wrap-up first."


async def test_who_may_have_one_ends_it_first(site: Site) -> None:
    anna, live = await site.at_work("anna", ANNA)
    call = await site.talking_call(live)
    told = await refusal(anna, "POST", "/calls", number=NUMBER)
    assert told == "End your present call and its wrap-up first."
    segment = site.house.calls.by_id[call].talking
    assert segment is not None
    assert segment.held_since is None, "nobody is put on hold for a call that is not made"


async def test_who_asks_a_colleague_cannot_turn_to_another_call(site: Site) -> None:
    anna, live = await site.at_work("anna", ANNA)
    await allow(site, 3)
    first = await site.talking_call(live)
    await site.at_work("ben", BEN)
    assert (await anna.ask("POST", f"/calls/{first}/consult", json={"to": {"agent": BEN}}))[0] == 204
    told = await refusal(anna, "POST", "/calls", number=NUMBER)
    assert told == "End asking, helping or answering first: that call cannot wait."


async def test_a_parked_call_is_picked_up_beside_the_own(two: TwoCalls) -> None:
    await allow(two.site, 3)
    ben, bens_live = await two.site.at_work("ben", BEN)
    third = await two.site.talking_call(bens_live, "+8613900139002")
    _status, slot = await ben.ask("POST", f"/calls/{third}/park")
    assert (await two.anna.ask("POST", f"/parked/{slot['slot']}/pick-up"))[0] == 204
    await shows(two.live, (two.second, "held"), (two.first, "held"), (third, "ringing"))
    two.site.exchange.party_answers(third, party_id(third, 1))
    await shows(two.live, (third, "talking"), (two.second, "held"), (two.first, "held"))
    assert two.spoken_with() == []


async def test_a_supervisor_sees_that_there_are_more(two: TwoCalls) -> None:
    boss = await two.site.logged_in("sue")
    board = await boss.socket("/live?for=board")
    snapshot = await message(board, "snapshot")
    (anna,) = [row for row in snapshot["board"]["agents"] if row["id"] == ANNA]
    assert (anna["call"]["id"], anna["others"]) == (two.second, 1)
