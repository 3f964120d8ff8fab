"""What an agent is doing now: the fold of the facts about agents. ACD, board and desk all ask this one."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from cti import events as e
from cti.ids import AgentId, CallId, OfferId
from cti.in_hand import InHand

ORDER = ("talking", "offered", "wrap_up")


@dataclass(slots=True)
class AgentPresence:
    """One agent as the facts have it. Times are seconds since the epoch, UTC.

    `ready` and `reason` are what the agent wants; `out_by` is who ends the agent's work as soon as no call is in hand,
    if anybody does; `state` is what the agent does: logged_out, not_ready, ready, offered, talking or wrap_up.
    `in_hand` are the agent's calls, first the one the agent turned to last.
    `phone` says whether the agent's telephone can be rung: the one of `phone_kind` (browser, desk, or number with its
    `phone_number`), empty for the one of the settings.
    """

    id: AgentId
    logged_in: bool = False
    ready: bool = False
    reason: str | None = None
    console: bool = False
    phone: bool = False
    phone_kind: str = ""
    phone_number: str = ""
    since: float = 0.0
    idle_since: float = 0.0
    out_by: str = ""
    state: str = "logged_out"
    in_hand: list[InHand] = field(default_factory=list)

    @property
    def can_be_offered(self) -> bool:
        """Whether a call may ring here: ready, doing nothing, console and phone both alive."""
        return self.state == "ready" and self.console and self.phone and not self.out_by

    @property
    def active(self) -> InHand | None:
        """The call the agent turned to last; None without any."""
        return self.in_hand[0] if self.in_hand else None

    @property
    def ringing(self) -> InHand | None:
        """The call that rings here; None if none does."""
        return next((one for one in self.in_hand if one.offer), None)

    def of(self, call: CallId) -> InHand | None:
        """What the agent has to do with a call; None if nothing. Talk goes before what rings, that before wrap-up."""
        mine = [one for one in self.in_hand if one.call == call]
        return min(mine, key=lambda one: ORDER.index(one.state), default=None)

    def part(self, name: OfferId) -> InHand | None:
        """The call in hand of which the agent has the part of this name."""
        return next((one for one in self.in_hand if one.name == name), None)

    def can_take(self, limit: int) -> bool:
        """Whether another call may be begun beside those in hand, of which there may be `limit`."""
        here = self.logged_in and not self.out_by and bool(self.in_hand)
        return here and len(self.in_hand) < limit and all(one.can_wait for one in self.in_hand)


class Presences:
    """Every agent that any fact named."""

    def __init__(self) -> None:
        self.by_id: dict[AgentId, AgentPresence] = {}
        self._talks: dict[OfferId, AgentId] = {}

    def get(self, agent: AgentId) -> AgentPresence:
        """The agent's presence; logged out if no fact ever named it."""
        presence = self.by_id.get(agent)
        if presence is None:
            presence = self.by_id[agent] = AgentPresence(agent)
        return presence

    def apply(self, event: e.Event) -> AgentPresence | None:
        """Take one fact in, and give the agent it concerns."""
        change = _CHANGES.get(type(event))
        if change is None:
            self._beside(event)
            return None
        self._whose(event)
        agent: AgentId | None = event.agent  # type: ignore[attr-defined]
        if agent is None:
            return None
        presence = self.by_id.get(agent) or self.get(agent)
        before = presence.state
        change(presence, event)
        presence.state = after = _state(presence)
        if after != before:
            presence.since = event.at
            if after in {"ready", "not_ready"}:
                presence.idle_since = event.at
        return presence

    def _beside(self, event: e.Event) -> None:
        """What a fact that names no agent changes."""
        if isinstance(event, e.ServiceStarted | e.TelephonyLost):
            self._unseen(console=isinstance(event, e.ServiceStarted))
        elif isinstance(event, e.CallRetrieved) and event.offer in self._talks:
            presence = self.get(self._talks[event.offer])
            _turned_to(presence, presence.part(event.offer))

    def _whose(self, event: e.Event) -> None:
        """Remember whose segment is whose; who asked somebody asks no more."""
        if isinstance(event, e.AgentAnswered):
            self._talks[event.offer] = event.agent
        elif isinstance(event, e.SegmentEnded):
            self._talks.pop(event.offer, None)
        elif isinstance(event, e.ConsultEnded):
            for one in self.get(event.by).in_hand:
                if one.call == event.call:
                    one.asking = False

    def _unseen(self, *, console: bool) -> None:
        """Nobody saw the phones meanwhile (nor the consoles, where the service itself was away)."""
        for presence in self.by_id.values():
            # A number outside has no line to us that could be down.
            presence.phone = presence.phone_kind == "number"
            if console:
                presence.console = False


def _state(p: AgentPresence) -> str:
    if p.in_hand:
        states = {one.state for one in p.in_hand}
        return next(state for state in ("talking", "wrap_up", "offered") if state in states)
    if not p.logged_in:
        return "logged_out"
    return "ready" if p.ready else "not_ready"


def _logged_in(p: AgentPresence, _event: e.AgentLoggedIn) -> None:
    p.out_by = ""
    if not p.logged_in:
        p.logged_in, p.ready, p.reason = True, False, None


def _logged_out(p: AgentPresence, _event: e.AgentLoggedOut) -> None:
    p.logged_in, p.ready, p.reason, p.out_by = False, False, None, ""
    if not any(one.state == "talking" for one in p.in_hand):
        # What is chosen from now on is for the login that follows.
        p.phone = p.phone and p.phone_kind != "number"
        p.phone_kind = p.phone_number = ""


def _forced_out(p: AgentPresence, event: e.AgentForcedOut) -> None:
    if p.logged_in:
        p.out_by = event.by


def _ready(p: AgentPresence, _event: e.AgentBecameReady) -> None:
    p.logged_in, p.ready, p.reason = True, True, None


def _not_ready(p: AgentPresence, event: e.AgentBecameNotReady) -> None:
    if p.reason != event.reason and p.state in {"ready", "not_ready"}:
        p.since = event.at
    p.logged_in, p.ready, p.reason = True, False, event.reason


def _console(p: AgentPresence, event: e.Event) -> None:
    p.console = isinstance(event, e.ConsoleConnected)


def _phone(p: AgentPresence, event: e.Event) -> None:
    p.phone = isinstance(event, e.PhoneRegistered)


def _chosen(p: AgentPresence, event: e.PhoneChosen) -> None:
    if (p.phone_kind, p.phone_number) != (event.phone, event.number):
        # Of a number it is taken for granted that it can be rung; of all else the border says so.
        p.phone = event.phone == "number"
        p.phone_kind, p.phone_number = event.phone, event.number


def _turned_to(p: AgentPresence, one: InHand | None) -> None:
    if one is not None:
        p.in_hand.remove(one)
        p.in_hand.insert(0, one)


def _offered(p: AgentPresence, event: e.AgentOffered) -> None:
    p.in_hand.append(InHand(event.call, event.queue, offer=event.offer))


def _unoffered(p: AgentPresence, event: e.OfferExpired | e.OfferWithdrawn) -> None:
    p.in_hand = [one for one in p.in_hand if one.offer != event.offer]


def _up(p: AgentPresence, call: CallId, name: OfferId) -> InHand:
    """The call whose phone is up now, first of all; one that rang unheard of is in hand from now on."""
    one = p.part(name)
    if one is None:
        p.in_hand.append(one := InHand(call))
    one.offer = one.party = None
    _turned_to(p, one)
    return one


def _answered(p: AgentPresence, event: e.AgentAnswered) -> None:
    _up(p, event.call, event.offer).segment = event.offer


def _party(p: AgentPresence, event: e.ConsultAnswered | e.HelpAnswered) -> None:
    name = event.consult if isinstance(event, e.ConsultAnswered) else event.party
    _up(p, event.call, name).party = name


def _no_party(p: AgentPresence, event: e.ConsultEnded | e.HelpEnded) -> None:
    name = event.consult if isinstance(event, e.ConsultEnded) else event.party
    p.in_hand = [one for one in p.in_hand if name not in {one.party, one.offer}]


def _asks(p: AgentPresence, event: e.ConsultBegan) -> None:
    one = p.part(event.offer)
    if one is not None:
        one.asking = True


def _segment_ended(p: AgentPresence, event: e.SegmentEnded) -> None:
    one = p.part(event.offer)
    if one is not None and one.segment:
        one.segment, one.wrap_up_due, one.asking = None, event.offer, False


def _wrap_up(p: AgentPresence, event: e.WrapUpStarted) -> None:
    one = p.part(event.offer)
    if one is not None:
        one.wrap_up_due, one.wrap_up, one.wrap_up_limit, one.extensions = None, event.offer, event.limit, 0


def _extended(p: AgentPresence, event: e.WrapUpExtended) -> None:
    one = p.part(event.offer)
    if one is not None and one.wrap_up:
        one.wrap_up_limit, one.extensions = event.limit, one.extensions + 1


def _wrapped_up(p: AgentPresence, event: e.WrapUpFinished) -> None:
    one = p.part(event.offer)
    if one is not None and one.state == "wrap_up":
        p.in_hand.remove(one)


_CHANGES: dict[type[e.Event], Callable[[AgentPresence, Any], None]] = {
    e.AgentLoggedIn: _logged_in,
    e.AgentLoggedOut: _logged_out,
    e.AgentForcedOut: _forced_out,
    e.AgentBecameReady: _ready,
    e.AgentBecameNotReady: _not_ready,
    e.ConsoleConnected: _console,
    e.ConsoleLost: _console,
    e.PhoneRegistered: _phone,
    e.PhoneLost: _phone,
    e.PhoneChosen: _chosen,
    e.AgentOffered: _offered,
    e.OfferExpired: _unoffered,
    e.OfferWithdrawn: _unoffered,
    e.AgentAnswered: _answered,
    e.ConsultBegan: _asks,
    e.ConsultAnswered: _party,
    e.ConsultEnded: _no_party,
    e.HelpAnswered: _party,
    e.HelpEnded: _no_party,
    e.SegmentEnded: _segment_ended,
    e.WrapUpStarted: _wrap_up,
    e.WrapUpExtended: _extended,
    e.WrapUpFinished: _wrapped_up,
}
