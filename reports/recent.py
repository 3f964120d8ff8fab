"""What became of the callers of the last half hour, queue by queue: counted as they leave, uncounted as time passes."""

from collections import deque

from cti.ids import QueueId
from reports.floor_plan import FloorPlan
from reports.tally import Tally
from reports.visit import ABANDONED, ANSWERED, FLOWED_OUT, WAITING, Visit

SECONDS = 30 * 60.0
OVER = frozenset({ANSWERED, ABANDONED, FLOWED_OUT})


class Recent:
    """The visits whose waiting was over within the last half hour. Tell it of each change, and of the time."""

    def __init__(self) -> None:
        self._left: deque[Visit] = deque()
        self._tallies: dict[QueueId, Tally] = {}

    def changed(self, was: Visit | None, now: Visit, plan: FloorPlan) -> None:
        """A visit changed; one that has just left its queue counts from now on."""
        if now.outcome in OVER and (was is None or was.outcome == WAITING):
            self._left.append(now)
            self._count(now, plan, 1)

    def pass_to(self, at: float, plan: FloorPlan) -> frozenset[QueueId]:
        """It is `at` now (seconds since the epoch): older visits count no more. The queues that had some."""
        gone: set[QueueId] = set()
        while self._left and (self._left[0].left_at or 0.0) <= at - SECONDS:
            old = self._left.popleft()
            self._count(old, plan, -1)
            gone.add(old.queue)
        return frozenset(gone)

    def recount(self, plan: FloorPlan) -> None:
        """The queues' limits changed: everything is counted anew."""
        self._tallies.clear()
        for visit in self._left:
            self._count(visit, plan, 1)

    def service_level(self, queue: QueueId, plan: FloorPlan) -> float | None:
        """The service level of these visits by the site's formula; None where there were none."""
        return self._tallies.get(queue, Tally()).figures(plan.service_level).service_level

    def _count(self, visit: Visit, plan: FloorPlan, by: int) -> None:
        self._tallies.setdefault(visit.queue, Tally()).count(visit, plan.queue(visit.queue), by)
