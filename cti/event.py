"""What every fact is: frozen, and with the time at which it happened."""

from dataclasses import dataclass

from cti.ids import AgentId, CallId


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Something that happened, and when (`at`: seconds since the epoch, UTC)."""

    at: float


@dataclass(frozen=True, slots=True, kw_only=True)
class CallEvent(Event):
    """Something that happened to one call."""

    call: CallId


@dataclass(frozen=True, slots=True, kw_only=True)
class AgentEvent(Event):
    """Something that happened to one agent."""

    agent: AgentId
