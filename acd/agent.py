"""An agent as configured: which queues, and which skills at which level."""

from dataclasses import dataclass, field

from cti.ids import AgentId, QueueId


@dataclass(frozen=True, slots=True)
class Agent:
    """Who takes calls. The id is also the extension; `skills` maps a skill to its level, 1 (can) to 5 (best).

    `phone` is the address of a desk phone (`sip:1001@192.0.2.7:5060`); empty means the browser is the phone.
    """

    id: AgentId
    name: str
    queues: tuple[QueueId, ...] = ()
    skills: dict[str, int] = field(default_factory=dict)
    phone: str = ""

    def can(self, required: dict[str, int]) -> bool:
        """Whether every required skill is there at its level or above."""
        return not required or all(self.skills.get(skill, 0) >= level for skill, level in required.items())
