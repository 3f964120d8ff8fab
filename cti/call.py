"""What a call is: the fold of its facts. Every room that needs to know a call's present asks this."""

from cti import events as e
from cti.call_changes import CHANGES
from cti.call_parts import DIALLING as DIALLING
from cti.call_parts import GIVE_BACK as GIVE_BACK
from cti.call_parts import Call as Call
from cti.call_parts import Consult as Consult
from cti.call_parts import Help as Help
from cti.call_parts import Offer as Offer
from cti.call_parts import Segment as Segment
from cti.call_parts import Transfer as Transfer
from cti.ids import CallId


class Calls:
    """All calls that are not over and done with: neither alive nor in anybody's wrap-up."""

    def __init__(self) -> None:
        self.by_id: dict[CallId, Call] = {}

    def apply(self, event: e.Event) -> Call | None:
        """Take one fact in, and give the call it concerns (also when the call is forgotten with it)."""
        if isinstance(event, e.CallArrived):
            stage = DIALLING if event.stage == DIALLING else "flow"
            made = Call(event.call, event.caller, event.caller_name, event.dialled, event.at, stage)
            self.by_id.setdefault(event.call, made)
        if not isinstance(event, e.CallEvent):
            return None
        call = self.by_id.get(event.call)
        if call is None:
            return None
        change = CHANGES.get(type(event))
        if change is not None:
            change(call, event)
        if call.ended is not None and _over(call):
            del self.by_id[call.id]
        return call

    def alive(self) -> list[Call]:
        """The calls whose caller is still on the line."""
        return [call for call in self.by_id.values() if call.ended is None]


def _over(call: Call) -> bool:
    """Whether nobody is left of a call that has ended: no wrap-up, and no leg that is still to be ended."""
    return not (call.consult or call.parties or call.helps) and all(map(_done, call.segments))


def _done(segment: Segment) -> bool:
    return segment.ended is not None and segment.wrapped_up is not None
