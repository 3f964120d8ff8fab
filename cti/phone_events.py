"""Facts of the agents' telephones: which one an agent works with, and how well a call was heard there."""

from cti.event import AgentEvent, CallEvent
from cti.ids import AgentId, OfferId


class PhoneChosen(AgentEvent, frozen=True, kw_only=True):
    """From now until the agent logs out calls ring at this phone: `browser`, `desk` (the telephone of the settings),
    `number`, one outside that is dialled over the trunk, or, empty, the one that the settings come to."""

    phone: str
    number: str = ""


class CallQualityMeasured(CallEvent, frozen=True, kw_only=True):
    """How well the agent's browser heard its part of the call: mean and worst opinion score (1 to 4.5, as the E-model
    reckons it), the share of packets that were lost (0 to 1), mean jitter and round trip in milliseconds."""

    agent: AgentId
    offer: OfferId
    mos: float
    mos_min: float
    loss: float
    jitter_ms: float
    rtt_ms: float
