"""Virtual hold: a caller who would wait long is asked, once, whether to be called back with the place kept.

While the caller is asked the call is offered to nobody, and it keeps its place; a dialogue that never ends is ended.
"""

from collections.abc import Iterable, Iterator

from acd.callback import may_be_dialled
from acd.deciding import Table
from acd.expected import Expected
from acd.floor import Floor
from acd.line import Waiting
from acd.offers import Offers
from acd.recalls import Recalls
from acd.waiting_rules import MESSAGE
from cti import commands as c
from cti import events as e
from cti.commands import Command, Record, SetTimer
from cti.ids import CallId, callback_id

CALLER, CALLBACK, TIMEOUT = "caller", "callback", "timeout"
# When a call rings, or nobody can be spoken to, just as the caller was to be asked.
AGAIN_SECONDS = 5.0
# Without a word of the caller for so long, the dialogue is over.
SILENCE_SECONDS = 60.0
# The caller hears a farewell, and hangs up, before the telephone can ring.
FAREWELL_SECONDS = 15.0


class VirtualHold:
    """Offers callbacks. `expected` gives the seconds a call still has to wait, None where that is unknown."""

    def __init__(self, floor: Floor, recalls: Recalls, offers: Offers, expected: Expected) -> None:
        self._floor = floor
        self._recalls = recalls
        self._offers = offers
        self._expected = expected
        self._timed: set[CallId] = set()
        self._asked: set[CallId] = set()

    def table(self) -> Table:
        """What is done about the offer, by the kind of fact."""
        return {
            e.DigitsEntered: self._keyed,
            e.CallbackAccepted: self._accepted,
            e.CallbackDeclined: self._declined,
            e.QueueConfigured: self._configured,
            e.AgentAnswered: self._over,
            e.CallEnded: self._over,
            e.CallLeftQueue: self._over,
            e.CallServedByFallback: self._over,
        }

    def resume(self, at: float) -> Iterator[Command]:
        """The timers of all who are to be asked, or are being asked."""
        for call in list(self._floor.waiting.values()):
            if call.accepts:
                yield from self._leaves(call, at)
            elif call.asking:
                yield self._listens(call.call, at)
            else:
                yield from self.timer(call)

    def timer(self, call: Waiting) -> Iterator[Command]:
        """The timer of the question to a call that waits."""
        after = self._floor.queue(call.queue).callbacks.offer_after
        if after is not None and not call.asked and not self._floor.is_callback(call.call):
            yield self._set(call.call, call.since + after)

    def _set(self, call: CallId, due: float) -> Command:
        self._timed.add(call)
        return SetTimer(timer=f"virtual_hold {call}", due=due)

    def _listens(self, call: CallId, at: float) -> Command:
        self._asked.add(call)
        return self._set(call, at + SILENCE_SECONDS)

    def rang(self, kind: str, name: str, at: float) -> Iterator[Command]:
        """The caller is to be asked, or has been silent for too long."""
        call = self._floor.waiting.get(CallId(name)) if kind == "virtual_hold" else None
        if call is None:
            return
        if call.asking:
            yield Record(event=e.CallbackDeclined(at=at, call=call.call, reason=TIMEOUT))
        elif call.ringing or not self._floor.telephony_up:
            yield self._set(call.call, at + AGAIN_SECONDS)
        elif not call.asked and self._worth_it(call, at):
            number = self._floor.number_of(call.call)
            yield Record(
                event=e.CallbackOffered(
                    at=at, call=call.call, queue=call.queue, number=number if may_be_dialled(number) else ""
                )
            )
            yield self._listens(call.call, at)

    def _worth_it(self, call: Waiting, at: float) -> bool:
        rules = self._floor.queue(call.queue).callbacks
        if rules.offer_after is None:
            return False
        expected = self._expected(call.call, at)
        return rules.least_wait <= 0 or (expected is not None and expected >= rules.least_wait)

    def _keyed(self, event: e.DigitsEntered) -> Iterator[Command]:
        if event.digits and event.call in self._asked:
            yield self._listens(event.call, event.at)

    def _accepted(self, event: e.CallbackAccepted) -> Iterator[Command]:
        call = self._floor.waiting.get(event.call)
        if call is not None and call.accepts:
            yield from self._leaves(call, event.at)

    def _leaves(self, call: Waiting, at: float) -> Iterator[Command]:
        """The place is kept under the number, and the caller is thanked. Who rings by now is answered instead."""
        if call.ringing:
            return
        if callback_id(call.call) not in self._floor.callbacks.by_id:
            yield self._recalls.request(call, call.accepts, CALLER, at, at + FAREWELL_SECONDS)
        yield Record(event=e.CallLeftQueue(at=at, call=call.call, queue=call.queue, reason=CALLBACK, exit=MESSAGE))

    def _declined(self, event: e.CallbackDeclined) -> Iterator[Command]:
        """Back on hold, at the place that was kept, and to whoever is free by now."""
        call = self._floor.waiting.get(event.call)
        if call is None or event.call not in self._asked:
            return
        yield from self._over(event)
        yield c.HoldInQueue(call=call.call, queue=call.queue, music=self._floor.queue(call.queue).music)
        yield from self._offers.of_call(call.call, event.at)

    def _configured(self, event: e.QueueConfigured) -> Iterator[Command]:
        for call in [one for one in self._floor.waiting.values() if one.queue == event.queue]:
            yield from self.timer(call)

    def _over(self, event: e.CallEvent) -> Iterable[Command]:
        self._asked.discard(event.call)
        if event.call not in self._timed:
            return ()
        self._timed.discard(event.call)
        return (c.CancelTimer(timer=f"virtual_hold {event.call}"),)
