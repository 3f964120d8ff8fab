"""Who hears whom, over Asterisk and over its twin: the same orders, and everybody speaks in turn."""

import asyncio
from collections.abc import AsyncIterator
from itertools import permutations
from pathlib import Path

import pytest

from cti import commands as c
from cti import events as e
from cti.ids import CallId, NodeId, OfferId, QueueId, offer_id, outgoing_id, party_id
from tests.asterisk.exchanges import told
from tests.asterisk.parties import ANNA, BEN, BOSS, Pairs, PartyLab, TwinParties, real_parties
from tests.asterisk.site import HOST, company

Lab = PartyLab


@pytest.fixture(params=["twin", pytest.param("asterisk", marks=pytest.mark.asterisk)])
async def lab(request: pytest.FixtureRequest, tmp_path: Path, phones) -> AsyncIterator[Lab]:  # type: ignore[no-untyped-def]
    if request.param == "twin":
        yield TwinParties()
        return
    opened = {name: await phones(name) for name in (ANNA, BEN, BOSS, "customer")}
    desks = {name: f"sip:{name}@{HOST}:{opened[name].port}" for name in (ANNA, BEN, BOSS)}
    program = Path(request.getfixturevalue("asterisk_program_folder"))
    site, real = await real_parties(tmp_path / "site", program, opened, company(desks))
    try:
        yield real
        await real.close()
    finally:
        site.close()


def all_of(*names: str) -> Pairs:
    """All of these hear each other."""
    return set(permutations(names, 2))


class Talk:
    """Anna talks with a customer."""

    def __init__(self, lab: Lab) -> None:
        self.lab = lab

    async def begin(self) -> "Talk":
        await self.lab.dials()
        self.call: CallId = (await told(self.lab, e.CallArrived)).call  # type: ignore[arg-type]
        await self.lab.order(c.HoldInQueue(call=self.call, queue=QueueId("sales")))
        await told(self.lab, e.CallHeldInQueue)  # type: ignore[arg-type]
        self.anna, self.other = offer_id(self.call, 1), party_id(self.call, 1)
        await self.lab.order(c.RingAgent(call=self.call, agent=ANNA, offer=self.anna, ring_seconds=10))
        await self.lab.party_answers(self.call, self.anna, ANNA)
        await told(self.lab, e.AgentAnswered)  # type: ignore[arg-type]
        self.who = {self.anna: ANNA, self.other: BEN}
        return self

    async def connect(self, *groups: tuple[str, ...], calling: tuple[OfferId, ...] = ()) -> None:
        await self.lab.order(c.Connect(call=self.call, groups=groups, calling=calling))

    async def rings_ben(self, seconds: float = 10) -> None:
        """Anna begins to ask Ben."""
        await self.connect((self.call,), (self.anna,), calling=(self.anna,))
        ring = c.RingAgent(call=self.call, agent=BEN, offer=self.other, ring_seconds=seconds, joins=self.anna)
        await self.lab.order(ring)

    async def asks_ben(self) -> None:
        await self.rings_ben()
        await self.lab.party_answers(self.call, self.other, BEN)
        answered: e.ConsultAnswered = await told(self.lab, e.ConsultAnswered)  # type: ignore[arg-type]
        assert (answered.consult, answered.agent) == (self.other, BEN)

    async def pairs(self) -> Pairs:
        return await self.lab.heard_by(self.call, dict(self.who))

    def count(self, kind: type[e.Event]) -> int:
        return sum(isinstance(fact, kind) for fact in self.lab.facts)


@pytest.fixture
async def talk(lab: Lab) -> Talk:
    return await Talk(lab).begin()


async def test_a_colleague_is_asked_apart_and_the_agent_goes_to_and_fro(talk: Talk) -> None:
    assert await talk.pairs() == all_of(talk.call, talk.anna)
    await talk.asks_ben()
    assert await talk.pairs() == all_of(talk.anna, talk.other), "the customer hears nothing of it"
    await talk.connect((talk.call, talk.anna), (talk.other,))
    assert await talk.pairs() == all_of(talk.call, talk.anna), "who was asked hears nothing of it"
    await talk.connect((talk.call,), (talk.anna, talk.other))
    assert await talk.pairs() == all_of(talk.anna, talk.other)
    assert talk.count(e.AgentAnswered) == 1, "who is only asked is in no conversation with the customer"
    assert talk.count(e.SegmentEnded) == talk.count(e.AgentPhoneLost) == talk.count(e.CallHeld) == 0


async def test_who_was_asked_has_the_customer_and_the_agent_goes(talk: Talk) -> None:
    await talk.asks_ben()
    await talk.connect((talk.call, talk.other), (talk.anna,))
    assert await talk.pairs() == all_of(talk.call, talk.other)
    answers = [fact for fact in talk.lab.facts if isinstance(fact, e.AgentAnswered)]
    assert [(fact.agent, fact.offer) for fact in answers] == [(ANNA, talk.anna), (BEN, talk.other)]
    await talk.lab.order(c.EndLeg(call=talk.call, offer=talk.anna))
    assert await talk.pairs() == all_of(talk.call, talk.other), "letting the agent go disturbs nobody"
    await talk.lab.party_hangs_up(talk.call, talk.other, BEN)
    assert (await told(talk.lab, e.SegmentEnded)).agent == BEN  # type: ignore[arg-type]
    assert talk.count(e.CallEnded) == 0, "the customer is still there"


async def test_three_hear_each_other_until_one_leaves(talk: Talk) -> None:
    await talk.asks_ben()
    await talk.connect((talk.call, talk.anna, talk.other))
    assert await talk.pairs() == all_of(talk.call, talk.anna, talk.other)
    await talk.lab.party_hangs_up(talk.call, talk.anna, ANNA)
    assert (await told(talk.lab, e.SegmentEnded)).agent == ANNA  # type: ignore[arg-type]
    await talk.connect((talk.call, talk.other))
    assert await talk.pairs() == all_of(talk.call, talk.other)


async def test_a_phone_that_rings_joins_whom_it_is_to_join_when_it_is_answered(talk: Talk) -> None:
    await talk.rings_ben()
    await talk.connect((talk.call, talk.other), (talk.anna,))
    await talk.lab.order(c.EndLeg(call=talk.call, offer=talk.anna))
    await talk.lab.party_answers(talk.call, talk.other, BEN)
    async with asyncio.timeout(5):
        while talk.count(e.AgentAnswered) < 2:
            await asyncio.sleep(0.02)
    assert await talk.pairs() == all_of(talk.call, talk.other)


async def test_a_colleague_who_is_asked_and_does_not_want_to(talk: Talk) -> None:
    await talk.rings_ben()
    await talk.lab.party_refuses(talk.call, talk.other, BEN)
    expired: e.OfferExpired = await told(talk.lab, e.OfferExpired)  # type: ignore[arg-type]
    assert expired.offer == talk.other
    await talk.connect((talk.call, talk.anna))
    assert await talk.pairs() == all_of(talk.call, talk.anna)


async def test_a_colleague_who_was_asked_hangs_up(talk: Talk) -> None:
    await talk.asks_ben()
    await talk.lab.party_hangs_up(talk.call, talk.other, BEN)
    assert (await told(talk.lab, e.PartyLeft)).party == talk.other  # type: ignore[arg-type]
    await talk.connect((talk.call, talk.anna))
    assert await talk.pairs() == all_of(talk.call, talk.anna)


async def test_a_number_outside_is_asked_joined_and_leaves(talk: Talk) -> None:
    talk.who[talk.other] = None  # type: ignore[assignment]
    await talk.connect((talk.call,), (talk.anna,), calling=(talk.anna,))
    dial = c.DialParty(call=talk.call, party=talk.other, number="10086", ring_seconds=10, joins=talk.anna)
    await talk.lab.order(dial)
    await talk.lab.party_answers(talk.call, talk.other, None)
    await told(talk.lab, e.ConsultAnswered)  # type: ignore[arg-type]
    assert await talk.pairs() == all_of(talk.anna, talk.other)
    await talk.connect((talk.call, talk.anna, talk.other))
    joined: e.PartyJoined = await told(talk.lab, e.PartyJoined)  # type: ignore[arg-type]
    assert (joined.party, joined.number) == (talk.other, "10086")
    assert await talk.pairs() == all_of(talk.call, talk.anna, talk.other)
    await talk.lab.party_hangs_up(talk.call, talk.other, None)
    assert (await told(talk.lab, e.PartyLeft)).reason == "left"  # type: ignore[arg-type]


async def test_a_number_outside_that_is_busy(talk: Talk) -> None:
    await talk.connect((talk.call,), (talk.anna,), calling=(talk.anna,))
    dial = c.DialParty(call=talk.call, party=talk.other, number="10086", ring_seconds=10, joins=talk.anna)
    await talk.lab.order(dial)
    await talk.lab.party_refuses(talk.call, talk.other, None)
    left: e.PartyLeft = await told(talk.lab, e.PartyLeft)  # type: ignore[arg-type]
    assert (left.party, left.reason) == (talk.other, "busy")


async def test_a_supervisor_listens_whispers_barges_in_and_takes_over(talk: Talk) -> None:
    boss = talk.other
    talk.who = {talk.anna: ANNA, boss: BOSS}
    together = all_of(talk.call, talk.anna)
    ring = c.RingAgent(call=talk.call, agent=BOSS, offer=boss, ring_seconds=10, joins=talk.anna, helps="listen")
    await talk.lab.order(ring)
    await talk.lab.party_answers(talk.call, boss, BOSS)
    answered: e.HelpAnswered = await told(talk.lab, e.HelpAnswered)  # type: ignore[arg-type]
    assert (answered.agent, answered.party) == (BOSS, boss)
    assert await talk.pairs() == together | {(talk.call, boss), (talk.anna, boss)}, "heard by nobody"
    await talk.lab.order(c.ChangeHelp(call=talk.call, party=boss, helped=talk.anna, mode="whisper"))
    heard = together | {(talk.call, boss), (talk.anna, boss), (boss, talk.anna)}
    assert await talk.pairs() == heard, "heard by the agent alone"
    await talk.connect((talk.call, talk.anna, boss))
    assert await talk.pairs() == all_of(talk.call, talk.anna, boss)
    assert talk.count(e.AgentAnswered) == 1, "who helps is no agent of the call"
    await talk.connect((talk.call, talk.anna))
    await talk.lab.order(c.ChangeHelp(call=talk.call, party=boss, helped=talk.anna, mode="listen"))
    assert await talk.pairs() == together | {(talk.call, boss), (talk.anna, boss)}
    await talk.lab.order(c.Connect(call=talk.call, groups=((talk.call, boss), (talk.anna,)), takes=boss))
    assert await talk.pairs() == all_of(talk.call, boss)
    answers = [fact for fact in talk.lab.facts if isinstance(fact, e.AgentAnswered)]
    assert answers[-1].agent == BOSS
    await talk.lab.order(c.EndLeg(call=talk.call, offer=talk.anna))
    assert await talk.pairs() == all_of(talk.call, boss)


async def test_a_muted_agent_is_heard_by_nobody(talk: Talk) -> None:
    await talk.lab.order(c.MuteLeg(call=talk.call, offer=talk.anna, muted=True))
    assert await talk.pairs() == {(talk.call, talk.anna)}
    await talk.lab.order(c.MuteLeg(call=talk.call, offer=talk.anna, muted=False))
    assert await talk.pairs() == all_of(talk.call, talk.anna)


async def test_an_agent_calls_a_number_and_the_customer_speaks_with_the_agent_at_once(lab: Lab) -> None:
    call = outgoing_id(NodeId("main"), 1763000000.25)
    agent = party_id(call, 1)
    await lab.order(c.RingAgent(call=call, agent=ANNA, offer=agent, ring_seconds=10, waits=True))
    await lab.party_answers(call, agent, ANNA)
    up: e.AgentPickedUp = await told(lab, e.AgentPickedUp)  # type: ignore[arg-type]
    assert (up.call, up.agent, up.offer) == (call, ANNA, agent)
    await lab.order(c.DialCustomer(call=call, number="+8613800138001", ring_seconds=10, joins=agent, shown="95001"))
    await lab.customer_picks_up(call, agent)
    answered: e.AgentAnswered = await told(lab, e.AgentAnswered)  # type: ignore[arg-type]
    assert (answered.call, answered.agent, answered.offer) == (call, ANNA, agent)
    assert await lab.heard_by(call, {agent: ANNA}) == all_of(call, agent)
    await lab.party_hangs_up(call, agent, ANNA)
    assert (await told(lab, e.SegmentEnded)).offer == agent  # type: ignore[arg-type]
    await lab.order(c.HangUp(call=call, by="agent"))
    assert (await told(lab, e.CallEnded)).ended_by == "agent"  # type: ignore[arg-type]
