"""Promises that were made, with what became of them: the fold of the facts that a caller was promised a wait. Pure."""

from acd.calibration import Outcome
from cti import events as e
from cti.ids import CallId


class KeptPromises:
    """Facts in; the outcome when a promised wait is over."""

    def __init__(self) -> None:
        self._made: dict[CallId, e.WaitPromised] = {}

    def hear(self, event: e.Event) -> Outcome | None:
        """Take one fact in."""
        match event:
            case e.WaitPromised():
                self._made[event.call] = event
            case e.AgentAnswered() | e.CallEnded() | e.CallLeftQueue() | e.CallServedByFallback():
                made = self._made.pop(event.call, None)
                if made is not None:
                    return self._outcome(made, event)
        return None

    @staticmethod
    def _outcome(made: e.WaitPromised, event: e.CallEvent) -> Outcome:
        waited, answered = max(0.0, event.at - made.at), isinstance(event, e.AgentAnswered)
        return Outcome(made.queue, made.at, made.p50, made.p90, waited, answered, made.at_once)
