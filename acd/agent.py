"""An agent as configured: which queues, and which skills at which level."""

from dataclasses import dataclass, field

from cti.ids import AgentId, QueueId

FIRST_ORDER = 1


@dataclass(frozen=True, slots=True)
class Agent:
    """Who takes calls. The id is also the extension; `skills` maps a skill to its level, 1 (can) to 5 (best).

    `order` ranks the agent's queues: calls of a lower number are taken first, and reach this agent before agents with
    a higher one (1 where nothing is said). `capacity` is how much work fits beside each other (a call takes its
    queue's `load`, 1 as a rule); `weight` the agent's share in weighted-random queues. `phone` is the address of a
    desk phone (`sip:1001@192.0.2.7:5060`); empty means the browser is the phone, which `auto_answer` picks up itself.
    `calls_at_once` is how many calls the agent may have in hand, one active and the others on hold: queues offer a
    call only to who is free, the others are those the agent makes, picks up, or is wanted for by name.
    """

    id: AgentId
    name: str
    queues: tuple[QueueId, ...] = ()
    skills: dict[str, int] = field(default_factory=dict)
    phone: str = ""
    order: dict[QueueId, int] = field(default_factory=dict)
    capacity: float = 1.0
    weight: float = 1.0
    auto_answer: bool = False
    calls_at_once: int = 1
    version: int = 0
