"""Offers: a call reserved for an agent whose phone is rung, and every way in which that ends."""

from collections.abc import Iterable, Iterator
from itertools import chain

from acd.deciding import Table
from acd.floor import Floor
from acd.line import DECLINED_SECONDS, Ring, Waiting
from acd.matching import Match, for_agent, for_call
from acd.queue import STAY_READY
from acd.recalls import Recalls
from acd.ring import ring
from cti import commands as c
from cti import events as e
from cti.commands import Command, Record, SetTimer
from cti.ids import AgentId, CallId, OfferId, call_of_offer, is_party, offer_id

LEASE_GRACE = 3.0
NO_ANSWER, UNREACHABLE, BUSY = "no_answer", "phone_unreachable", "phone_busy"
MISSED = {"no_answer": NO_ANSWER, "unreachable": UNREACHABLE, "busy": BUSY}
GONE, ELSEWHERE, LOGGED_OUT, NEW_PAGE = "gone", "elsewhere", "logged_out", "new_page"


class Offers:
    """Makes offers and ends them."""

    def __init__(self, floor: Floor, recalls: Recalls, rivals: int) -> None:
        """`rivals` is how many of the next best are told with each offer."""
        self._floor = floor
        self._recalls = recalls
        self._rivals = rivals

    def table(self) -> Table:
        """What is done about offers, by the kind of fact."""
        return {
            e.OfferExpired: self._unanswered,
            e.CallEnded: self._gone,
            e.CallServedByFallback: self._gone,
            e.CallLeftQueue: self._gone,
            e.AgentAnswered: self._answered,
            e.ConsultEnded: self._asked_no_more,
            e.HelpEnded: self._asked_no_more,
            e.OfferWithdrawn: self._over,
            e.AgentBecameReady: self._free,
            e.WrapUpFinished: self._free,
            e.ConsoleConnected: self._free,
            e.PhoneRegistered: self._registered,
            e.WorkTaken: self._free,
            e.WorkDone: self._free,
            e.AgentConfigured: self._free,
            e.CallerRecognised: self._recognised,
            e.CallWidened: self._waits,
            e.PreferenceLapsed: self._waits,
            e.TelephonyRestored: self._all,
            e.QueueConfigured: self._all,
            e.CallbackDue: self._waits,
            e.CallbackFailed: self._recall_over,
            e.CallbackClosed: self._recall_over,
            e.CallHeldInQueue: self._held,
        }

    def _gone(self, event: e.CallEvent) -> Iterable[Command]:
        return self.withdraw(event.call, event.at, GONE) if event.call in self._floor.rung else ()

    def _answered(self, event: e.AgentAnswered) -> Iterable[Command]:
        done = (c.CancelTimer(timer=f"offer {event.offer}"),)
        return chain(done, self.withdraw(event.call, event.at, ELSEWHERE)) if event.call in self._floor.rung else done

    def _asked_no_more(self, event: e.ConsultEnded | e.HelpEnded) -> Iterable[Command]:
        return self.to_agent(event.agent, event.at) if event.agent is not None else ()

    def _over(self, event: e.OfferWithdrawn) -> Iterator[Command]:
        yield c.CancelTimer(timer=f"offer {event.offer}")
        yield from self.to_agent(event.agent, event.at)

    def _registered(self, event: e.PhoneRegistered) -> Iterator[Command]:
        """A page that was loaded anew while it rang cannot answer the ring of the old one: it is rung itself."""
        presence = self._floor.presences.get(event.agent)
        rings = presence.ringing
        if rings is None or rings.offer is None or not self._floor.another_phone(event.agent):
            yield from self.to_agent(event.agent, event.at)
            return
        offer, call = rings.offer, rings.call
        yield c.EndLeg(call=call, offer=offer, ringing=True)
        if is_party(offer):
            yield Record(event=e.OfferExpired(at=event.at, call=call, agent=event.agent, offer=offer, reason="failed"))
        else:
            yield self._withdrawn(call, event.agent, offer, event.at, NEW_PAGE)

    def _free(self, event: e.AgentEvent | e.WrapUpFinished) -> Iterator[Command]:
        return self.to_agent(event.agent, event.at)

    def _waits(self, event: e.CallEvent | e.CallbackDue) -> Iterator[Command]:
        return self.of_call(event.call, event.at)

    def _recognised(self, event: e.CallerRecognised) -> Iterable[Command]:
        """The preferred agent may be free, and was kept back for other queues until now."""
        call = self._floor.waiting.get(event.call)
        wanted = call is not None and call.prefer is not None and not call.ringing
        return self.of_call(event.call, event.at) if wanted else ()

    def _recall_over(self, event: e.CallbackEvent) -> Iterator[Command]:
        callback = self._floor.callbacks.by_id.get(event.callback)
        if callback is not None and callback.call is not None and callback.call not in self._floor.waiting:
            yield from self.withdraw(callback.call, event.at, GONE)

    def _held(self, event: e.CallHeldInQueue) -> Iterator[Command]:
        call = self._floor.waiting.get(event.call)
        if call is not None and not call.ringing:
            yield from self.of_call(event.call, event.at)

    def _all(self, event: e.Event) -> Iterator[Command]:
        return self.of_all(event.at)

    def resume(self, at: float) -> Iterator[Command]:
        """Leases for what rings, and offers that a death in between left without their call."""
        for presence in list(self._floor.presences.by_id.values()):
            rings = presence.ringing
            known = rings and (rings.call in self._floor.waiting or rings.offer in self._floor.wanted)
            if rings and rings.offer and not known:
                yield self._withdrawn(rings.call, presence.id, rings.offer, at, GONE)
        for waiting in self._floor.waiting.values():
            for offer, rung in (waiting.ringing or {}).items():
                yield SetTimer(timer=f"offer {offer}", due=rung.expires + LEASE_GRACE)
            for agent, declined in (waiting.declined or {}).items():
                if declined + DECLINED_SECONDS > at:
                    yield SetTimer(timer=f"again {agent}", due=declined + DECLINED_SECONDS)

    def rang(self, kind: str, name: str, at: float) -> Iterator[Command]:
        """A lease is over, or an agent who declined may be asked again."""
        if kind == "offer":
            yield from self._lease_over(OfferId(name), at)
        elif kind == "again":
            yield from self.to_agent(AgentId(name), at)

    def refused(self, command: c.RingAgent, at: float) -> Iterator[Command]:
        """An order to ring a phone that could not be carried out: the offer is over."""
        waiting = self._floor.waiting.get(command.call)
        if waiting is not None and command.offer in (waiting.ringing or {}):
            yield self._expired(waiting, command.offer, at, "failed")

    def of_call(self, call: CallId, at: float) -> Iterator[Command]:
        """Offer a call, if somebody is free for it."""
        waiting = self._floor.waiting.get(call)
        if waiting is not None and waiting.ready and self._floor.telephony_up:
            yield from self._make(for_call(self._floor, waiting, at, self._rivals), at)

    def to_agent(self, agent: AgentId, at: float) -> Iterator[Command]:
        """Offer a call to an agent, if there is one (or to whom its strategy would rather have, and then another)."""
        while self._floor.telephony_up and (matches := for_agent(self._floor, agent, at, self._rivals)):
            yield from self._make(matches, at)
        if self._floor.keeps_back:
            # One more who is free may be what lets a call go that was kept back, to somebody else.
            yield from self.of_all(at)

    def _make(self, matches: list[Match], at: float) -> Iterator[Command]:
        for match in matches:
            if not match.call.ready:
                # A callback's customer is dialled for the first of them: the others are not rung for nobody.
                return
            yield from self._offer(match, at)

    def of_all(self, at: float) -> Iterator[Command]:
        """Offer every call that may be, the next to be served first: the floor has changed under all of them."""
        for waiting in self._floor.in_line():
            if not self._floor.seating.anybody_free:
                break
            yield from self.of_call(waiting.call, at)

    def _offer(self, match: Match, at: float) -> Iterable[Command]:
        call, queue = match.call, self._floor.queue(match.call.queue)
        if self._recalls.to_dial(call):
            return self._offer_and_dial(match, at + queue.ring_seconds + queue.callbacks.ring_seconds, at)
        offer = offer_id(call.call, call.offers + 1)
        ringing = ring(self._floor, call.call, queue, match.agent, offer)
        return (*self._reserved(match, offer, at + queue.ring_seconds, at), ringing)

    def _offer_and_dial(self, match: Match, expires: float, at: float) -> Iterator[Command]:
        """The agent is reserved, and rung when the customer is there."""
        call = match.call
        yield self._recalls.arrives(call, at)
        yield from self._reserved(match, offer_id(call.call, call.offers + 1), expires, at)
        yield from self._recalls.dials(call, at)

    @staticmethod
    def _reserved(match: Match, offer: OfferId, expires: float, at: float) -> tuple[Command, Command]:
        call = match.call
        offered = e.AgentOffered(
            at=at,
            call=call.call,
            agent=match.agent,
            offer=offer,
            queue=call.queue,
            expires=expires,
            reason=match.reason,
            value=match.value,
            free=match.free,
            rivals=match.rivals,
            passed=match.passed,
        )
        return Record(event=offered), SetTimer(timer=f"offer {offer}", due=expires + LEASE_GRACE)

    def _unanswered(self, event: e.OfferExpired) -> Iterator[Command]:
        """An agent who did not answer becomes not ready, unless the queue says otherwise; one who declined is not
        asked again for this call at once. An order that failed (the caller just hung up, the link was lost) is
        nobody's fault, and not repeated at once.
        """
        yield c.CancelTimer(timer=f"offer {event.offer}")
        waiting = self._floor.waiting.get(event.call)
        reason = MISSED.get(event.reason)
        stays = waiting is not None and self._floor.queue(waiting.queue).missed == STAY_READY
        # To become not ready is to be logged in, and who has left meanwhile is not.
        presence = self._floor.presences.get(event.agent)
        # Who wanted no calls, and was asked for by name, goes on wanting none, and for the same reason.
        asked = is_party(event.offer) and not presence.ready
        if reason and not stays and presence.logged_in and not asked:
            yield Record(event=e.AgentBecameNotReady(at=event.at, agent=event.agent, reason=reason))
        if event.reason != "lost":
            # Also for who is away now: back within this time the agent would not be asked, and nothing would ask later.
            yield SetTimer(timer=f"again {event.agent}", due=event.at + DECLINED_SECONDS)
        # Call and agent are both free again, and perhaps not for each other; first who else may wait for the agent.
        yield from self.to_agent(event.agent, event.at)
        if waiting is not None and waiting.waits_for == event.agent and not waiting.may_ring(event.agent, event.at):
            # Nobody is kept for an agent who has just let the call go.
            lapsed = e.PreferenceLapsed(at=event.at, call=event.call, agent=event.agent, reason="declined")
            yield Record(event=lapsed)
        yield from self.of_call(event.call, event.at)

    def withdraw(
        self, call: CallId, at: float, reason: str, but: AgentId | None = None, only: AgentId | None = None
    ) -> Iterator[Command]:
        """End the ringing of a call at every agent, at all `but` one, or at `only` one."""
        for agent, offer in list(self._floor.rung.get(call, {}).items()):
            # Who is rung for something else, to be asked or to help, is not concerned.
            elsewhere = reason == ELSEWHERE and offer in self._floor.wanted
            if agent != but and only in {None, agent} and not elsewhere:
                yield c.EndLeg(call=call, offer=offer, ringing=True)
                yield self._withdrawn(call, agent, offer, at, reason)

    @staticmethod
    def _withdrawn(call: CallId, agent: AgentId, offer: OfferId, at: float, reason: str) -> Record:
        return Record(event=e.OfferWithdrawn(at=at, call=call, agent=agent, offer=offer, reason=reason))

    def _lease_over(self, offer: OfferId, at: float) -> Iterator[Command]:
        """Asterisk never told how an offer ended. While the link is away nobody can know: wait for the resync."""
        waiting = self._floor.waiting.get(call_of_offer(offer))
        if waiting is None or offer not in (waiting.ringing or {}):
            return
        if not self._floor.telephony_up:
            yield SetTimer(timer=f"offer {offer}", due=at + LEASE_GRACE)
            return
        yield c.EndLeg(call=waiting.call, offer=offer, ringing=True)
        yield self._expired(waiting, offer, at, "lost")

    @staticmethod
    def _expired(waiting: Waiting, offer: OfferId, at: float, reason: str) -> Record:
        rung = (waiting.ringing or {}).get(offer, Ring(AgentId(""), 0.0))
        return Record(event=e.OfferExpired(at=at, call=waiting.call, agent=rung.agent, offer=offer, reason=reason))
