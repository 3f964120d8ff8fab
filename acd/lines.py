"""The lines: every waiting call with its place, among those that ask for the same or kept for one agent."""

from acd.agent import Agent
from acd.crew import Crew
from acd.kinds import Need, asked
from acd.line import Line, Rank, Waiting
from acd.queue import Queue
from cti import events as e
from cti.ids import AgentId, CallId, QueueId

# Earlier than any call can be due, so that what a supervisor moves up is first, and what was moved last before that.
FIRST_OF_ALL = -1e12


class Lines(Crew):
    """The calls' side of the floor."""

    def __init__(self, queues: dict[QueueId, Queue], agents: dict[AgentId, Agent], timezone: str) -> None:
        super().__init__(agents, timezone)
        self.queues = dict(queues)
        self.waiting: dict[CallId, Waiting] = {}
        self.waits_for: dict[AgentId, dict[CallId, Waiting]] = {}
        self._sent: dict[CallId, Waiting] = {}
        self._known: dict[CallId, e.CallerRecognised] = {}
        self._asked: dict[tuple[QueueId, tuple[str, ...], int, bool], Line] = {}

    def queue(self, queue: QueueId) -> Queue:
        """The queue as configured; one that nobody configured has the defaults."""
        return self.queues.get(queue) or Queue(queue)

    def _rank(self, call: CallId, queue: Queue, since: float, head_start: float, priority: int) -> Rank:
        if queue.vip_head_start > 0 and call in self._known and self._known[call].vip:
            head_start += queue.vip_head_start
        return Rank(-(queue.priority + priority), since - head_start + queue.deadline, since, call)

    def _rank_of(self, call: Waiting) -> Rank:
        rank = self._rank(call.call, self.queue(call.queue), call.since, call.head_start, call.priority)
        return rank if call.raised is None else rank._replace(due=FIRST_OF_ALL - call.raised)

    def _ranks_anew(self, call: Waiting) -> None:
        self._steps_out(call)
        call.rank = self._rank_of(call)
        self._enters(call)

    def _enters(self, call: Waiting) -> None:
        """Take a place among those that may be offered, unless the call rings at as many agents as it may."""
        if not call.ready or (call.ringing and len(call.ringing) >= self.line_of(call).queue.ring_at_once):
            return
        if call.waits_for is not None:
            self.waits_for.setdefault(call.waits_for, {})[call.call] = call
            return
        self.seating.enters(self.line_of(call), call)

    def _steps_out(self, call: Waiting) -> None:
        if call.waits_for is not None:
            mine = self.waits_for.get(call.waits_for, {})
            mine.pop(call.call, None)
            if not mine:
                self.waits_for.pop(call.waits_for, None)
            return
        self.seating.leaves(self.line_of(call), call)

    def sent_to(self, agent: AgentId) -> list[CallId]:
        """The calls that a supervisor has this agent alone take, wherever they stand now."""
        return [call.call for call in self._sent.values() if call.waits_for == agent]

    def line_of(self, call: Waiting) -> Line:
        """The line of the calls that ask for the same."""
        if call.line is None:
            call.line = self._find_line(call)
        return call.line

    def line_for(self, queue: QueueId) -> Line:
        """The line that a caller of whom nothing is known joins in this queue."""
        return self._line_asked(queue, (), 0, False)

    def _find_line(self, call: Waiting) -> Line:
        return self._line_asked(call.queue, call.skills, call.step, call.overflows)

    def _line_asked(self, name: QueueId, skills: tuple[str, ...], step: int, overflows: bool) -> Line:
        asked_for = (name, skills, step, overflows)
        line = self._asked.get(asked_for)
        if line is None:
            line = self._asked[asked_for] = self._line(*asked_for)
        return line

    def _line(self, name: QueueId, asked_skills: tuple[str, ...], steps: int, overflows: bool) -> Line:
        queue = self.queue(name)
        skills, queues = asked(queue, asked_skills), [name]
        for step in queue.steps[:steps]:
            if step.skills is not None:
                skills = tuple(sorted(step.skills.items()))
            queues += [other for other in step.also if other not in queues]
        if overflows and queue.overflow.open and not queue.overflow.flow and queue.overflow.queue not in queues:
            queues.append(queue.overflow.queue)
        return self.seating.line(Need(tuple(queues), skills), queue)

    def ahead(self, call: Waiting) -> int:
        """How many calls of the same queue ring nowhere and are served before this one."""
        return sum(line.ahead(call.rank) for line in self.seating.of_queue(call.queue))

    def in_line(self) -> list[Waiting]:
        """The calls that may be offered, the next to be served first."""
        lines = [entry for line in self.seating.waiting() for entry in (*line.waiting, *line.partly)]
        personal = [(call.rank, call) for mine in self.waits_for.values() for call in mine.values()]
        return [call for _, call in sorted(lines + personal, key=lambda entry: entry[0])]
