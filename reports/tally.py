"""Tallies: visits counted one by one, and uncounted when they change, so that live figures cost nothing to keep.

Times are added in whole microseconds: sums of floats would drift, and live and historical figures would disagree.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from cti.ids import AgentId
from cti.segment import Segment
from reports import visit as outcomes
from reports.consulted import Consulted
from reports.floor_plan import BoardQueueConfig
from reports.metrics import METRICS, Counts
from reports.visit import Offer, Visit

_MICRO = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """The figures of a queue or of all. Shares are 0 to 1, times seconds; None where nothing can be divided by."""

    offered: int
    answered: int
    abandoned: int
    flowed_out: int
    service_level: float | None
    asa_s: float | None
    aht_s: float | None
    longest_wait_s: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AgentFigures:
    """An agent's figures. `offered` counts rings; of these `missed` were not answered or rejected by the agent.
    `consult_s` is the time of being asked by colleagues about their calls, which is no talk of one's own."""

    offered: int
    answered: int
    missed: int
    talk_s: float
    hold_s: float
    wrap_up_s: float
    consult_s: float
    aht_s: float | None


def _micro(seconds: float) -> int:
    return round(seconds * _MICRO)


@dataclass(slots=True)
class Tally:
    """Counts of visits that are over; a waiting visit counts as nothing yet, who is called back only as handled."""

    answered: int = 0
    answered_within: int = 0
    abandoned: int = 0
    abandoned_within: int = 0
    short_abandons: int = 0
    flowed_out: int = 0
    wait: int = 0
    handled: int = 0
    handle: int = 0
    longest: int | None = None

    def count(self, visit: Visit, queue: BoardQueueConfig, by: int = 1) -> None:
        """Count a visit, or take it back with `by=-1` (it is then counted again as it has become)."""
        within = by * (visit.wait_s <= queue.threshold_s)
        if visit.outcome in {outcomes.ANSWERED, outcomes.CALLED_BACK} and visit.handled:
            self.handled += by
            self.handle += by * sum(_micro(segment.handle_s) for segment in visit.segments)
        match visit.outcome:
            case outcomes.WAITING | outcomes.CALLED_BACK:
                return
            case outcomes.ANSWERED:
                self.answered += by
                self.answered_within += within
                self.wait += by * _micro(visit.wait_s)
            case outcomes.ABANDONED:
                self.abandoned += by
                self.abandoned_within += within
                self.short_abandons += by * (visit.wait_s <= queue.short_abandon_s)
            case outcomes.FLOWED_OUT:
                self.flowed_out += by
        # A visit that is over never waits longer or shorter again, so taking it back leaves the longest.
        self.longest = max(self.longest or 0, _micro(visit.wait_s))

    def counts(self) -> Counts:
        """What the formulas are made of."""
        return Counts(
            answered=self.answered,
            answered_within=self.answered_within,
            abandoned=self.abandoned,
            abandoned_within=self.abandoned_within,
            short_abandons=self.short_abandons,
            flowed_out=self.flowed_out,
            answered_wait_s=self.wait / _MICRO,
            handled=self.handled,
            handled_s=self.handle / _MICRO,
        )

    def figures(self, service_level: str) -> Figures:
        """The figures, by the named formulas."""
        counts = self.counts()
        return Figures(
            offered=counts.answered + counts.abandoned + counts.flowed_out,
            answered=counts.answered,
            abandoned=counts.abandoned,
            flowed_out=counts.flowed_out,
            service_level=METRICS[service_level].function(counts),
            asa_s=METRICS["asa"].function(counts),
            aht_s=METRICS["aht"].function(counts),
            longest_wait_s=None if self.longest is None else self.longest / _MICRO,
        )


@dataclass(slots=True)
class AgentTally:
    """Counts of one agent's offers and segments."""

    offered: int = 0
    answered: int = 0
    missed: int = 0
    talk: int = 0
    hold: int = 0
    wrap_up: int = 0
    consult: int = 0
    handled: int = 0
    handle: int = 0

    def count(
        self, offers: Iterable[Offer], segments: Iterable[Segment], consults: Iterable[Consulted], by: int = 1
    ) -> None:
        """Count the agent's part of a visit, or take it back with `by=-1`."""
        self.consult += by * sum(_micro(one.consult_s) for one in consults)
        for offer in offers:
            self.offered += by
            self.missed += by * (offer.result == "missed")
        for segment in segments:
            self.answered += by
            self.talk += by * _micro(segment.talk_s)
            self.hold += by * _micro(segment.hold_s)
            self.wrap_up += by * _micro(segment.wrap_up_s)
            if segment.handled:
                self.handled += by
                self.handle += by * _micro(segment.handle_s)

    def figures(self) -> AgentFigures:
        """The figures; `aht_s` by the formula `aht`."""
        return AgentFigures(
            offered=self.offered,
            answered=self.answered,
            missed=self.missed,
            talk_s=self.talk / _MICRO,
            hold_s=self.hold / _MICRO,
            wrap_up_s=self.wrap_up / _MICRO,
            consult_s=self.consult / _MICRO,
            aht_s=METRICS["aht"].function(self.counts()),
        )

    def counts(self) -> Counts:
        """What the formulas about one agent are made of, but for the time of being available."""
        return Counts(handled=self.handled, handled_s=self.handle / _MICRO)


def agents_in(visit: Visit) -> set[AgentId]:
    """Who was offered or handled the call in this visit, or was asked about it."""
    asked = {one.agent for one in visit.consults}
    return {offer.agent for offer in visit.offers} | {segment.agent for segment in visit.segments} | asked


def part_of(visit: Visit, agent: AgentId) -> tuple[list[Offer], list[Segment], list[Consulted]]:
    """One agent's offers and segments of a visit, and what the agent was asked about it."""
    return (
        [offer for offer in visit.offers if offer.agent == agent],
        [segment for segment in visit.segments if segment.agent == agent],
        [one for one in visit.consults if one.agent == agent],
    )
