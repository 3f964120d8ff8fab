"""Facts of an agent's work beside the call: more time to wrap up, a script's answers, chat with supervisors, a hand."""

from msgspec import field

from cti.event import AgentEvent, CallEvent
from cti.ids import AgentId, CallId, OfferId


class WrapUpExtended(CallEvent, frozen=True, kw_only=True):
    """The agent asked for more time to wrap up: it ends by itself at `limit` (seconds since the epoch) now."""

    agent: AgentId
    offer: OfferId
    limit: float


class ScriptAnswered(CallEvent, frozen=True, kw_only=True):
    """Somebody on the call answered a step of its script, in that version; the form now shows the step `to`.

    An empty `to` is the script's end. Going back is an answer, too: what was filled in stays.
    """

    agent: AgentId
    script: str
    version: int
    step: str
    to: str
    answers: dict[str, str] = field(default_factory=dict)


class ChatSaid(AgentEvent, frozen=True, kw_only=True):
    """Something was written in the chat between this agent and the supervisors; `by` is the writer's name.

    `side` is agent or supervisor: who wrote.
    """

    by: str
    side: str
    text: str


class ChatSeen(AgentEvent, frozen=True, kw_only=True):
    """One `side` (agent or supervisor) has seen everything written in the agent's chat so far."""

    side: str


class HandRaised(AgentEvent, frozen=True, kw_only=True):
    """The agent asks for a supervisor's help, in the call `call` if there is one."""

    call: CallId | None = None


class HandLowered(AgentEvent, frozen=True, kw_only=True):
    """The agent needs no help any more, or has it; `by` is who lowered the hand."""

    by: str = ""
