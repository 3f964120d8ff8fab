"""What an agent is doing now: the fold of the facts about agents. ACD, board and desk all ask this one."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from cti import events as e
from cti.ids import AgentId, CallId, OfferId, QueueId


@dataclass(slots=True)
class AgentPresence:
    """One agent as the facts have it. Times are seconds since the epoch, UTC.

    `ready` and `reason` are what the agent wants; `out_by` is who ends the agent's work as soon as no call is in hand,
    if anybody does; `state` is what the agent does: logged_out, not_ready, ready, offered, talking or wrap_up.
    `party` is set on a call without a segment of one's own: asked by a colleague, helping.
    `extensions` counts how often this wrap-up was made longer. `phone` says whether the agent's telephone can be rung:
    the one of `phone_kind` (browser, desk, or number with its `phone_number`), empty for the one of the settings.
    """

    id: AgentId
    logged_in: bool = False
    ready: bool = False
    reason: str | None = None
    console: bool = False
    phone: bool = False
    phone_kind: str = ""
    phone_number: str = ""
    call: CallId | None = None
    queue: QueueId | None = None
    offer: OfferId | None = None
    segment: OfferId | None = None
    party: OfferId | None = None
    wrap_up_due: OfferId | None = None
    wrap_up: OfferId | None = None
    wrap_up_limit: float | None = None
    extensions: int = 0
    since: float = 0.0
    idle_since: float = 0.0
    out_by: str = ""
    state: str = "logged_out"

    @property
    def can_be_offered(self) -> bool:
        """Whether a call may ring here: ready, doing nothing, console and phone both alive."""
        return self.state == "ready" and self.console and self.phone and not self.out_by


class Presences:
    """Every agent that any fact named."""

    def __init__(self) -> None:
        self.by_id: dict[AgentId, AgentPresence] = {}

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
            if isinstance(event, e.ServiceStarted | e.TelephonyLost):
                self._unseen(console=isinstance(event, e.ServiceStarted))
            return None
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

    def _unseen(self, *, console: bool) -> None:
        """Nobody saw the phones meanwhile (nor the consoles, where the service itself was away)."""
        for presence in self.by_id.values():
            # A number outside has no line to us that could be down.
            presence.phone = presence.phone_kind == "number"
            if console:
                presence.console = False


def _state(p: AgentPresence) -> str:
    if p.segment or p.party:
        return "talking"
    if p.wrap_up or p.wrap_up_due:
        return "wrap_up"
    if p.offer:
        return "offered"
    if not p.logged_in:
        return "logged_out"
    return "ready" if p.ready else "not_ready"


def _logged_in(p: AgentPresence, _event: e.AgentLoggedIn) -> None:
    p.out_by = ""
    if not p.logged_in:
        p.logged_in, p.ready, p.reason = True, False, None


def _logged_out(p: AgentPresence, _event: e.AgentLoggedOut) -> None:
    p.logged_in, p.ready, p.reason, p.out_by = False, False, None, ""
    if not (p.segment or p.party):
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


def _offered(p: AgentPresence, event: e.AgentOffered) -> None:
    p.offer, p.call, p.queue = event.offer, event.call, event.queue


def _unoffered(p: AgentPresence, event: e.OfferExpired | e.OfferWithdrawn) -> None:
    if p.offer == event.offer:
        p.offer = p.call = None


def _answered(p: AgentPresence, event: e.AgentAnswered) -> None:
    p.offer, p.party, p.segment, p.call = None, None, event.offer, event.call


def _party(p: AgentPresence, event: e.ConsultAnswered | e.HelpAnswered) -> None:
    name = event.consult if isinstance(event, e.ConsultAnswered) else event.party
    p.offer, p.party, p.call = None, name, event.call


def _no_party(p: AgentPresence, event: e.ConsultEnded | e.HelpEnded) -> None:
    name = event.consult if isinstance(event, e.ConsultEnded) else event.party
    if name in {p.party, p.offer}:
        p.party = p.offer = p.call = None


def _segment_ended(p: AgentPresence, event: e.SegmentEnded) -> None:
    if p.segment == event.offer:
        p.segment, p.wrap_up_due = None, event.offer


def _wrap_up(p: AgentPresence, event: e.WrapUpStarted) -> None:
    p.wrap_up_due, p.wrap_up, p.wrap_up_limit, p.extensions = None, event.offer, event.limit, 0


def _extended(p: AgentPresence, event: e.WrapUpExtended) -> None:
    if event.offer == p.wrap_up:
        p.wrap_up_limit, p.extensions = event.limit, p.extensions + 1


def _wrapped_up(p: AgentPresence, event: e.WrapUpFinished) -> None:
    if event.offer in {p.wrap_up, p.wrap_up_due}:
        p.wrap_up = p.wrap_up_due = p.wrap_up_limit = p.call = None


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
    e.ConsultAnswered: _party,
    e.ConsultEnded: _no_party,
    e.HelpAnswered: _party,
    e.HelpEnded: _no_party,
    e.SegmentEnded: _segment_ended,
    e.WrapUpStarted: _wrap_up,
    e.WrapUpExtended: _extended,
    e.WrapUpFinished: _wrapped_up,
}
