"""The floor as the distributor sees it: who waits and who works; changed by facts alone."""

from collections.abc import Callable
from typing import Any

from acd.agent import Agent
from acd.asks import Asks
from acd.bench import AWAY, IDLE, NOT_READY, ORDER
from acd.callback import DIALLING, IN_LINE, Alike, Callbacks
from acd.configured import agent_of, queue_of
from acd.line import Ring, Waiting
from acd.lines import Lines
from acd.queue import LAST_AGENT, OWNER, Queue
from acd.waiting_rules import CUSTOMER_FIRST
from cti import events as e
from cti.ids import AgentId, CallId, QueueId


class Floor(Lines):
    """All waiting calls and all agents, kept by kind: no decision looks through hundreds of calls or agents."""

    def __init__(
        self,
        queues: dict[QueueId, Queue],
        agents: dict[AgentId, Agent],
        timezone: str = "UTC",
        alike: Alike = str,
    ) -> None:
        super().__init__(queues, agents, timezone)
        self.callbacks = Callbacks(alike)
        self.asks = Asks()
        self.left: Waiting | None = None
        self.telephony_up = False
        self.closed: e.SiteClosed | None = None
        self._gone_number: tuple[CallId, str] = (CallId(""), "")
        self._offers: dict[CallId, int] = {}
        self._let_down: dict[CallId, dict[AgentId, float]] = {}
        self.moves: dict[CallId, int] = {}
        self._numbers: dict[CallId, str] = {}
        self._due: dict[QueueId, dict[CallId, Waiting]] = {}
        self._changes = self._table()
        self._build()

    def _build(self) -> None:
        """Kinds and who is of which, anew from agents, presences and waiting calls."""
        self.keeps_back = any(queue.keep_free for queue in self.queues.values())
        orders = {IDLE, *(ORDER[queue.strategy] for queue in self.queues.values() if queue.strategy in ORDER)}
        self._sit_down(tuple(sorted(orders)))
        self._asked = {}
        for call in self.waiting.values():
            call.rank, call.line = self._rank_of(call), None
            self._enters(call)

    # Facts

    def apply(self, event: e.Event) -> None:
        """Change by one fact."""
        if event.at >= self._midnight:
            self._new_day(event.at)
        presence = self.presences.apply(event)
        if presence is not None:
            self._works(presence, event.at)
        change = self._changes.get(type(event))
        if change is not None:
            change(event)
        if self.asks.by_call:
            self.asks.apply(event)

    def _table(self) -> dict[type[e.Event], Callable[[Any], None]]:
        return {
            e.CallArrived: self._arrived,
            e.CallerRecognised: self._recognised,
            e.CallQueued: self._queued,
            **self._wanted_table(),
            e.QueueAsked: self._queue_asked,
            e.PhoneRegistered: self._registered,
            e.AgentOffered: self._offered,
            e.OfferExpired: self._expired,
            e.OfferWithdrawn: self._unoffered,
            e.AgentAnswered: self._answered,
            e.CallServedByFallback: self._leaves,
            e.CallLeftQueue: self._left,
            e.CallEnded: self._ended,
            e.CallHeldInQueue: self._held,
            e.CallbackRequested: self.callbacks.apply,
            e.CallbackMerged: self._merged,
            e.CallbackDue: self._callback_due,
            e.CustomerDialled: self._dialled,
            e.CallbackOffered: self._asks,
            e.CallbackAccepted: self._accepts,
            e.CallbackDeclined: self._asked_in_vain,
            e.CallbackFailed: self._callback_over,
            e.CallbackClosed: self._callback_over,
            e.CallWidened: self._widens,
            e.PreferenceLapsed: self._widens,
            e.CallMoved: self._moved,
            e.WorkTaken: self._working,
            e.WorkDone: self._working,
            e.QueueConfigured: self._queue_configured,
            e.QueueRemoved: self._queue_removed,
            e.AgentConfigured: self._agent_configured,
            e.SiteClosed: self._site,
            e.SiteReopened: self._site,
            e.TelephonyRestored: self._seen,
            e.TelephonyLost: self._unseen,
            e.ServiceStarted: self._unseen,
        }

    def _arrived(self, event: e.CallArrived) -> None:
        self._numbers[event.call] = event.caller

    def _recognised(self, event: e.CallerRecognised) -> None:
        # A slow directory may answer when the call is over.
        if (event.owner or event.last_agent or event.vip) and event.call in self._numbers:
            self._known[event.call] = event
            call = self.waiting.get(event.call)
            if call and event.vip:
                self._ranks_anew(call)
            if call and call.prefer is None and not call.ringing and not self.is_callback(event.call):
                self._steps_out(call)
                self._prefers(call, self._preferred(call), event.at)
                self._enters(call)

    def _answered(self, event: e.AgentAnswered) -> None:
        self._had(event)
        self._tally(event.agent).calls += 1
        self._leaves(event)

    def _ended(self, event: e.CallEnded) -> None:
        self._leaves(event)
        self._offers.pop(event.call, None)
        self.moves.pop(event.call, None)
        self._known.pop(event.call, None)
        self._let_down.pop(event.call, None)
        self._gone_number = (event.call, self._numbers.pop(event.call, ""))

    def _site(self, event: e.SiteClosed | e.SiteReopened) -> None:
        self.closed = event if isinstance(event, e.SiteClosed) else None

    def _seen(self, _event: e.TelephonyRestored) -> None:
        self.telephony_up = True

    def _unseen(self, event: e.TelephonyLost | e.ServiceStarted) -> None:
        """Nobody sees the phones now, so nobody can be rung."""
        self.telephony_up = False
        for presence in self.presences.by_id.values():
            self._works(presence, event.at)

    def _queue_configured(self, event: e.QueueConfigured) -> None:
        known = self.queues.get(event.queue)
        if known is None or known.version < event.version:
            self.queues[event.queue] = queue_of(event.queue, event.version, event.settings)
            self._build()

    def _queue_removed(self, event: e.QueueRemoved) -> None:
        known = self.queues.get(event.queue)
        if known is not None and known.version < event.version:
            del self.queues[event.queue]
            self._build()

    def _agent_configured(self, event: e.AgentConfigured) -> None:
        known = self.agents.get(event.agent)
        if known is None or known.version < event.version:
            self.agents[event.agent] = agent_of(event.agent, event.version, event.settings)
            self._build()

    # Calls

    def _queued(self, event: e.CallQueued) -> None:
        self._leaves(event)
        at, head_start, priority = event.at, event.head_start, event.priority
        rank = self._rank(event.call, self.queue(event.queue), at, head_start, priority)
        call = Waiting(event.call, event.queue, at, head_start, rank, event.skills, priority)
        # An offer's number is part of a channel's id: a call that is queued again goes on counting.
        call.offers = self._offers.get(event.call, 0)
        call.declined = self._let_down.pop(event.call, None)
        self.waiting[event.call] = call
        self._prefers(call, event.prefer or self._preferred(call), at)
        self._enters(call)

    def _queue_asked(self, event: e.QueueAsked) -> None:
        """A colleague takes a place among those who wait, without being a call of the queue."""
        queue = self.queue(event.queue)
        rank = self._rank(event.call, queue, event.at, 0.0, 0)
        self.asks.began(event, Waiting(event.call, event.queue, event.at, 0.0, rank), event.at + queue.consult_seconds)

    def _preferred(self, call: Waiting) -> AgentId | None:
        wanted = self.queue(call.queue).prefer
        if not wanted:
            return None
        known = self._known.get(call.call)
        return {OWNER: known.owner, LAST_AGENT: known.last_agent}.get(wanted) if known else None

    def _prefers(self, call: Waiting, agent: AgentId | None, at: float) -> None:
        call.prefer = agent
        if agent and self._worth_waiting_for(agent, call, at):
            call.waits_for = agent

    def _worth_waiting_for(self, agent: AgentId, call: Waiting, at: float) -> bool:
        standing = self.standings.get(agent)
        if at - call.since >= self.queue(call.queue).prefer_seconds or standing is None:
            return False
        return standing.state not in {NOT_READY, AWAY} and self.seating.serves(standing.bench, self.line_of(call))

    def _leaves(self, event: e.CallEvent) -> None:
        self.left = waiting = self.waiting.pop(event.call, None)
        if waiting:
            self._steps_out(waiting)
            self._sent.pop(waiting.call, None)
            if waiting.offers:
                self._offers[waiting.call] = waiting.offers
            if self._due:
                self._due.get(waiting.queue, {}).pop(waiting.call, None)

    def _left(self, event: e.CallLeftQueue) -> None:
        self._leaves(event)
        # A person does not go round in circles: only what rules do is counted.
        if event.to and not event.exit and not event.by:
            self.moves[event.call] = self.moves.get(event.call, 0) + 1

    def _offered(self, event: e.AgentOffered) -> None:
        self._rung_anew(event.agent)
        standing = self.standings.get(event.agent)
        (standing.tally if standing is not None else self._tally(event.agent)).turn = event.at
        call = self.waiting.get(event.call)
        if call:
            self._steps_out(call)
            call.offers += 1
            rings = Ring(event.agent, event.expires)
            call.ringing = {**call.ringing, event.offer: rings} if call.ringing else {event.offer: rings}
            self._enters(call)

    def _expired(self, event: e.OfferExpired) -> None:
        call = self.waiting.get(event.call)
        if call is None and event.reason != "lost" and event.call in self._numbers:
            # Who was wanted by name is not asked again at once when the call comes into a queue.
            self._let_down.setdefault(event.call, {})[event.agent] = event.at
        if call and event.reason != "lost":
            call.declined = {**(call.declined or {}), event.agent: event.at}
        self._unoffered(event)

    def _unoffered(self, event: e.OfferExpired | e.OfferWithdrawn) -> None:
        self._had(event)
        waiting = self.waiting.get(event.call)
        if waiting and waiting.ringing and event.offer in waiting.ringing:
            self._steps_out(waiting)
            del waiting.ringing[event.offer]
            waiting.ringing = waiting.ringing or None
            self._enters(waiting)

    def _widens(self, event: e.CallWidened | e.PreferenceLapsed) -> None:
        call = self.waiting.get(event.call)
        if call:
            self._steps_out(call)
            lapsed = isinstance(event, e.PreferenceLapsed)
            if isinstance(event, e.CallWidened):
                call.step, call.line, call.overflows = (
                    max(call.step, event.step),
                    None,
                    call.overflows or not event.step,
                )
            if lapsed or not call.sent:
                call.waits_for = None
            if lapsed:
                self._unsends(call)
            self._enters(call)

    def _moved(self, event: e.CallMoved) -> None:
        """Another queue is told by the facts that follow."""
        call = self.waiting.get(event.call)
        if call is None or event.to_queue is not None or self.is_callback(event.call):
            return
        self._steps_out(call)
        if event.to_agent is None:
            call.raised = event.at
            call.rank = self._rank_of(call)
        else:
            call.prefer = call.waits_for = event.to_agent
            # Who has just let it go is asked again all the same: a person says so.
            call.declined = {one: at for one, at in (call.declined or {}).items() if one != event.to_agent} or None
            call.sent = True
            self._sent[call.call] = call
        self._enters(call)

    def _unsends(self, call: Waiting) -> None:
        call.sent = False
        self._sent.pop(call.call, None)

    # Callbacks

    def _callback_due(self, event: e.CallbackDue) -> None:
        """A callback takes the place that was kept for it."""
        self.callbacks.apply(event)
        callback = self.callbacks.by_id.get(event.callback)
        if callback is None or callback.call != event.call:
            return
        asked_for = callback.request
        queue = self.queue(asked_for.queue)
        since, head_start, priority = asked_for.since, asked_for.head_start, asked_for.priority
        rank = self._rank(event.call, queue, since, head_start, priority)
        call = Waiting(event.call, asked_for.queue, since, head_start, rank, asked_for.skills, priority)
        call.ready = queue.callbacks.first != CUSTOMER_FIRST
        self.waiting[call.call] = call
        self._enters(call)
        if not call.ready:
            self._due.setdefault(call.queue, {})[call.call] = call

    def _merged(self, event: e.CallbackMerged) -> None:
        """Two wishes are one; a callback that is in line already moves up to the earlier place."""
        self.callbacks.apply(event)
        callback = self.callbacks.by_id.get(event.callback)
        call = self.waiting.get(callback.call) if callback and callback.call else None
        if call is None or callback is None or callback.state != IN_LINE:
            return
        self._steps_out(call)
        call.since, call.head_start = callback.request.since, callback.request.head_start
        call.rank = self._rank_of(call)
        self._enters(call)

    def _dialled(self, event: e.CustomerDialled) -> None:
        self.callbacks.apply(event)
        call = self.waiting.get(event.call)
        if call:
            self._steps_out(call)
            self._due.get(call.queue, {}).pop(call.call, None)
            call.ready = False

    def _held(self, event: e.CallHeldInQueue) -> None:
        self.callbacks.apply(event)
        call = self.waiting.get(event.call)
        # Who is asked something may just have been on the way to hold.
        if call and not call.ready and not call.asking:
            call.ready = True
            self._enters(call)

    def _asks(self, event: e.CallbackOffered) -> None:
        call = self.waiting.get(event.call)
        if call:
            self._steps_out(call)
            call.asked = call.asking = True
            call.ready = False

    def _accepts(self, event: e.CallbackAccepted) -> None:
        call = self.waiting.get(event.call)
        if call and call.asked:
            call.accepts = event.number

    def _asked_in_vain(self, event: e.CallbackDeclined) -> None:
        call = self.waiting.get(event.call)
        if call and call.asking:
            call.asking, call.ready = False, True
            self._enters(call)

    def _callback_over(self, event: e.CallbackFailed | e.CallbackClosed) -> None:
        callback = self.callbacks.by_id.get(event.callback)
        call = self.waiting.get(callback.call) if callback and callback.call else None
        # Who is on hold by now is a caller like any other.
        if call and callback and callback.state in {IN_LINE, DIALLING}:
            del self.waiting[call.call]
            self._steps_out(call)
            self._due.get(call.queue, {}).pop(call.call, None)
        self.callbacks.apply(event)

    def is_callback(self, call: CallId) -> bool:
        """Whether this call is one that a callback has become, or is to become: nobody may be there to speak to."""
        return call in self.callbacks.by_call

    def due(self, queue: QueueId) -> list[Waiting]:
        """The callbacks of a queue whose customers are to be dialled before an agent is asked, the next one first."""
        return sorted(self._due.get(queue, {}).values(), key=lambda call: call.rank)

    def number_of(self, call: CallId) -> str:
        """The caller's number, also of the call that ended last; empty if it is unknown."""
        return self._gone_number[1] if self._gone_number[0] == call else self._numbers.get(call, "")
