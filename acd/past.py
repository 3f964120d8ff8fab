"""Calls that once were, as callers who come again: the same arrivals, talk and patience, for another day's staff. Pure.

What the past does not tell is drawn, each call by a chance of its own, so one call's luck never hangs on another's.
"""

import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from acd.arrivals import Caller
from acd.patience import Patience, estimated
from cti.ids import AgentId, CallId, QueueId

ANSWERED, ABANDONED, FLOWED_OUT = "answered", "abandoned", "flowed_out"


@dataclass(frozen=True, slots=True)
class PastCall:
    """One stay in one queue that is over. `at` is when it was queued, in seconds since the epoch; `wait` and `talk`
    are seconds, `talk` with hold and 0 unless answered; `outcome` is answered, abandoned or flowed_out."""

    call: CallId
    queue: QueueId
    at: float
    wait: float
    outcome: str
    caller: str = ""
    agent: AgentId | None = None
    talk: float = 0.0

    @property
    def answered_at(self) -> float:
        """When the wait was over, seconds since the epoch."""
        return self.at + self.wait

    @property
    def ended_at(self) -> float:
        """When the talk was over, seconds since the epoch."""
        return self.answered_at + self.talk


@dataclass(frozen=True, slots=True)
class Habits:
    """What the calls of one queue are like: the talks that were seen and the time away after each (in the same order;
    infinite: to the queue's limit), in seconds, and the callers' patience."""

    talks: tuple[float, ...]
    after: tuple[float, ...]
    patience: Patience


def habits(past: Iterable[PastCall], after: Mapping[CallId, float]) -> dict[QueueId, Habits]:
    """Each queue's habits. A call that flowed out only shows that its caller would have waited longer.

    `after` tells for how many seconds an agent was away after a call; where it does not, wrap-up lasts to the limit.
    """
    by_queue: dict[QueueId, list[PastCall]] = {}
    for call in past:
        by_queue.setdefault(call.queue, []).append(call)
    return {
        queue: Habits(
            tuple(call.talk for call in calls if call.outcome == ANSWERED),
            tuple(after.get(call.call, math.inf) for call in calls if call.outcome == ANSWERED),
            estimated(
                (call.wait for call in calls if call.outcome == ABANDONED),
                (call.wait for call in calls if call.outcome != ABANDONED),
            ),
        )
        for queue, calls in by_queue.items()
    }


def again(
    past: Sequence[PastCall],
    known: Mapping[QueueId, Habits],
    after: Mapping[CallId, float],
    head_start: Callable[[PastCall], float],
    chance: Callable[[CallId], float],
) -> Iterator[Caller]:
    """The calls as callers, in order of arrival; phones are answered at once. `after` is as in `habits`;
    `chance` gives each call its own, uniform in 0 ≤ … < 1.

    Who hung up has just that patience, and talk and time after it of an answered call of the queue (0 where it never
    had one). Who was answered has that talk, and a patience drawn from the callers who waited longer. Who flowed out
    leaves after the same wait, as the queue's own limit would have it again.
    """
    for call in sorted(past, key=lambda call: call.at):
        queue = known[call.queue]
        talk, away, patience = call.talk, after.get(call.call, math.inf), call.wait
        if call.outcome == ANSWERED:
            patience = queue.patience.draw(chance(call.call), call.wait)
        elif queue.talks:
            place = int(chance(call.call) * len(queue.talks))
            talk, away = queue.talks[place], queue.after[place]
        ring, skills = 0.0, ()
        yield Caller(call.call, call.at, call.queue, talk, patience, ring, away, head_start(call), skills)
