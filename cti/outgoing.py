"""Calls that agents make: the agent's phone first, then the number, which rings in the agent's ear; a `Machine`."""

from collections.abc import Iterable, Iterator

from cti import commands as c
from cti import events as e
from cti.commands import Command, Record
from cti.ids import CallId

RING_SECONDS = 45.0


class Outgoing:
    """Every call an agent makes, until the customer is there."""

    def __init__(self) -> None:
        self._dialled: dict[CallId, e.CallDialled] = {}
        self._ordered: set[CallId] = set()

    def apply(self, event: e.Event) -> None:
        """Change by one fact."""
        match event:
            case e.CallDialled():
                self._dialled[event.call] = event
            case e.AgentPickedUp() if event.call in self._dialled:
                self._ordered.add(event.call)
            case e.AgentAnswered() | e.CallEnded():
                self._dialled.pop(event.call, None)
                self._ordered.discard(event.call)

    def decide(self, event: e.Event) -> Iterable[Command]:
        """What is to be done now that this fact has been applied."""
        dialled = self._dialled.get(event.call) if isinstance(event, e.CallEvent) else None
        if dialled is None:
            return ()
        match event:
            case e.CallDialled():
                return self._rings_agent(event)
            case e.AgentPickedUp():
                return self._dials(dialled)
            case e.AgentUnavailable() | e.OfferExpired():
                return self._over(event.call, event.at)
            case e.PartyLeft() if event.party == dialled.offer:
                # The agent does not want to wait any longer.
                if event.call in self._ordered:
                    return (c.HangUp(call=event.call, by="agent"),)
                return self._over(event.call, event.at, by="agent")
        return ()

    def resume(self, at: float) -> Iterator[Command]:
        """What a death in between left undecided: a call nobody has begun to dial is not dialled later."""
        for call in list(self._dialled):
            if call not in self._ordered:
                yield from self._over(call, at)

    def refused(self, command: c.TelephonyCommand, at: float) -> Iterable[Command]:
        """A number that cannot be dialled, or one that rings no more when it is to end."""
        if command.call not in self._dialled:
            return ()
        if isinstance(command, c.DialCustomer):
            missed = e.CustomerNotReached(at=at, call=command.call, reason="failed")
            return (Record(event=missed), *self._over(command.call, at))
        return self._over(command.call, at) if isinstance(command, c.HangUp) else ()

    @staticmethod
    def _rings_agent(event: e.CallDialled) -> Iterator[Command]:
        yield Record(
            event=e.AgentWanted(
                at=event.at,
                call=event.call,
                agent=event.agent,
                offer=event.offer,
                queue=event.queue,
                reason="dial",
                auto_answer=True,
            )
        )

    @staticmethod
    def _dials(event: e.CallDialled) -> Iterator[Command]:
        yield c.DialCustomer(
            call=event.call, number=event.number, ring_seconds=RING_SECONDS, joins=event.offer, shown=event.shown
        )

    @staticmethod
    def _over(call: CallId, at: float, by: str = "system") -> tuple[Command, ...]:
        return (Record(event=e.CallEnded(at=at, call=call, ended_by=by)),)
