"""A line of waiting calls of one kind, in the order in which they are served."""

from bisect import bisect_left, insort
from typing import NamedTuple

from msgspec import Struct

from acd.kinds import Need
from acd.queue import Queue
from cti.ids import AgentId, CallId, OfferId, QueueId

DECLINED_SECONDS = 30.0


class Rank(NamedTuple):
    """A call's place among all that wait, lower is served sooner: the strict class, when it is due, and since when it
    has waited (times are seconds since the epoch); the id settles the rest."""

    behind: int
    due: float
    since: float
    call: CallId


class Ring(NamedTuple):
    """One agent who is rung for a call, until `expires` (seconds since the epoch)."""

    agent: AgentId
    expires: float


class Waiting(Struct):
    """A call in a queue. `step` counts the steps of the wait that are done; `waits_for` is whom it is kept for.

    One that is not `ready` keeps its place and is offered to nobody: its customer is being dialled, or asked something.
    `asked` says that the caller was asked about a callback, `asking` that this goes on, `accepts` the number given.
    `raised` is when a supervisor moved it before all others (seconds since the epoch), `sent` that one said whom it is
    kept for; it `overflows` once it has waited so long that the queue's overflow, while open, is for it, too.

    `ringing` and `declined` are None rather than empty: nearly all who wait ring nowhere and were declined by nobody.
    """

    call: CallId
    queue: QueueId
    since: float
    head_start: float
    rank: Rank
    skills: tuple[str, ...] = ()
    priority: int = 0
    ready: bool = True
    asked: bool = False
    asking: bool = False
    accepts: str = ""
    prefer: AgentId | None = None
    waits_for: AgentId | None = None
    sent: bool = False
    raised: float | None = None
    overflows: bool = False
    line: "Line | None" = None
    step: int = 0
    offers: int = 0
    ringing: dict[OfferId, Ring] | None = None
    declined: dict[AgentId, float] | None = None

    @property
    def offer(self) -> OfferId | None:
        """The first offer that rings now."""
        return next(iter(self.ringing), None) if self.ringing else None

    @property
    def agent(self) -> AgentId | None:
        """The agent of the first offer that rings now."""
        return next(iter(self.ringing.values())).agent if self.ringing else None

    def may_ring(self, agent: AgentId, at: float) -> bool:
        """Whether this agent was not asked in vain just now."""
        return self.declined is None or at - self.declined.get(agent, -DECLINED_SECONDS) >= DECLINED_SECONDS


Head = tuple[int, float, float, CallId, Waiting]


class Line:
    """The calls of one need that may be offered; those ringing at some agents, with room for more, come after.

    `head` is the next to be served, with its rank before it, None where nobody waits: it is kept, since a freed agent
    looks at the heads of many lines whose calls were last touched long ago.
    """

    __slots__ = ("head", "need", "partly", "queue", "waiting")

    def __init__(self, need: Need, queue: Queue) -> None:
        self.need = need
        self.queue = queue
        self.waiting: list[tuple[Rank, Waiting]] = []
        self.partly: list[tuple[Rank, Waiting]] = []
        self.head: Head | None = None

    @property
    def any(self) -> bool:
        """Whether some call could be offered."""
        return bool(self.waiting or self.partly)

    def enter(self, call: Waiting) -> None:
        """Take a call in, at its rank."""
        entries, entry = self.partly if call.ringing else self.waiting, (call.rank, call)
        # Nearly everybody comes last; a search would touch calls that nothing else has touched for long.
        if not entries or entries[-1] < entry:
            entries.append(entry)
        else:
            insort(entries, entry)
        if entries[0] is entry:
            self._advance()

    def leave(self, call: Waiting) -> None:
        """Let a call out, if it is in."""
        for entries in (self.waiting, self.partly):
            if not entries:
                continue
            if entries[0][1] is call:
                del entries[0]
                self._advance()
                return
            place = bisect_left(entries, (call.rank,))
            if place < len(entries) and entries[place][1] is call:
                del entries[place]
                return

    def _advance(self) -> None:
        entries = self.waiting or self.partly
        if entries:
            rank, call = entries[0]
            self.head = (*rank, call)
        else:
            self.head = None

    def ahead(self, rank: Rank) -> int:
        """How many calls ring nowhere and come before this rank."""
        entries = self.waiting
        return len(entries) if not entries or entries[-1][0] < rank else bisect_left(entries, (rank,))

    def first(self, agent: AgentId, at: float) -> Waiting | None:
        """The call that this agent would be asked to take."""
        for entries in (self.waiting, self.partly):
            for _, call in entries:
                if call.may_ring(agent, at):
                    return call
        return None
