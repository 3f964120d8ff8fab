"""Facts of one agent: at work or not, wanting calls or not, with desk and phone alive or not."""

from cti.event import AgentEvent


class AgentLoggedIn(AgentEvent, frozen=True, kw_only=True):
    """An agent began work; not ready until the agent says so."""


class AgentLoggedOut(AgentEvent, frozen=True, kw_only=True):
    """An agent ended work; `by` is who ended it, if not the agent."""

    by: str = ""


class AgentBecameReady(AgentEvent, frozen=True, kw_only=True):
    """The agent wants calls."""


class AgentBecameNotReady(AgentEvent, frozen=True, kw_only=True):
    """The agent wants no calls, for the named reason."""

    reason: str


class ConsoleConnected(AgentEvent, frozen=True, kw_only=True):
    """The agent's console has a live socket."""


class ConsoleLost(AgentEvent, frozen=True, kw_only=True):
    """The agent's console has no live socket any more."""


class PhoneRegistered(AgentEvent, frozen=True, kw_only=True):
    """The agent's phone can be reached by Asterisk. `contact` tells one phone from its successor."""

    contact: str = ""


class PhoneLost(AgentEvent, frozen=True, kw_only=True):
    """The agent's phone can no longer be reached by Asterisk."""
