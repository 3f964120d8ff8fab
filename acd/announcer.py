"""What waiting callers are told, and when: their place, their expected wait, the queue's own words.

Nothing is announced to a caller whose call rings: the agent's answer is what comes next.
"""

from collections.abc import Iterable, Iterator
from math import ceil

from acd.deciding import Table
from acd.expected import Expected
from acd.floor import Floor
from acd.line import Waiting
from acd.waiting_rules import Announcements
from cti import commands as c
from cti import events as e
from cti.commands import Command, Record, SetTimer
from cti.ids import CallId

# When a call rings, or nobody can be spoken to, just as something was to be said.
AGAIN_SECONDS = 5.0
# The ladder on which a wait is told, in minutes; beyond it the minutes themselves are recorded.
LADDER = (1, 2, 3, 5, 10, 15, 20, 30)


class Announcer:
    """Decides each announcement. `expected` gives the seconds a call still has to wait, None where that is unknown."""

    def __init__(self, floor: Floor, expected: Expected) -> None:
        self._floor = floor
        self._expected = expected
        self._timed: set[CallId] = set()

    def table(self) -> Table:
        """What is done about announcements, by the kind of fact."""
        return {
            e.QueueJoined: self._waits,
            e.QueueConfigured: self._configured,
            e.AgentAnswered: self._over,
            e.CallEnded: self._over,
            e.CallLeftQueue: self._over,
            e.CallServedByFallback: self._over,
        }

    def _waits(self, event: e.QueueJoined) -> Iterator[Command]:
        return self._timer(event.call, event.at)

    def _configured(self, event: e.QueueConfigured) -> Iterator[Command]:
        for call in [one.call for one in self._floor.waiting.values() if one.queue == event.queue]:
            yield from self._timer(call, event.at)

    def _over(self, event: e.CallEvent) -> Iterable[Command]:
        if event.call not in self._timed:
            return ()
        self._timed.discard(event.call)
        return (c.CancelTimer(timer=f"announce {event.call}"),)

    def resume(self, at: float) -> Iterator[Command]:
        """The timers of all who wait."""
        for call in list(self._floor.waiting):
            yield from self._timer(call, at)

    def rang(self, kind: str, name: str, at: float) -> Iterator[Command]:
        """An announcement is due."""
        call = self._floor.waiting.get(CallId(name)) if kind == "announce" else None
        if call is None:
            return
        rules = self._rules(call)
        if not rules.any:
            return
        if call.ringing or call.asking or not self._floor.telephony_up:
            yield SetTimer(timer=f"announce {name}", due=at + AGAIN_SECONDS)
            return
        yield from self._announce(call, rules, at)
        yield from self._timer(call.call, at)

    def _rules(self, call: Waiting) -> Announcements:
        return self._floor.queue(call.queue).announcements

    def _timer(self, name: CallId, at: float) -> Iterator[Command]:
        """The next time after `at`; what is told once, and was due, is not told again."""
        call = self._floor.waiting.get(name)
        rules = self._rules(call) if call else None
        if call is None or rules is None or not rules.any or self._floor.is_callback(name):
            return
        due = call.since + rules.first
        if due <= at and rules.every > 0:
            due += rules.every * ((at - due) // rules.every + 1)
        if due > at:
            self._timed.add(name)
            yield SetTimer(timer=f"announce {name}", due=due)

    def _announce(self, call: Waiting, rules: Announcements, at: float) -> Iterator[Command]:
        place = self._floor.ahead(call) + 1
        position = place if rules.position and place <= rules.most_position else None
        minutes = self._minutes(call, at) if rules.wait else None
        if position is None and minutes is None and not rules.text:
            return
        times = int((at - call.since - rules.first) // rules.every) if rules.every > 0 else 0
        yield Record(
            event=e.CallAnnounced(
                at=at, call=call.call, number=1 + max(0, times), position=position, minutes=minutes, text=rules.text
            )
        )

    def _minutes(self, call: Waiting, at: float) -> int | None:
        """The expected wait, rounded up; None when it is unknown, or was shorter than it turned out to be."""
        seconds = self._expected(call.call, at)
        if seconds is None or seconds <= 0:
            return None
        minutes = ceil(seconds / 60)
        return next((step for step in LADDER if step >= minutes), minutes)
