"""A floor that hypothesis plays: four unequal agents, two queues set up in any way, and everything that can happen."""

from dataclasses import asdict
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule

from acd.agent import Agent
from acd.callback import DIALLING, IN_LINE, ON_HOLD, WAITING, Callback
from acd.floor import Floor as FloorState
from acd.queue import LAST_AGENT, OWNER, STAY_READY, STRATEGIES, Queue
from acd.waiting_rules import AGENT_FIRST, CUSTOMER_FIRST, QUEUE, CallbackRules, Exit, Overflow, Step
from cti import events as e
from cti.ids import AgentId, CallbackId, CallId, OfferId
from tests.acd.desk import ANNA, BEN, CLEO, SALES, SUPPORT, Shift

DORA = AgentId("1004")
STAFF = (
    Agent(ANNA, "Anna", (SALES,), {"french": 3}),
    Agent(BEN, "Ben", (SALES, SUPPORT), {"french": 1}, order={SALES: 2}, weight=3.0),
    Agent(CLEO, "Cleo", (SALES, SUPPORT), capacity=1.5),
    Agent(DORA, "Dora", (SUPPORT,), {"french": 5}),
)
NAMES = tuple(agent.id for agent in STAFF)
who = st.sampled_from(NAMES)


class PlayedFloor(RuleBasedStateMachine):
    """Four unequal agents, two queues set up in any way, and everything that can happen."""

    @initialize(
        strategy=st.sampled_from(STRATEGIES),
        together=st.sampled_from([1, 1, 2, 3]),
        keep_free=st.sampled_from([0, 0, 1]),
        missed=st.sampled_from(["not_ready", STAY_READY]),
        prefer=st.sampled_from([LAST_AGENT, OWNER]),
        prefer_seconds=st.sampled_from([0.0, 15.0]),
        first=st.sampled_from([AGENT_FIRST, CUSTOMER_FIRST]),
        offer_after=st.sampled_from([None, 10.0]),
        abandoned=st.booleans(),
    )
    def opens(
        self,
        strategy: str,
        together: int,
        keep_free: int,
        missed: str,
        prefer: str,
        prefer_seconds: float,
        first: str,
        offer_after: float | None,
        abandoned: bool,
    ) -> None:
        callbacks = CallbackRules(
            offer_after, first=first, ring_seconds=10, retries=1, retry_seconds=60, abandoned=abandoned
        )
        wide = (Step(12, skills={}), Step(25, also=(SUPPORT,)), Step(90, exit=Exit(QUEUE, queue=SUPPORT)))
        sales = Queue(
            SALES, strategy=strategy, ring_at_once=together, missed=missed, wrap_up_seconds=30, steps=wide,
            skills={"french": 1}, prefer=prefer, prefer_seconds=prefer_seconds, callbacks=callbacks,
        )  # fmt: skip
        support = Queue(
            SUPPORT, wrap_up_seconds=0, keep_free=keep_free, deadline=20, max_wait=300,
            prefer=OWNER, prefer_seconds=prefer_seconds * 2,
        )  # fmt: skip
        self.shift = Shift([sales, support], STAFF)
        self.number = 0
        self.talks: dict[CallId, tuple[AgentId, OfferId]] = {}

    @property
    def floor(self) -> FloorState:
        return self.shift.machine.floor

    def rings(self) -> list[tuple[CallId, AgentId, OfferId]]:
        waiting = self.floor.waiting.values()
        return [(w.call, ring.agent, offer) for w in waiting for offer, ring in (w.ringing or {}).items()]

    @rule(
        queue=st.sampled_from([SALES, SALES, SUPPORT]),
        ahead=st.sampled_from([0.0, 0.0, 30.0]),
        priority=st.sampled_from([0, 0, 1]),
        owner=st.none() | who,
        last=st.none() | who,
    )
    def calls(self, queue: Any, ahead: float, priority: int, owner: AgentId | None, last: AgentId | None) -> None:
        self.number += 1
        call, at = CallId(f"c{self.number}"), self.shift.now
        self.shift.hears(e.CallArrived(at=at, call=call, caller="10086", caller_name="", dialled="1000"))
        self.shift.hears(e.CallerRecognised(at=at, call=call, owner=owner, last_agent=last))
        self.shift.hears(e.CallQueued(at=at, call=call, queue=queue, head_start=ahead, priority=priority))
        self.shift.now += 1

    @precondition(lambda self: self.floor.waiting)
    @rule(data=st.data(), owner=st.none() | who, last=st.none() | who)
    def is_recognised_only_now(self, data: st.DataObject, owner: AgentId | None, last: AgentId | None) -> None:
        call = data.draw(st.sampled_from(sorted(self.floor.waiting)))
        self.shift.hears(e.CallerRecognised(at=self.shift.now, call=call, owner=owner, last_agent=last))

    @rule(name=who)
    def comes(self, name: AgentId) -> None:
        self.shift.works(name)

    @rule(name=who, kind=st.sampled_from([e.ConsoleLost, e.ConsoleConnected, e.PhoneLost, e.PhoneRegistered]))
    def blinks(self, name: AgentId, kind: type[e.AgentEvent]) -> None:
        self.shift.hears(kind(at=self.shift.now, agent=name))

    @rule(name=who, leaves=st.booleans())
    def stops(self, name: AgentId, leaves: bool) -> None:
        at = self.shift.now
        pause = e.AgentBecameNotReady(at=at, agent=name, reason="break")
        self.shift.hears(e.AgentLoggedOut(at=at, agent=name) if leaves else pause)

    @rule(closed=st.booleans())
    def the_switch_is_thrown(self, closed: bool) -> None:
        at = self.shift.now
        self.shift.hears(e.SiteClosed(at=at, by="boss") if closed else e.SiteReopened(at=at, by="boss"))

    @rule(name=who, load=st.sampled_from([0.25, 1.0, None]))
    def other_work(self, name: AgentId, load: float | None) -> None:
        at = self.shift.now
        taken = e.WorkTaken(at=at, agent=name, work="chat", load=load or 0.0)
        self.shift.hears(taken if load else e.WorkDone(at=at, agent=name, work="chat"))

    def phones(self) -> list[tuple[CallId, AgentId, OfferId]]:
        """What rings, but for agents who are reserved until the customer is there."""
        return [ring for ring in self.rings() if self.stands(ring[0]) != DIALLING]

    def stands(self, call: CallId) -> str | None:
        """How the callback stands that this call is, if it is one."""
        callback = self.floor.callbacks.by_call.get(call)
        return callback.state if callback else None

    def callbacks(self, *states: str) -> list[Callback]:
        return [one for one in self.floor.callbacks.by_id.values() if one.state in states]

    @rule(
        queue=st.sampled_from([SALES, SUPPORT]),
        number=st.sampled_from(["20001", "20002", "20003"]),
        not_before=st.sampled_from([0.0, 0.0, 50.0]),
        window=st.sampled_from([None, None, 100.0]),
    )
    def asks_to_be_called_back(self, queue: Any, number: str, not_before: float, window: float | None) -> None:
        self.number += 1
        at, known = self.shift.now, self.floor.callbacks.open_for(queue, number)
        if known:
            self.shift.hears(e.CallbackMerged(at=at, callback=known.id, by="web"))
            return
        self.shift.hears(
            e.CallbackRequested(
                at=at, callback=CallbackId(f"b{self.number}"), queue=queue, number=number, since=at, by="web",
                not_before=at + not_before, not_after=at + not_before + window if window else None,
            )
        )  # fmt: skip

    @precondition(lambda self: self.callbacks(DIALLING))
    @rule(data=st.data(), reason=st.sampled_from(["there", "there", "busy", "lost"]))
    def customer(self, data: st.DataObject, reason: str) -> None:
        call, at = data.draw(st.sampled_from(sorted(str(one.call) for one in self.callbacks(DIALLING)))), self.shift.now
        name = CallId(call)
        if reason == "there":
            self.shift.hears(e.CallHeldInQueue(at=at, call=name))
            return
        if reason == "busy":
            self.shift.hears(e.CustomerNotReached(at=at, call=name, reason=reason))
        self.shift.hears(e.CallEnded(at=at, call=name, ended_by="unknown"))

    @precondition(lambda self: self.callbacks(WAITING, IN_LINE, DIALLING))
    @rule(data=st.data())
    def cancels(self, data: st.DataObject) -> None:
        names = sorted(one.id for one in self.callbacks(WAITING, IN_LINE, DIALLING))
        name = data.draw(st.sampled_from(names))
        self.shift.hears(e.CallbackClosed(at=self.shift.now, callback=name, outcome="cancelled", by="Sue"))

    @precondition(lambda self: any(call.asking for call in self.floor.waiting.values()))
    @rule(data=st.data(), yes=st.booleans(), number=st.sampled_from(["10086", "20001"]))
    def replies(self, data: st.DataObject, yes: bool, number: str) -> None:
        call = data.draw(st.sampled_from(sorted(w.call for w in self.floor.waiting.values() if w.asking)))
        accepted = e.CallbackAccepted(at=self.shift.now, call=call, number=number)
        self.shift.hears(accepted if yes else e.CallbackDeclined(at=self.shift.now, call=call, reason="key"))

    @precondition(lambda self: self.phones())
    @rule(data=st.data())
    def answers(self, data: st.DataObject) -> None:
        call, name, offer = data.draw(st.sampled_from(sorted(self.phones())))
        self.shift.hears(e.AgentAnswered(at=self.shift.now, call=call, agent=name, offer=offer))
        self.talks[call] = (name, offer)

    @precondition(lambda self: self.rings())
    @rule(data=st.data(), reason=st.sampled_from(["no_answer", "rejected", "unreachable", "failed"]))
    def declines(self, data: st.DataObject, reason: str) -> None:
        call, name, offer = data.draw(st.sampled_from(sorted(self.rings())))
        self.shift.hears(e.OfferExpired(at=self.shift.now, call=call, agent=name, offer=offer, reason=reason))

    @precondition(lambda self: self.talks)
    @rule(data=st.data())
    def hangs_up(self, data: st.DataObject) -> None:
        call = data.draw(st.sampled_from(sorted(self.talks)))
        self.shift.ends(call, *self.talks.pop(call))

    def callers(self) -> list[CallId]:
        return sorted(call for call in self.floor.waiting if self.stands(call) in {None, ON_HOLD})

    @precondition(lambda self: self.callers())
    @rule(data=st.data())
    def gives_up(self, data: st.DataObject) -> None:
        call = data.draw(st.sampled_from(self.callers()))
        self.shift.hears(e.CallEnded(at=self.shift.now, call=call, ended_by="caller"))

    @rule(seconds=st.sampled_from([1, 10, 40, 130]))
    def time(self, seconds: int) -> None:
        self.shift.passes(seconds)

    @rule(up=st.booleans())
    def line(self, up: bool) -> None:
        kind = e.TelephonyRestored if up else e.TelephonyLost
        self.shift.hears(kind(at=self.shift.now, node="main"))
        for name in NAMES if up else ():
            self.shift.hears(e.PhoneRegistered(at=self.shift.now, agent=name))

    @rule(ring=st.sampled_from([10, 20]))
    def is_configured_anew(self, ring: int) -> None:
        before = self.floor.queue(SALES)
        self.shift.configures(before, ring_seconds=float(ring))

    @precondition(lambda self: self.floor.waiting)
    @rule(data=st.data(), way=st.sampled_from(["up", "queue", "agent", "agent"]), name=who)
    def a_supervisor_moves(self, data: st.DataObject, way: str, name: AgentId) -> None:
        call = self.floor.waiting[data.draw(st.sampled_from(sorted(self.floor.waiting)))]
        other = SUPPORT if call.queue == SALES else SALES
        self.shift.hears(
            e.CallMoved(
                at=self.shift.now, call=call.call, by="boss", queue=call.queue,
                to_queue=other if way == "queue" else None, to_agent=name if way == "agent" else None,
            )
        )  # fmt: skip
        self.shift.now += 1

    @rule(name=who)
    def a_supervisor_ends_the_work_of(self, name: AgentId) -> None:
        self.shift.hears(e.AgentForcedOut(at=self.shift.now, agent=name, by="boss"))

    @rule(opened=st.booleans(), flow=st.booleans())
    def the_overflow_is_switched(self, opened: bool, flow: bool) -> None:
        before, overflow = self.floor.queue(SALES), Overflow(opened, 20, SUPPORT, flow)
        self.shift.configures(before, overflow=asdict(overflow))

    @rule()
    def dies(self) -> None:
        before = self.rings()
        self.shift.restarts()
        assert set(before) <= set(self.rings()), "an offer outlives the service that made it"
