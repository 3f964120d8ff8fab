"""A distributor with its clock: facts go in, its own facts and timers come back, and a twin restarts at every step."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from acd.agent import Agent
from acd.configured import document_of
from acd.distributor import Distributor
from acd.queue import Queue
from cti import commands as c
from cti import events as e
from cti.ids import AgentId, CallId, OfferId, QueueId
from cti.machine import react, settle

SALES, SUPPORT = QueueId("sales"), QueueId("support")
ANNA, BEN, CLEO = AgentId("1001"), AgentId("1002"), AgentId("1003")
T0 = 1_000_000.0


def agent(name: AgentId, *queues: QueueId, **skills: int) -> Agent:
    return Agent(name, str(name), queues or (SALES,), skills)


@dataclass
class Shift:
    """`orders` are all commands since the last look; `journal` every fact, told or decided."""

    queues: Sequence[Queue] = (Queue(SALES, ring_seconds=20, wrap_up_seconds=30),)
    agents: Sequence[Agent] = (agent(ANNA), agent(BEN))
    now: float = T0
    journal: list[e.Event] = field(default_factory=list)
    orders: list[c.Command] = field(default_factory=list)
    timers: dict[str, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.machine = self.fresh()
        self.hears(e.TelephonyRestored(at=self.now, node="main"))

    def fresh(self) -> Distributor:
        return Distributor({q.id: q for q in self.queues}, {a.id: a for a in self.agents})

    def hears(self, *facts: e.Event) -> "Shift":
        for fact in facts:
            if not isinstance(fact, e.TimerRang):
                self.journal.append(fact)
            self._take(react(self.machine, fact))
        return self

    def _take(self, commands: Sequence[c.Command]) -> None:
        for command in commands:
            self.orders.append(command)
            match command:
                case c.Record(event=event):
                    self.journal.append(event)
                case c.SetTimer(timer=timer, due=due):
                    self.timers[timer] = due
                case c.CancelTimer(timer=timer):
                    self.timers.pop(timer, None)

    def configures(self, queue: Queue, **changed: object) -> "Shift":
        """Somebody changes a queue's settings while calls flow."""
        settings = {**document_of(queue), **changed}
        return self.hears(
            e.QueueConfigured(at=self.now, queue=queue.id, version=queue.version + 1, by="test", settings=settings)
        )

    def is_refused(self, order: c.TelephonyCommand) -> None:
        self._take(settle(self.machine, self.machine.refused(order, self.now)))

    def restarts(self) -> None:
        """A death and a new life, from the journal alone; the link comes back, phones and consoles are seen again."""
        before = self.machine.floor.presences.by_id
        seen = [(p.id, p.console, p.phone) for p in before.values()]
        self.timers.clear()
        self.machine = self.fresh()
        for fact in self.journal:
            self.machine.apply(fact)
        started = e.ServiceStarted(at=self.now, version="next")
        self.machine.apply(started)
        self._take(settle(self.machine, self.machine.resume(self.now)))
        self.hears(started)
        for name, console, phone in seen:
            if phone:
                self.hears(e.PhoneRegistered(at=self.now, agent=name))
            if console:
                self.hears(e.ConsoleConnected(at=self.now, agent=name))
        self.hears(e.TelephonyRestored(at=self.now, node="main"))

    def passes(self, seconds: float) -> "Shift":
        end = self.now + seconds
        while due := sorted((at, name) for name, at in self.timers.items() if at <= end):
            at, name = due[0]
            del self.timers[name]
            self.now = max(self.now, at)
            self.hears(e.TimerRang(at=self.now, timer=name))
        self.now = end
        return self

    def works(self, *agents: AgentId) -> "Shift":
        for name in agents:
            self.hears(
                e.AgentLoggedIn(at=self.now, agent=name),
                e.ConsoleConnected(at=self.now, agent=name),
                e.PhoneRegistered(at=self.now, agent=name),
                e.AgentBecameReady(at=self.now, agent=name),
            )
            self.now += 1
        return self

    def calls(self, name: str, queue: QueueId = SALES, head_start: float = 0.0, *skills: str) -> CallId:
        call = CallId(name)
        self.hears(e.CallArrived(at=self.now, call=call, caller="1", caller_name="", dialled="1000"))
        self.hears(e.CallQueued(at=self.now, call=call, queue=queue, head_start=head_start, skills=skills))
        self.now += 1
        return call

    @property
    def ringing(self) -> dict[CallId, AgentId]:
        """What rings where, by the floor's own word."""
        return {w.call: w.agent for w in self.machine.floor.waiting.values() if w.agent}

    def offer(self, call: CallId) -> OfferId:
        offer = self.machine.floor.waiting[call].offer
        assert offer is not None, f"{call} rings nowhere"
        return offer

    def expires(self, call: CallId, reason: str) -> "Shift":
        agent_, offer = self.ringing[call], self.offer(call)
        return self.hears(e.OfferExpired(at=self.now, call=call, agent=agent_, offer=offer, reason=reason))

    def answers(self, call: CallId) -> OfferId:
        agent_, offer = self.ringing[call], self.offer(call)
        self.hears(e.AgentAnswered(at=self.now, call=call, agent=agent_, offer=offer))
        return offer

    def ends(self, call: CallId, agent_: AgentId, offer: OfferId) -> "Shift":
        self.hears(e.SegmentEnded(at=self.now, call=call, agent=agent_, offer=offer))
        return self.hears(e.CallEnded(at=self.now, call=call, ended_by="agent"))

    def state(self, name: AgentId) -> tuple[str, str | None]:
        presence = self.machine.floor.presences.get(name)
        return presence.state, presence.reason if presence.state == "not_ready" else None

    def rung(self) -> list[c.RingAgent]:
        return [order for order in self.orders if isinstance(order, c.RingAgent)]
