"""Days from a queue_log played again through the distributor, with other staff: the work of `switchroom simulate`."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from zoneinfo import ZoneInfo

from acd.past import ABANDONED, ANSWERED, FLOWED_OUT, PastCall, again, habits
from acd.replay import Replay
from acd.simulator import Visit
from cti.errors import ConfigurationError
from cti.ids import CallId
from reports.intervals import day_of
from reports.period import Period
from reports.visit import Visits
from switchroom.import_queue_log import Imported, calls_in
from switchroom.replay_floor import Floor
from switchroom.report_queues import period_of

TELL_EVERY = 500

Told = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Played:
    """The calls as they were and, in the same order, as they would be; None for one that nobody ever answered, and
    whose caller never hung up. `floor` is the one they were played on."""

    was: tuple[PastCall, ...]
    would_be: tuple[PastCall | None, ...]
    floor: Floor

    @property
    def left(self) -> int:
        """How many would still wait when everything else is over."""
        return sum(call is None for call in self.would_be)


def read_log(file: Path, told: Told) -> list[PastCall]:
    """Every stay in a queue that the file tells to its end, as time went, bad lines left out; `told` counts bytes.

    Raises:
        ConfigurationError: the file has no call in it; one sentence.
    """
    result, past = Imported(), list[PastCall]()
    for facts in calls_in(file, result, lambda done, size: told("Queue log", done, size)):
        visits = Visits()
        for fact in facts:
            visits.hear(fact)
        for visit in visits:
            talk = sum(segment.talk_s + segment.hold_s for segment in visit.segments)
            call = CallId(f"{visit.call}/{visit.number}")
            past.append(
                PastCall(
                    *(call, visit.queue, visit.enqueued_at, visit.wait_s, visit.outcome),
                    *(visit.caller, visit.agent, talk),
                )
            )
    if not past:
        first = f" (line {result.problems[0][0]}: {result.problems[0][1]})" if result.problems else ""
        raise ConfigurationError(f"{file} tells no call to its end{first}; give Asterisk's queue_log.")
    return sorted(past, key=lambda call: call.at)


def days_of(past: Sequence[PastCall], first: str | None, last: str | None, zone: ZoneInfo) -> Period:
    """The days to be played, both included; where one is not said, the log's own first or last.

    Raises:
        ConfigurationError: a date is none, or no call lies between them; one sentence.
    """
    ends = [day_of(at, zone).date.isoformat() for at in (past[0].at, past[-1].at)]
    period = period_of(first or ends[0], last or ends[1], zone)
    if not any(period.start <= call.at < period.end for call in past):
        raise ConfigurationError(f"The log has no call in these days; it has {ends[0]} to {ends[1]}.")
    return period


def play(past: Sequence[PastCall], everything: Sequence[PastCall], floor: Floor, seed: int, told: Told) -> Played:
    """Play some calls with a floor's queues, staff and head starts; what callers are like is learnt from everything."""
    known = habits(everything, floor.after)
    replay = Replay(
        floor.queues,
        floor.roster,
        again(past, known, floor.after, floor.head_start, lambda call: Random(f"{seed} {call}").random()),
    )
    fared: dict[CallId, Visit] = {}
    for visit in replay.visits():
        fared[visit.call] = visit
        if len(fared) % TELL_EVERY == 0:
            told("Calls", len(fared), len(past))
    told("Calls", len(past), len(past))
    return Played(tuple(past), tuple(_would_be(past, fared)), floor)


def _would_be(past: Sequence[PastCall], fared: dict[CallId, Visit]) -> Iterator[PastCall | None]:
    for call in past:
        visit = fared.get(call.call)
        if visit is None:
            yield None
            continue
        talk = 0.0 if visit.ended is None else visit.ended - visit.queued - visit.wait
        outcome = ANSWERED if visit.agent else FLOWED_OUT if call.outcome == FLOWED_OUT else ABANDONED
        yield PastCall(
            call.call, call.queue, call.at, visit.wait, outcome, caller=call.caller, agent=visit.agent, talk=talk
        )
