"""How well a call was heard, as timelines show it."""

from typing_extensions import TypedDict

from agent_console.form_models import Exactly


@Exactly
class HeardView(TypedDict):
    """A call at its worst: mean and least opinion score (1 to 4.5), and the share of packets that were lost."""

    mos: float
    mos_min: float
    loss: float
