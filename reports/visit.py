"""A visit: one call's stay in one queue, from which every figure is counted.

A visit belongs, with everything about it, to the day of the site on which it was enqueued, also when it ends after
midnight; it counts as offered once it is over: answered, abandoned or flowed out. So a finished day stays as it is,
but for calls that were in progress at its end.

Who accepts a callback flows out; the call that keeps the promise is a visit of its own, `called_back`: nobody came with
it, so it is not offered again, but the agent who answers it handles it, which counts in the queue's and agent's time.
"""

from collections.abc import Iterator

from msgspec import Struct
from msgspec.structs import replace

from cti import events as e
from cti.ids import AgentId, CallId, OfferId, QueueId, is_party
from cti.segment import Segment, after, begun
from reports.consulted import Consulted, asked

WAITING, ANSWERED, ABANDONED, FLOWED_OUT = "waiting", "answered", "abandoned", "flowed_out"
CALLED_BACK = "called_back"
MISSED_REASONS = frozenset({"no_answer", "rejected"})


class Offer(Struct, frozen=True, kw_only=True, gc=False):
    """The call rang at one agent. `result`: ringing, answered, missed (not answered or rejected by the agent),
    failed (the phone or the service was at fault), or withdrawn (the caller was gone)."""

    id: OfferId
    agent: AgentId
    at: float
    result: str = "ringing"


class Visit(Struct, frozen=True, kw_only=True, gc=False):
    """One stay in a queue. `left_at` is when the waiting was over; `number` counts the call's visits from 0;
    `raised_at` is when a supervisor moved it before all others, `waits_since` when the wait began with which it was
    moved here from another queue."""

    call: CallId
    number: int
    queue: QueueId
    caller: str
    arrived_at: float
    enqueued_at: float
    head_start: float = 0.0
    raised_at: float = 0.0
    waits_since: float | None = None
    left_at: float | None = None
    outcome: str = WAITING
    offers: tuple[Offer, ...] = ()
    segments: tuple[Segment, ...] = ()
    consults: tuple[Consulted, ...] = ()

    @property
    def waiting_since(self) -> float:
        """Since when the caller waits without a break, in whichever queues."""
        return self.enqueued_at if self.waits_since is None else self.waits_since

    @property
    def wait_s(self) -> float:
        """Seconds from enqueued to answered, abandoned or flowed out; 0 while waiting."""
        return 0.0 if self.left_at is None else max(0.0, self.left_at - self.enqueued_at)

    @property
    def talk_s(self) -> float:
        """Seconds of conversation of all its segments."""
        return sum(segment.talk_s for segment in self.segments)

    @property
    def handled(self) -> bool:
        """Whether it was answered, and every agent's talk and wrap-up are over."""
        return bool(self.segments) and all(segment.handled for segment in self.segments)

    @property
    def agent(self) -> AgentId | None:
        """Who answered it first."""
        return self.segments[0].agent if self.segments else None


class _Call(Struct, frozen=True, gc=False):
    arrived_at: float
    caller: str
    ended: bool = False
    dialled: bool = False
    visits: tuple[Visit, ...] = ()


# Facts about a call that change no visit: half of all that is told, passed over at once.
SILENT = (
    e.CallerRecognised,
    e.FlowEntered,
    e.FlowLeft,
    e.DigitsEntered,
    e.PromptFinished,
    e.QueueJoined,
    e.WaitPromised,
    e.CallHeldInQueue,
    e.InteractionLogged,
)
Change = tuple[Visit | None, Visit]


class Visits:
    """The running fold of the journal into visits."""

    def __init__(self) -> None:
        self._calls: dict[CallId, _Call] = {}

    def __iter__(self) -> Iterator[Visit]:
        return (visit for call in self._calls.values() for visit in call.visits)

    def hear(self, event: e.Event) -> list[Change]:
        """Take one fact in; each visit that it changed, as it was (None if new) and as it is."""
        if not isinstance(event, e.CallEvent):
            return []
        before = self._calls.get(event.call)
        if before is None:
            if not isinstance(event, e.CallArrived | e.CallQueued | e.CallServedByFallback):
                return []
            arrived = event if isinstance(event, e.CallArrived) else None
            dialled = arrived is not None and arrived.stage == "dialling"
            before = _Call(event.at, arrived.caller if arrived else "", dialled=dialled)
        if isinstance(event, SILENT) and event.call in self._calls:
            return []
        visits = tuple(_after(visit, event) for visit in before.visits) + _new(before, event)
        if visits and isinstance(event, e.AgentOffered | e.AgentAnswered):
            visits = (*visits[:-1], _met(visits[-1], event))
        if visits and isinstance(event, e.ConsultAnswered):
            visits = (*visits[:-1], _consulted(visits[-1], event))
        ended = before.ended or isinstance(event, e.CallEnded)
        self._calls[event.call] = replace(before, ended=ended, visits=visits)
        old = (*before.visits, *[None] * (len(visits) - len(before.visits)))
        return [(was, now) for was, now in zip(old, visits, strict=True) if was is not now]

    def forget(self, before: float) -> None:
        """Drop ended calls that were enqueued before an instant."""
        for name, call in list(self._calls.items()):
            if call.ended and all(visit.enqueued_at < before for visit in call.visits):
                del self._calls[name]


def _new(call: _Call, event: e.CallEvent) -> tuple[Visit, ...]:
    last = call.visits[-1] if call.visits else None
    number = len(call.visits)
    moved = last is not None and last.outcome == FLOWED_OUT

    def visit(queue: str, head_start: float = 0.0) -> Visit:
        return Visit(
            call=event.call,
            number=number,
            queue=QueueId(queue),
            caller=call.caller,
            arrived_at=call.arrived_at,
            enqueued_at=event.at,
            head_start=head_start,
            waits_since=last.waiting_since if last and moved and last.left_at == event.at else None,
        )

    match event:
        case e.CallQueued(queue=queue, head_start=head_start) if not call.ended:
            # Said again of the queue it waits in, as after a restart, it is the same wait.
            again = last is not None and last.outcome == WAITING and last.queue == queue
            return () if again else (visit(queue, head_start),)
        case e.AgentOffered(queue=queue) if call.dialled and last is None:
            return (replace(visit(queue), left_at=event.at, outcome=CALLED_BACK),)
        case e.CallServedByFallback(queue=queue) if last is None:
            # The service was away when it came: counted where the fallback took it, or nobody would see it.
            return (replace(visit(queue), left_at=event.at, outcome=FLOWED_OUT),)
    return ()


def _after(visit: Visit, event: e.CallEvent) -> Visit:
    visit = _segments_after(visit, event)
    match event:
        case e.CallQueued(queue=queue) if queue != visit.queue:
            return _left(visit, event.at, FLOWED_OUT)
        case e.CallLeftQueue(queue=queue) if queue == visit.queue:
            return _left(visit, event.at, FLOWED_OUT)
        case e.CallMoved(to_queue=None, to_agent=None) if visit.outcome == WAITING:
            return replace(visit, raised_at=event.at)
        case e.CallServedByFallback():
            return _left(visit, event.at, FLOWED_OUT)
        case e.CallEnded():
            return _left(_offers_withdrawn(visit), event.at, ABANDONED)
        case e.OfferExpired(offer=name, reason=reason):
            return _offer_over(visit, name, "missed" if reason in MISSED_REASONS else "failed")
        case e.OfferWithdrawn(offer=name):
            return _offer_over(visit, name, "withdrawn")
        case e.ConsultEnded() if visit.consults:
            return _consulted(visit, event)
    return visit


def _consulted(visit: Visit, event: e.ConsultAnswered | e.ConsultEnded) -> Visit:
    """Who is asked belongs to the call's latest visit, as the agent who asks does."""
    after_it = asked(visit.consults, event)
    return visit if after_it is visit.consults else replace(visit, consults=after_it)


def _met(visit: Visit, event: e.AgentOffered | e.AgentAnswered) -> Visit:
    """The call's latest visit meets an agent: the first one, or the next to whom it is passed on."""
    if visit.outcome not in {WAITING, ANSWERED, CALLED_BACK}:
        return visit
    if isinstance(event, e.AgentOffered):
        if is_party(event.offer):
            # Asked by a colleague, or given the call by one: the queue offered nothing.
            return visit
        known = any(offer.id == event.offer for offer in visit.offers)
        rings = Offer(id=event.offer, agent=event.agent, at=event.at)
        return visit if known else replace(visit, offers=(*visit.offers, rings))
    if any(segment.offer == event.offer for segment in visit.segments):
        return visit
    answered = replace(visit, segments=(*visit.segments, begun(event)))
    return _left(_offer_over(answered, event.offer, ANSWERED), event.at, ANSWERED)


def _segments_after(visit: Visit, event: e.CallEvent) -> Visit:
    segments = tuple(after(segment, event) for segment in visit.segments)
    changed = any(now is not was for now, was in zip(segments, visit.segments, strict=True))
    return replace(visit, segments=segments) if changed else visit


def _left(visit: Visit, at: float, outcome: str) -> Visit:
    return replace(visit, left_at=at, outcome=outcome) if visit.outcome == WAITING else visit


def _offer_over(visit: Visit, name: OfferId, result: str) -> Visit:
    def over(offer: Offer) -> Offer:
        return replace(offer, result=result) if offer.id == name and offer.result == "ringing" else offer

    offers = tuple(over(offer) for offer in visit.offers)
    return visit if offers == visit.offers else replace(visit, offers=offers)


def _offers_withdrawn(visit: Visit) -> Visit:
    for offer in visit.offers:
        visit = _offer_over(visit, offer.id, "withdrawn")
    return visit
