"""Asterisk's own `queue_log`, read: its lines become the facts that this server would have recorded of those calls.

A call's facts are given all together once the call is over, so a file cut off in mid-call leaves no half calls.
Source of the format: Asterisk documentation, Queue Logs.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from cti import events as e
from cti.ids import AgentId, CallId, OfferId, QueueId, offer_id

# No node's name may have an underscore, so no live call has such an id.
PREFIX = "queue_log-"
# Lines about queues and agents, not about the way of a call.
LEFT_OUT = frozenset(
    {
        *("QUEUESTART", "CONFIGRELOAD", "ADDMEMBER", "REMOVEMEMBER", "PAUSE", "UNPAUSE", "PAUSEALL", "UNPAUSEALL"),
        *("PENALTY", "MEMBERPENALTY", "AGENTLOGIN", "AGENTLOGOFF", "AGENTCALLBACKLOGIN", "AGENTCALLBACKLOGOFF"),
        *("AGENTDUMP", "SYSCOMPAT", "DID", "INFO", "CALLSTATUS", "STARTWEBUI"),
    }
)
# How long a call that has left its queue may still be queued again, and an open call stay silent, in lines.
LINGER = 50_000
LONGEST_CALL_ID, LONGEST_NAME, LONGEST_LINE = 100, 64, 4096
# The end of 2099, in seconds since the epoch: later is a mistake, not a time.
LATEST = 4_102_444_800.0


class BadLine(ValueError):
    """A line that cannot be read, or cannot have happened; the text is the reason."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line, taken apart. `at` is in seconds since the epoch; `values` are what the event adds."""

    at: float
    call: str
    queue: str
    agent: str
    event: str
    values: tuple[str, ...] = ()

    def seconds(self, place: int, unit: float = 1.0) -> float:
        """The value at a place as seconds, where `unit` is its unit; 0 if absent. Raises BadLine."""
        text = self.values[place] if place < len(self.values) else ""
        if text and not (text.isascii() and text.isdigit() and len(text) < 12):
            raise BadLine(f"{self.event} has “{text[:20]}” where a whole number must be")
        return int(text or 0) * unit


def taken_apart(text: str) -> Line:
    """One line of the file. Raises BadLine."""
    parts = text.rstrip("\r\n").split("|")
    if len(text) > LONGEST_LINE or len(parts) < 5:
        raise BadLine("it is not time|call|queue|agent|EVENT|…")
    if not all(part.isprintable() for part in parts):
        raise BadLine("it has characters that cannot be printed")
    time, call, queue, agent, event, *values = parts
    if not (time.isascii() and time.replace(".", "", 1).isdigit() and float(time) < LATEST):
        raise BadLine(f"“{time[:20]}” is not a time in seconds since 1970")
    if len(call) > LONGEST_CALL_ID or max(len(queue), len(agent)) > LONGEST_NAME:
        raise BadLine(f"a name is too long; at most {LONGEST_CALL_ID} letters for a call, {LONGEST_NAME} for others")
    return Line(float(time), call, queue, agent, event, tuple(values))


Facts = tuple[e.CallEvent, ...]


@dataclass(slots=True)
class _Call:
    """A call so far; `stage` is waiting, talking, or left (the queue, maybe for another one)."""

    id: CallId
    last_line: int
    at: float
    stage: str = "left"
    queue: str = ""
    left_by: str = "unknown"
    offers: int = 0
    segment: tuple[AgentId, OfferId] | None = None
    facts: list[e.CallEvent] = field(default_factory=list)

    def offered(self, line: Line, ring_s: float) -> tuple[AgentId, OfferId]:
        """The agent's phone rang until this line."""
        if not line.agent:
            raise BadLine(f"{line.event} names no agent")
        self.offers += 1
        agent, offer = AgentId(line.agent), offer_id(self.id, self.offers)
        entered = next(fact.at for fact in reversed(self.facts) if isinstance(fact, e.CallQueued))
        rang, queue = max(entered, self.at - ring_s), QueueId(self.queue)
        self.facts.append(e.AgentOffered(at=rang, call=self.id, agent=agent, offer=offer, queue=queue, expires=self.at))
        return agent, offer

    def hung_up(self) -> None:
        """The agent's part is over. The log knows no wrap-up, so it is over at once."""
        if self.segment:
            agent, offer = self.segment
            self.facts.append(e.SegmentEnded(at=self.at, call=self.id, agent=agent, offer=offer))
            self.facts.append(e.WrapUpFinished(at=self.at, call=self.id, agent=agent, offer=offer, by_limit=False))
            self.segment = None

    def ended(self, by: str) -> Facts:
        """All its facts."""
        return (*self.facts, e.CallEnded(at=self.at, call=self.id, ended_by=by, exact=by != "unknown"))


class QueueLog:
    """The running fold of lines into the facts of whole calls. It keeps only calls that are not over."""

    def __init__(self) -> None:
        self.left_out = 0
        self.unfinished = 0
        self._calls: dict[str, _Call] = {}

    def hear(self, number: int, text: str) -> list[Facts]:
        """Take a line in (numbers grow from 1); the calls that are now known to be over, each as its facts.

        Raises:
            BadLine: the line is wrong, and was passed over.
        """
        line = taken_apart(text)
        if line.event in LEFT_OUT:
            self.left_out += 1
            return []
        if line.event not in _EVENTS:
            raise BadLine(f"the event “{line.event[:40]}” is not known")
        over = self._settled(number - LINGER)
        facts = self._told(number, line)
        return [*over, facts] if facts else over

    def finish(self) -> list[Facts]:
        """The file has ended: calls that had left their queue are over, others are counted as `unfinished`."""
        return self._settled(None)

    def _told(self, number: int, line: Line) -> Facts | None:
        call = self._calls.get(line.call)
        if line.event == "ENTERQUEUE":
            if not line.call or not line.queue:
                raise BadLine("ENTERQUEUE names no call or no queue")
            call = call or _Call(CallId(PREFIX + line.call), number, line.at)
        elif call is None:
            raise BadLine(f"{line.event} of a call without ENTERQUEUE before it")
        # A clock that was set back must not make a time negative.
        before, call.at = call.at, max(call.at, line.at)
        try:
            facts = _EVENTS[line.event](call, line)
        except BadLine:
            call.at = before
            raise
        # The call heard of last stands last, so that the first is the one to settle.
        self._calls.pop(line.call, None)
        call.last_line = number
        if facts is None:
            self._calls[line.call] = call
        return facts

    def _settled(self, before: int | None) -> list[Facts]:
        over: list[Facts] = []
        while self._calls:
            name, call = next(iter(self._calls.items()))
            if before is not None and call.last_line >= before:
                break
            del self._calls[name]
            if call.stage == "left":
                over.append(call.ended(call.left_by))
            else:
                self.unfinished += 1
        return over


def _entered(call: _Call, line: Line) -> None:
    if not call.facts:
        caller = line.values[1] if len(line.values) > 1 else ""
        call.facts.append(
            e.CallArrived(at=call.at, call=call.id, caller=caller, caller_name="", dialled="", stage="queue")
        )
    call.hung_up()
    call.stage, call.queue = "waiting", line.queue
    call.facts.append(e.CallQueued(at=call.at, call=call.id, queue=QueueId(line.queue)))


def _waits(call: _Call, line: Line) -> None:
    if call.stage != "waiting" or call.queue != line.queue:
        raise BadLine(f"{line.event} of a call that does not wait in “{line.queue}”")


def _connected(call: _Call, line: Line) -> None:
    _waits(call, line)
    agent, offer = call.segment = call.offered(line, line.seconds(2))
    call.stage = "talking"
    call.facts.append(e.AgentAnswered(at=call.at, call=call.id, agent=agent, offer=offer))


def _rang(call: _Call, line: Line) -> None:
    _waits(call, line)
    agent, offer = call.offered(line, line.seconds(0, 0.001))
    if line.event == "RINGCANCELED":
        call.facts.append(e.OfferWithdrawn(at=call.at, call=call.id, agent=agent, offer=offer))
    else:
        call.facts.append(e.OfferExpired(at=call.at, call=call.id, agent=agent, offer=offer, reason="no_answer"))


def _abandoned(call: _Call, line: Line) -> Facts:
    _waits(call, line)
    return call.ended("caller")


def _exited(call: _Call, line: Line) -> None:
    _waits(call, line)
    call.stage, call.left_by = "left", "unknown"
    reason = line.event.removeprefix("EXIT").removeprefix("WITH").lower()
    call.facts.append(e.CallLeftQueue(at=call.at, call=call.id, queue=QueueId(call.queue), reason=reason))


def _completed(call: _Call, line: Line) -> Facts | None:
    if call.stage != "talking":
        raise BadLine(f"{line.event} of a call that no agent had answered")
    call.hung_up()
    # The caller is gone only where the caller hung up: else the dialplan may go on, even to another queue.
    call.stage, call.left_by = "left", "agent" if line.event == "COMPLETEAGENT" else "unknown"
    return call.ended("caller") if line.event == "COMPLETECALLER" else None


_EVENTS: dict[str, Callable[[_Call, Line], Facts | None]] = {
    "ENTERQUEUE": _entered,
    "CONNECT": _connected,
    "RINGNOANSWER": _rang,
    "RINGCANCELED": _rang,
    "ABANDON": _abandoned,
    "EXITWITHTIMEOUT": _exited,
    "EXITWITHKEY": _exited,
    "EXITEMPTY": _exited,
    "COMPLETECALLER": _completed,
    "COMPLETEAGENT": _completed,
    "TRANSFER": _completed,
    "BLINDTRANSFER": _completed,
    "ATTENDEDTRANSFER": _completed,
}
