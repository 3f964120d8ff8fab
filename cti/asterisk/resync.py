"""After every (re)connect: what Asterisk has now, against what the journal believes, gives the facts that were missed.

Pure. What Asterisk remembers of legs that ended meanwhile (its hangup handlers write it) makes these facts exact.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from cti import events as e
from cti.asterisk import dialplan
from cti.asterisk.translate import NORMAL_CLEARING, clean, known
from cti.call import DIALLING, Call, Segment
from cti.ids import CallId, NodeId, OfferId, call_id, channel_of_call, is_attempt, offer_of_leg


@dataclass(frozen=True, slots=True)
class SeenChannel:
    """One channel in Asterisk's own list. `answered` and `arrived` are what the dialplan noted on it, `bridge` is the
    id of the bridge it is in."""

    channel: str
    uniqueid: str
    context: str
    bridged: bool
    caller: str = ""
    caller_name: str = ""
    dialled: str = ""
    answered: float | None = None
    arrived: float | None = None
    bridge: str = ""

    @property
    def up(self) -> bool:
        """Whether somebody has picked up: a leg has a place in the dialplan only from then on."""
        return self.bridged or self.answered is not None


@dataclass(frozen=True, slots=True)
class GoneLeg:
    """What Asterisk wrote down when a leg hung up."""

    uniqueid: str
    ended: float
    cause: int = 0
    answered: float | None = None
    arrived: float | None = None
    caller: str = ""
    dialled: str = ""
    fallback: float | None = None
    member: str = ""


@dataclass(frozen=True, slots=True)
class Seen:
    """The floor as Asterisk has it."""

    at: float
    channels: tuple[SeenChannel, ...] = ()
    gone: Mapping[str, GoneLeg] = field(default_factory=dict)


def gone_leg(uniqueid: str, text: str, offset: float = 0.0) -> GoneLeg:
    """Read a note of the hangup handler: `ended=…&answered=…`; a field that is missing is unknown.

    `offset` is how many seconds Asterisk's clock is ahead of ours.
    """
    values = dict(part.partition("=")[::2] for part in text.split("&"))

    def number(name: str) -> float | None:
        try:
            return float(values.get(name, ""))
        except ValueError:
            return None

    def time(name: str) -> float | None:
        value = number(name)
        return None if value is None else value - offset

    return GoneLeg(
        uniqueid,
        time("ended") or 0.0,
        int(number("cause") or 0),
        time("answered"),
        time("arrived"),
        clean(values.get("caller", "")),
        clean(values.get("dialled", "")),
        time("fallback"),
        values.get("member", ""),
    )


def reconcile(node: NodeId, calls: list[Call], seen: Seen, finished: frozenset[CallId]) -> list[e.Event]:
    """The facts that were missed, oldest first for each call.

    `calls` are those the journal believes alive, `finished` those it knows to be over.
    """
    callers = {call_id(node, c.uniqueid): c for c in seen.channels if _is_caller(c)}
    legs = {o: c for c in seen.channels if (o := offer_of_leg(c.uniqueid))}
    gone_legs = {o: g for g in seen.gone.values() if (o := offer_of_leg(g.uniqueid))}
    floor = _Floor(node, seen, legs, gone_legs)
    facts: list[e.Event] = []
    for call in calls:
        facts += floor.missed(call, callers.get(call.id))
    believed = {call.id for call in calls} | finished
    for id_, channel in callers.items():
        if id_ not in believed and not offer_of_leg(channel.uniqueid) and _stage(channel) != DIALLING:
            facts += floor.new(id_, channel)
    for gone in seen.gone.values():
        id_ = call_id(node, gone.uniqueid)
        if id_ not in believed and not offer_of_leg(gone.uniqueid) and gone.arrived is not None:
            facts += _whole(id_, gone, gone.arrived)
    return facts


def _is_caller(channel: SeenChannel) -> bool:
    """A customer who is called back has no place in the dialplan until somebody answers there."""
    return channel.context in dialplan.CALLER_CONTEXTS or is_attempt(channel.uniqueid)


def _whole(call: CallId, gone: GoneLeg, arrived: float) -> list[e.Event]:
    """A call that came and went while nobody looked."""
    facts: list[e.Event] = [
        e.CallArrived(
            at=arrived, call=call, caller=known(gone.caller), caller_name="", dialled=gone.dialled, stage="gone"
        )
    ]
    if gone.fallback is not None:
        facts.append(e.CallServedByFallback(at=gone.fallback, call=call, queue=dialplan.FALLBACK_QUEUE))
    return [*facts, e.CallEnded(at=gone.ended, call=call, ended_by="unknown", cause=gone.cause)]


@dataclass(frozen=True, slots=True)
class _Floor:
    node: NodeId
    seen: Seen
    legs: Mapping[OfferId, SeenChannel]
    gone_legs: Mapping[OfferId, GoneLeg]

    def missed(self, call: Call, caller: SeenChannel | None) -> list[e.Event]:
        """What happened to a call the journal believes alive."""
        gone = self.seen.gone.get(channel_of_call(call.id, self.node))
        end = gone.ended if gone else self.seen.at
        facts = self._offer(call, end) + self._parties(call, end) + self._fallback(call, gone, caller)
        for segment in call.talks:
            facts += self._segment(call, segment, end, caller)
        if caller is None:
            cause = gone.cause if gone else 0
            by = "unknown" if gone is None else "caller"
            return [*facts, e.CallEnded(at=end, call=call.id, ended_by=by, cause=cause, exact=gone is not None)]
        stage = _stage(caller)
        if call.stage == DIALLING and stage == "queue":
            # The customer who was being dialled has picked up.
            facts.append(e.CallHeldInQueue(at=caller.arrived or self.seen.at, call=call.id))
        return [*facts, e.CallResumed(at=self.seen.at, call=call.id, stage=stage)]

    def _fallback(self, call: Call, gone: GoneLeg | None, caller: SeenChannel | None) -> list[e.Event]:
        """The native queue has found somebody for the caller; one whom it only holds is taken back instead."""
        here = caller is not None and _stage(caller) == "fallback"
        there = gone is not None and gone.fallback is not None and bool(gone.member)
        if call.stage == "fallback" or not (here or there):
            return []
        at = gone.fallback if gone and gone.fallback is not None else self.seen.at
        return [e.CallServedByFallback(at=at, call=call.id, queue=dialplan.FALLBACK_QUEUE)]

    def _offer(self, call: Call, end: float) -> list[e.Event]:
        offer = call.offer
        if offer is None:
            return []
        leg, gone = self.legs.get(offer.id), self.gone_legs.get(offer.id)
        answered = leg.answered if leg else gone.answered if gone else None
        if answered is not None and (offer.id in call.helps or (call.consult and call.consult.id == offer.id)):
            return []
        if answered is not None:
            facts: list[e.Event] = [e.AgentAnswered(at=answered, call=call.id, agent=offer.agent, offer=offer.id)]
            if gone:
                facts.append(e.SegmentEnded(at=gone.ended, call=call.id, agent=offer.agent, offer=offer.id))
            return facts
        if leg is not None:
            return []
        at = min(end, max(offer.expires, offer.offered))
        return [e.OfferExpired(at=at, call=call.id, agent=offer.agent, offer=offer.id, reason="lost")]

    def _parties(self, call: Call, end: float) -> list[e.Event]:
        """Whoever else was asked to the call: picked up meanwhile, or gone."""
        facts: list[e.Event] = []
        consult = call.consult
        if consult is not None:
            leg = self.legs.get(consult.id)
            if leg is not None and leg.up and not consult.answered:
                at = leg.answered or end
                facts.append(e.ConsultAnswered(at=at, call=call.id, consult=consult.id, agent=consult.agent))
            elif leg is None and (consult.answered or consult.way == "outside"):
                facts.append(self._party_gone(call, consult.id, end))
        for help_ in call.helps.values():
            leg = self.legs.get(help_.id)
            if leg is not None and leg.up and not help_.answered:
                facts.append(e.HelpAnswered(at=leg.answered or end, call=call.id, agent=help_.agent, party=help_.id))
            elif leg is None and help_.answered:
                facts.append(self._party_gone(call, help_.id, end))
        gone = (party for party in call.parties if party not in self.legs)
        return [*facts, *(self._party_gone(call, party, end) for party in gone)]

    def _party_gone(self, call: Call, party: OfferId, end: float) -> e.Event:
        note = self.gone_legs.get(party)
        reason = "left" if note and note.answered is not None else "lost"
        return e.PartyLeft(at=note.ended if note else end, call=call.id, party=party, reason=reason)

    def _segment(self, call: Call, segment: Segment, end: float, caller: SeenChannel | None) -> list[e.Event]:
        leg = self.legs.get(segment.id)
        if segment.lost_since is not None and leg and (leg.answered or 0.0) > segment.lost_since:
            back = e.AgentRejoined(at=leg.answered or end, call=call.id, agent=segment.agent, offer=segment.id)
            return [back]
        if segment.id in self.legs or (segment.lost_since is not None and caller is not None):
            return []
        gone = self.gone_legs.get(segment.id)
        at = gone.ended if gone else end
        if caller is not None and gone is not None and gone.cause != NORMAL_CLEARING:
            return [e.AgentPhoneLost(at=at, call=call.id, agent=segment.agent, offer=segment.id)]
        return [e.SegmentEnded(at=at, call=call.id, agent=segment.agent, offer=segment.id)]

    def new(self, call: CallId, channel: SeenChannel) -> list[e.Event]:
        """A call that came while nobody looked, and is still there."""
        arrived = channel.arrived or self.seen.at
        facts: list[e.Event] = [
            e.CallArrived(
                at=arrived,
                call=call,
                caller=known(channel.caller),
                caller_name=known(channel.caller_name),
                dialled=clean(channel.dialled),
                stage={"talk": "queue", "fallback_waiting": "fallback"}.get(_stage(channel), _stage(channel)),
            )
        ]
        if channel.context == dialplan.FALLBACK:
            facts.append(e.CallServedByFallback(at=self.seen.at, call=call, queue=dialplan.FALLBACK_QUEUE))
        return facts


_STAGES = {
    dialplan.HOLD: "queue",
    dialplan.CALLED: "queue",
    dialplan.ANNOUNCE: "queue",
    dialplan.AFTER: "queue",
    dialplan.KEPT: "kept",
    dialplan.REACHED: "queue",
    dialplan.FALLBACK: "fallback_waiting",
    dialplan.VOICEMAIL: "voicemail",
    dialplan.OUTSIDE: "outside",
}


def _stage(caller: SeenChannel) -> str:
    if caller.bridged:
        return {dialplan.FALLBACK: "fallback", dialplan.OUTSIDE: "outside"}.get(caller.context, "talk")
    if caller.context not in dialplan.CALLER_CONTEXTS:
        return DIALLING
    return _STAGES.get(caller.context, "flow")
