"""What a call consists of: its offer, its segments, and everybody else who is, or was asked, on it."""

from dataclasses import dataclass, field

from cti import events as e
from cti.ids import AgentId, CallId, CustomerId, OfferId, QueueId, party_id
from cti.script_progress import ScriptProgress

DIALLING = "dialling"
GIVE_BACK = "give_back"


@dataclass(slots=True)
class Offer:
    """The call rings at one agent."""

    id: OfferId
    agent: AgentId
    queue: QueueId
    offered: float
    expires: float


@dataclass(slots=True)
class Segment:
    """The part of a call that one agent handles; talk and hold belong to it, never to the whole call."""

    id: OfferId
    agent: AgentId
    queue: QueueId | None
    answered: float
    ended: float | None = None
    held_since: float | None = None
    held_apart: bool = False
    was_held: bool = False
    paused: bool = False
    hold_seconds: float = 0.0
    lost_since: float | None = None
    losses: int = 0
    wrap_up_limit: float | None = None
    wrapped_up: float | None = None
    recording: str | None = None


@dataclass(slots=True)
class Consult:
    """Somebody is asked before the call goes on: the agent `by`, in talk as `offer`, asks the party `id`.

    `agent` is who is asked, None for a number outside (`to`), or while nobody is rung of a queue (`to`), whose agents
    are rung in turn, each as a leg of the same party (`id` is the latest). `side` is with whom `by` speaks: party,
    customer or (in a conference that is being made) all; away means that `by` leaves the call to the party.
    """

    id: OfferId
    by: AgentId
    offer: OfferId
    way: str
    to: str
    agent: AgentId | None
    answered: bool = False
    side: str = "party"

    @property
    def waits(self) -> bool:
        """Whether a queue is asked, and nobody of it has answered yet."""
        return self.way == "queue" and not self.answered

    @property
    def goal(self) -> tuple[str, str]:
        """The way and whom the call goes to if the agent who asks leaves it to who is asked."""
        return ("agent", self.agent) if self.agent is not None and not self.waits else (self.way, self.to)


@dataclass(slots=True)
class Help:
    """A supervisor (`agent`) is with the agent `helped`, in talk as `offer`: listens, whispers or has barged in."""

    id: OfferId
    agent: AgentId
    helped: AgentId
    offer: OfferId
    mode: str
    answered: bool = False


@dataclass(slots=True)
class Transfer:
    """The call is on its way from the agent `by`, in talk as `offer`, to whom `to` names.

    `way` is agent, queue, outside, flow, park or give_back (from the flow, to `by`); `party` who is rung or waited for;
    `backs` counts how often it came back.
    """

    by: AgentId
    offer: OfferId
    way: str
    to: str
    party: OfferId | None = None
    backs: int = 0


@dataclass(slots=True)
class Call:
    """One call as it now stands. Times are seconds since the epoch, UTC.

    `stage` is flow, queued, offered, talk, transfer (on its way from one agent to another), parked, voicemail,
    outside, fallback or ended; or dialling: a callback, whose customer is not there yet. `note_revision` counts the
    texts its note has had, so that who hears of two knows which is the newer one.
    """

    id: CallId
    caller: str
    caller_name: str
    dialled: str
    arrived: float
    stage: str = "flow"
    queue: QueueId | None = None
    enqueued: float | None = None
    head_start: float = 0.0
    customer: CustomerId | None = None
    candidates: tuple[CustomerId, ...] = ()
    linked: bool = False
    offer: Offer | None = None
    offers: int = 0
    segments: list[Segment] = field(default_factory=list)
    digits: list[tuple[str, str]] = field(default_factory=list)
    node: tuple[str, str, int, str] | None = None
    note: str = ""
    note_revision: int = 0
    disposition: str | None = None
    fields: dict[str, str] = field(default_factory=dict)
    script: ScriptProgress | None = None
    ended: float | None = None
    ended_by: str = ""
    direction: str = "inbound"
    consult: Consult | None = None
    transfer: Transfer | None = None
    parked: e.CallParked | None = None
    leaving: OfferId | None = None
    parties: dict[OfferId, str] = field(default_factory=dict)
    helps: dict[OfferId, Help] = field(default_factory=dict)
    asked: set[OfferId] = field(default_factory=set)

    @property
    def segment(self) -> Segment | None:
        """The latest segment, over or not."""
        return self.segments[-1] if self.segments else None

    @property
    def talks(self) -> list[Segment]:
        """The segments in conversation now: several in a conference."""
        return [segment for segment in self.segments if segment.ended is None]

    @property
    def talking(self) -> Segment | None:
        """The latest segment in conversation now."""
        return next((segment for segment in reversed(self.segments) if segment.ended is None), None)

    def segment_of(self, agent: AgentId) -> Segment | None:
        """The agent's latest segment, over or not."""
        return next((segment for segment in reversed(self.segments) if segment.agent == agent), None)

    def part(self, offer: OfferId) -> Segment | None:
        """The segment of this id."""
        return next((segment for segment in self.segments if segment.id == offer), None)

    @property
    def others(self) -> bool:
        """Whether anybody is on this call besides its customer and one agent."""
        return bool(self.consult or self.parties or len(self.talks) > 1)

    @property
    def next_party(self) -> OfferId:
        """The id of whoever is asked to this call next."""
        return party_id(self.id, len(self.asked) + 1)
