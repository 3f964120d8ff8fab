"""Asking a queue: whoever is free is found as for a call that waits there, and rung by name; for a while."""

from collections.abc import Iterable, Iterator

from acd.asks import Ask
from acd.deciding import Table
from acd.floor import Floor
from acd.matching import for_agent, for_call
from cti import commands as c
from cti import events as e
from cti.commands import Command, Record, SetTimer
from cti.ids import party_of, same_party

FREED = (
    e.WrapUpFinished,
    e.AgentBecameReady,
    e.ConsoleConnected,
    e.PhoneRegistered,
    e.ConsultEnded,
    e.HelpEnded,
    e.OfferExpired,
    e.OfferWithdrawn,
    e.AgentUnavailable,
    e.TelephonyRestored,
    e.WorkDone,
    e.AgentConfigured,
    e.QueueConfigured,
)


class Asking:
    """Finds who is to be asked by those who ask a queue."""

    def __init__(self, floor: Floor) -> None:
        self._floor = floor

    def table(self) -> Table:
        """What is done for those who ask a queue, by the kind of fact."""
        freed: Table = dict.fromkeys(FREED, self._freed)
        return {**freed, e.QueueAsked: self._asked, e.ConsultEnded: self._over, e.ConsultAnswered: self._found}

    def resume(self, _at: float) -> Iterator[Command]:
        """How long those who ask wait still."""
        for ask in self._floor.asks.by_call.values():
            yield self._patience(ask)

    def rang(self, kind: str, name: str, at: float) -> Iterator[Command]:
        """Patience is over; a phone that rings goes on to its end."""
        if kind == "asked":
            for ask in list(self._floor.asks.by_call.values()):
                if ask.event.consult == name and ask.rung is None:
                    yield self._nobody(ask, at)

    @staticmethod
    def _patience(ask: Ask) -> Command:
        return SetTimer(timer=f"asked {ask.event.consult}", due=ask.until)

    @staticmethod
    def _nobody(ask: Ask, at: float) -> Record:
        asked = ask.event
        return Record(
            event=e.ConsultEnded(
                at=at, call=asked.call, consult=asked.consult, by=asked.by, reason="nobody_free", to=asked.queue
            )
        )

    def _asked(self, event: e.QueueAsked) -> Iterator[Command]:
        ask = self._floor.asks.by_call[event.call]
        yield self._patience(ask)
        yield from self._try(ask, event.at)

    def _freed(self, event: e.Event) -> Iterable[Command]:
        found = [ask for ask in self._floor.asks.by_call.values() if ask.rung is None]
        return self._tries(found, event.at) if found else ()

    def _tries(self, found: list[Ask], at: float) -> Iterator[Command]:
        for ask in found:
            if self._floor.asks.by_call.get(ask.event.call) is not ask or ask.rung is not None:
                continue
            if at >= ask.until:
                yield self._nobody(ask, at)
            else:
                yield from self._try(ask, at)

    def _try(self, ask: Ask, at: float) -> Iterator[Command]:
        """Ring whoever a call that had waited as long would be offered to, unless another is to be served before."""
        if not self._floor.telephony_up:
            return
        # The lines may have been laid anew since.
        ask.waiting.line = None
        match = next(iter(for_call(self._floor, ask.waiting, at, 0)), None)
        if match is None:
            return
        others = for_agent(self._floor, match.agent, at, 0)
        if any(other.call.rank < ask.waiting.rank for other in others):
            return
        asked = ask.event
        yield Record(
            event=e.AgentWanted(
                at=at,
                call=asked.call,
                agent=match.agent,
                offer=ask.following,
                queue=asked.queue,
                reason="consult",
                joins=asked.offer,
            )
        )

    def _found(self, event: e.ConsultAnswered) -> Iterator[Command]:
        yield c.CancelTimer(timer=f"asked {party_of(event.consult)}")

    def _over(self, event: e.ConsultEnded) -> Iterator[Command]:
        """Asking was over just when the next one was rung: that one is let go. Who was asked is free for others."""
        yield c.CancelTimer(timer=f"asked {party_of(event.consult)}")
        for wanted in list(self._floor.wanted.values()):
            if wanted.call == event.call and same_party(wanted.offer, event.consult):
                yield c.EndLeg(call=wanted.call, offer=wanted.offer, ringing=True)
                yield self._withdrawn(wanted, event.at)
        yield from self._freed(event)

    @staticmethod
    def _withdrawn(wanted: e.AgentWanted, at: float) -> Record:
        gone = e.OfferWithdrawn(at=at, call=wanted.call, agent=wanted.agent, offer=wanted.offer, reason="gone")
        return Record(event=gone)
