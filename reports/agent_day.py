"""An agent's day beside the team's: the same formulas, over one agent and over all who worked."""

from collections.abc import Iterable
from dataclasses import dataclass

from cti.ids import AgentId
from reports.metrics import METRICS, Counts
from reports.tally import AgentTally

READY = "ready"


@dataclass(frozen=True, slots=True)
class AgentDay:
    """A day's figures; those of a team are means, so that they can stand beside one agent's."""

    answered: float
    missed: float
    talk_s: float
    aht_s: float | None
    occupancy: float | None


class ReadyTime:
    """How long each agent has waited for a call today, ready: the available time of `occupancy`."""

    def __init__(self) -> None:
        self._since: dict[AgentId, float] = {}
        self._sums: dict[AgentId, float] = {}

    def changed(self, agent: AgentId, state: str, at: float, day_start: float) -> None:
        """The agent is in this state from now on; what lies before the day does not count."""
        since = self._since.get(agent)
        if state == READY and since is None:
            self._since[agent] = at
        elif state != READY and since is not None:
            del self._since[agent]
            self._sums[agent] = self._sums.get(agent, 0.0) + max(0.0, at - max(since, day_start))

    def new_day(self) -> None:
        """Nothing was waited yet; whoever waits goes on waiting."""
        self._sums.clear()

    def of(self, agent: AgentId, now: float, day_start: float) -> float:
        """Seconds of today until now."""
        since = self._since.get(agent)
        running = max(0.0, now - max(since, day_start)) if since is not None else 0.0
        return self._sums.get(agent, 0.0) + running

    @property
    def agents(self) -> set[AgentId]:
        """Everybody who was ready at any time today."""
        return {*self._since, *(agent for agent, waited in self._sums.items() if waited)}


def day_of(parts: Iterable[tuple[AgentTally, float]]) -> AgentDay:
    """The figures of some agents, each with the seconds of being ready: means, and formulas over the sums."""
    found = list(parts)
    number = len(found) or 1
    seconds = [tally.counts() for tally, _ready in found]
    counts = Counts(
        handled=sum(one.handled for one in seconds),
        handled_s=sum(one.handled_s for one in seconds),
        available_s=sum(ready for _tally, ready in found),
    )
    return AgentDay(
        answered=sum(tally.answered for tally, _ in found) / number,
        missed=sum(tally.missed for tally, _ in found) / number,
        talk_s=sum(tally.figures().talk_s for tally, _ in found) / number,
        aht_s=METRICS["aht"].function(counts),
        occupancy=METRICS["occupancy"].function(counts),
    )
