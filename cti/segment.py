"""A segment: one agent's part of a call, with its own talk, hold and wrap-up (never the whole call's).

Written as a pure function, so that the interaction and the reports measure alike.
"""

from msgspec import Struct
from msgspec.structs import replace

from cti.events import (
    AgentAnswered,
    AgentPhoneLost,
    AgentRejoined,
    CallEnded,
    CallEvent,
    CallHeld,
    CallRetrieved,
    SegmentEnded,
    WrapUpExtended,
    WrapUpFinished,
    WrapUpStarted,
)
from cti.ids import AgentId, OfferId


class Segment(Struct, frozen=True, kw_only=True, gc=False):
    """One agent's conversation with the caller. Times are seconds since the epoch, durations seconds.

    `hold_s` holds the finished holds; time in which the agent's phone was lost is hold too, as the caller hears
    music. `wrap_up_s` is 0 until the wrap-up is finished.
    """

    offer: OfferId
    agent: AgentId
    answered_at: float
    ended_at: float | None = None
    held_since: float | None = None
    hold_s: float = 0.0
    wrap_up_since: float | None = None
    wrap_up_limit: float | None = None
    wrap_up_s: float = 0.0
    wrapped_up: bool = False

    @property
    def talk_s(self) -> float:
        """Seconds of conversation without hold; 0 until the segment is over."""
        return 0.0 if self.ended_at is None else max(0.0, self.ended_at - self.answered_at - self.hold_s)

    @property
    def handled(self) -> bool:
        """Whether talk and wrap-up are both over, so that the segment counts in a mean of handling."""
        return self.ended_at is not None and self.wrapped_up

    @property
    def handle_s(self) -> float:
        """Talk, hold and wrap-up: what `aht` is the mean of. Source: WFM Labs glossary."""
        return self.talk_s + self.hold_s + self.wrap_up_s


def begun(event: AgentAnswered) -> Segment:
    """The segment that an answer begins."""
    return Segment(offer=event.offer, agent=event.agent, answered_at=event.at)


def after(segment: Segment, event: CallEvent) -> Segment:
    """The segment as this event of its call leaves it; the very same object when it changes nothing."""
    match event:
        case CallEnded():
            return _ended(segment, event.at)
        case SegmentEnded(offer=offer) if offer == segment.offer:
            return _ended(segment, event.at)
        case CallHeld(offer=offer) | AgentPhoneLost(offer=offer) if offer == segment.offer:
            running = segment.ended_at is None and segment.held_since is None
            return replace(segment, held_since=event.at) if running else segment
        case CallRetrieved(offer=offer) | AgentRejoined(offer=offer) if offer == segment.offer:
            return _retrieved(segment, event.at)
        case WrapUpStarted(offer=offer, limit=limit) if offer == segment.offer and segment.wrap_up_since is None:
            return replace(_ended(segment, event.at), wrap_up_since=event.at, wrap_up_limit=limit)
        case WrapUpExtended(offer=offer, limit=limit) if offer == segment.offer and not segment.wrapped_up:
            return replace(segment, wrap_up_limit=limit)
        case WrapUpFinished(offer=offer) if offer == segment.offer and not segment.wrapped_up:
            since = event.at if segment.wrap_up_since is None else segment.wrap_up_since
            return replace(_ended(segment, event.at), wrapped_up=True, wrap_up_s=max(0.0, event.at - since))
    return segment


def _retrieved(segment: Segment, at: float) -> Segment:
    if segment.held_since is None:
        return segment
    return replace(segment, held_since=None, hold_s=segment.hold_s + max(0.0, at - segment.held_since))


def _ended(segment: Segment, at: float) -> Segment:
    if segment.ended_at is not None:
        return segment
    return replace(_retrieved(segment, at), ended_at=max(at, segment.answered_at))
