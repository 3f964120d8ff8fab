"""The two ends of the `Telephony` port with more than one at our end of a call: colleagues, a supervisor, a far end."""

import asyncio
from pathlib import Path
from typing import Protocol

from cti import commands as c
from cti.events import Event
from cti.ids import AgentId, CallId, OfferId
from tests.asterisk.exchanges import RealLab, TwinLab
from tests.asterisk.site import Site
from tests.asterisk.softphone import Call, Softphone

ANNA, BEN, BOSS = AgentId("1001"), AgentId("1002"), AgentId("1003")
# A square wave as loud as the line carries: far above the music and the ringing tone.
SHOUT = bytes(([0x00] * 4 + [0x80] * 4) * 20)
SPEAK_SECONDS = 0.5
HEARD_PACKETS = 8
Pairs = set[tuple[str, str]]


class PartyLab(Protocol):
    """A telephone exchange with a customer, two agents, a supervisor, and a number outside."""

    facts: list[Event]

    async def order(self, command: c.TelephonyCommand) -> None: ...
    async def dials(self) -> None: ...
    async def party_answers(self, call: CallId, party: OfferId, who: AgentId | None) -> None: ...
    async def party_refuses(self, call: CallId, party: OfferId, who: AgentId | None) -> None: ...
    async def party_hangs_up(self, call: CallId, party: OfferId, who: AgentId | None) -> None: ...
    async def customer_picks_up(self, call: CallId, agent: OfferId) -> None: ...
    async def caller_hangs_up(self, call: CallId) -> None: ...
    async def heard_by(self, call: CallId, who: dict[str, AgentId | None]) -> Pairs: ...


class TwinParties(TwinLab):
    """The in-memory end."""

    async def party_answers(self, call: CallId, party: OfferId, who: AgentId | None) -> None:
        self.exchange.party_answers(call, party)

    async def party_refuses(self, call: CallId, party: OfferId, who: AgentId | None) -> None:
        self.exchange.party_does_not_answer(call, party, "busy")

    async def party_hangs_up(self, call: CallId, party: OfferId, who: AgentId | None) -> None:
        self.exchange.party_hangs_up(call, party)

    async def customer_picks_up(self, call: CallId, agent: OfferId) -> None:
        self.exchange.customer_picks_up(call, agent)

    async def heard_by(self, call: CallId, who: dict[str, AgentId | None]) -> Pairs:
        names = {call, *who}
        return {(a, b) for a, b in self.exchange.heard_by(call) if a in names and b in names}


class RealParties(RealLab):
    """Asterisk, with telephones that speak in turn while all others listen."""

    def __init__(self, site: Site, phones: dict[AgentId, Softphone], customer: Softphone) -> None:
        super().__init__(site, phones[ANNA], customer)
        self._phones = phones
        self._outside: Call | None = None

    async def _rung(self, who: AgentId | None) -> Call:
        async with asyncio.timeout(8):
            while True:
                if who is not None and self._phones[who].calls:
                    return next(iter(self._phones[who].calls.values()))
                outside = [one for one in self._customer.calls.values() if one.incoming and one is not self._line]
                if who is None and outside:
                    self._outside = outside[0]
                    return outside[0]
                await asyncio.sleep(0.02)

    async def party_answers(self, call: CallId, party: OfferId, who: AgentId | None) -> None:
        (await self._rung(who)).answer()

    async def party_refuses(self, call: CallId, party: OfferId, who: AgentId | None) -> None:
        (await self._rung(who)).refuse()

    async def party_hangs_up(self, call: CallId, party: OfferId, who: AgentId | None) -> None:
        (await self._rung(who)).hang_up()

    async def customer_picks_up(self, call: CallId, agent: OfferId) -> None:
        self._line = await self._rung(None)
        self._line.answer()

    async def heard_by(self, call: CallId, who: dict[str, AgentId | None]) -> Pairs:
        await asyncio.sleep(0.6)
        calls = {name: self._call(agent) for name, agent in who.items()} | {call: self._line}
        talking = {name: one for name, one in calls.items() if one is not None and one.state == "talking"}
        pairs: Pairs = set()
        for speaker, phone in talking.items():
            before = {name: one.rtp.shouted for name, one in talking.items()}
            await phone.speak(SHOUT, SPEAK_SECONDS)
            await asyncio.sleep(0.15)
            pairs |= {
                (speaker, name)
                for name, one in talking.items()
                if name != speaker and one.rtp.shouted - before[name] > HEARD_PACKETS
            }
        return pairs

    def _call(self, agent: AgentId | None) -> Call | None:
        if agent is None:
            return self._outside
        return next(iter(self._phones[agent].calls.values()), None)


async def real_parties(folder: Path, program: Path, phones, company_text: str) -> tuple[Site, RealParties]:  # type: ignore[no-untyped-def]
    """A site with its Asterisk, and the lab over it."""
    from tests.asterisk.site import far_end

    desks = {agent: phones[agent] for agent in (ANNA, BEN, BOSS)}
    site = Site(folder, program, company_text)
    await site.prepare()
    site.trunks.write_text(far_end(phones["customer"].port))
    site.start_asterisk()
    lab = RealParties(site, desks, phones["customer"])
    await lab.open()
    return site, lab
