"""One life of the room on a database and journal of its own, with a clock set by hand."""

import asyncio
from dataclasses import dataclass
from pathlib import Path

from crm_bridge.directory import ContactDirectory
from crm_bridge.runner import CrmRunner
from crm_bridge.screen_pop import ScreenPopSettings
from crm_bridge.store import CustomerStore
from crm_bridge.timeline.store import InteractionStore
from cti import events as e
from cti.bus import InProcessBus
from cti.database import Database
from cti.ids import AgentId, CallId, OfferId, QueueId
from cti.journal import Journal

T0 = 1_763_756_550.0
CALL = CallId("main-1763756550.12")
WEI = AgentId("wei")
OFFER = OfferId(f"{CALL}-o1")
SALES = QueueId("sales")


@dataclass
class HandClock:
    at: float = T0

    def now(self) -> float:
        return self.at


@dataclass
class Floor:
    journal: Journal
    bus: InProcessBus
    clock: HandClock
    database: Database
    crm: CrmRunner

    def say(self, *events: e.Event) -> None:
        for event in events:
            self.clock.at = max(self.clock.at, event.at)
            self.journal.record(event)

    async def settle(self) -> None:
        """Wait until everything said so far, and what it led to, has been heard and written."""
        for _ in range(2):
            await self.journal.flush()
            async with asyncio.timeout(5):
                while self.crm.projection.heard < self.journal.position:
                    await asyncio.sleep(0.002)
            await self.crm.projection.settle()

    async def told(self, kind: type[e.Event]) -> list[e.Event]:
        """Every fact of this kind in the journal."""
        await self.journal.flush()
        return [r.event for r in await self.journal.store.after(0) if isinstance(r.event, kind)]

    async def close(self) -> None:
        await self.crm.close()
        await self.journal.close()
        await self.bus.close()


async def open_floor(
    database: Database,
    tmp_path: Path,
    clock: HandClock,
    directory: ContactDirectory | None = None,
    deadline: float = 0.8,
    interactions: InteractionStore | None = None,
) -> Floor:
    bus = InProcessBus()
    journal = Journal(database, bus, tmp_path / "outbox")
    await journal.open()
    crm = CrmRunner(
        journal=journal,
        bus=bus,
        clock=clock,
        directory=directory or CustomerStore(database, clock),
        interactions=interactions or InteractionStore(database),
        settings=ScreenPopSettings(region="CN", deadline=deadline),
    )
    await crm.start()
    return Floor(journal, bus, clock, database, crm)


def arrived(at: float = T0, caller: str = "+8613800138001", call: CallId = CALL) -> e.CallArrived:
    return e.CallArrived(at=at, call=call, caller=caller, caller_name="", dialled="1000")


def answered_call(at: float = T0, call: CallId = CALL, caller: str = "+8613800138001") -> list[e.Event]:
    """Queued at +5, answered at +15, on hold +25 to +35, over at +65, wrapped up at +85."""
    offer = OfferId(f"{call}-o1")
    return [
        arrived(at, caller, call),
        e.CallQueued(at=at + 5, call=call, queue=SALES),
        e.AgentOffered(at=at + 10, call=call, agent=WEI, offer=offer, queue=SALES, expires=at + 30),
        e.AgentAnswered(at=at + 15, call=call, agent=WEI, offer=offer),
        e.CallHeld(at=at + 25, call=call, offer=offer),
        e.CallRetrieved(at=at + 35, call=call, offer=offer),
        e.SegmentEnded(at=at + 65, call=call, agent=WEI, offer=offer),
        e.CallEnded(at=at + 65, call=call, ended_by="caller"),
        e.WrapUpStarted(at=at + 65, call=call, agent=WEI, offer=offer, limit=at + 125),
        e.WrapUpFinished(at=at + 85, call=call, agent=WEI, offer=offer, by_limit=False),
    ]
