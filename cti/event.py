"""What every fact is: frozen, and with the time at which it happened."""

import re

from msgspec import Struct

from cti.ids import AgentId, CallId

_CAPITAL = re.compile(r"(?<=[a-z])(?=[A-Z])")


def kind_name(class_name: str) -> str:
    """The name a kind of fact has outside of this program, as `call_arrived` for `CallArrived`."""
    return _CAPITAL.sub("_", class_name).lower()


# Facts hold plain values, so none can be part of a cycle: the garbage collector need not look at them.
class Event(Struct, frozen=True, kw_only=True, gc=False, tag_field="kind", tag=kind_name):
    """Something that happened, and when (`at`: seconds since the epoch, UTC)."""

    at: float


class CallEvent(Event, frozen=True, kw_only=True):
    """Something that happened to one call."""

    call: CallId


class AgentEvent(Event, frozen=True, kw_only=True):
    """Something that happened to one agent."""

    agent: AgentId
