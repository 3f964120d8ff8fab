"""One call in an agent's hands: it rings there, is talked on, or is wrapped up."""

from dataclasses import dataclass

from cti.ids import CallId, OfferId, QueueId


@dataclass(slots=True)
class InHand:
    """What one agent has to do with one call. Exactly one of `offer`, `segment`, `party`, `wrap_up_due` and `wrap_up`
    is set, and names the part of the call.

    `party` is a part without a segment of one's own: asked by a colleague, helping. `wrap_up_limit` is when wrap-up
    ends by itself (seconds since the epoch, UTC), `extensions` how often it was made longer. While the agent asks
    somebody on this call, `asking` is set.
    """

    call: CallId
    queue: QueueId | None = None
    offer: OfferId | None = None
    segment: OfferId | None = None
    party: OfferId | None = None
    wrap_up_due: OfferId | None = None
    wrap_up: OfferId | None = None
    wrap_up_limit: float | None = None
    extensions: int = 0
    asking: bool = False

    @property
    def state(self) -> str:
        """What the agent does with this call: offered, talking or wrap_up."""
        if self.segment or self.party:
            return "talking"
        return "offered" if self.offer else "wrap_up"

    @property
    def name(self) -> OfferId | None:
        """The part of the call that the agent has."""
        return self.segment or self.party or self.offer or self.wrap_up or self.wrap_up_due

    @property
    def can_wait(self) -> bool:
        """Whether the agent may turn to another call meanwhile: the customer can be put on hold, or is gone."""
        return self.state == "wrap_up" or (self.segment is not None and not self.asking)
