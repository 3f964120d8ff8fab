"""What a queue's configuration says of a wait: its steps, its ways out, hours, announcements and callbacks."""

from dataclasses import dataclass, field

from cti.ids import QueueId
from cti.opening_hours import OpeningHours

HANG_UP, MESSAGE, QUEUE, VOICEMAIL, EXTERNAL = "hang_up", "message", "queue", "voicemail", "external"
EXITS = (HANG_UP, MESSAGE, QUEUE, VOICEMAIL, EXTERNAL)
NOBODY_LOGGED_IN, NOBODY_READY = "nobody_logged_in", "nobody_ready"
EMPTIES = ("", NOBODY_LOGGED_IN, NOBODY_READY)
NOWHERE = QueueId("")
AGENT_FIRST, CUSTOMER_FIRST = "agent", "customer"


@dataclass(frozen=True, slots=True)
class Exit:
    """A way out of a queue: `text` is said first (by language), then comes what `kind` names.

    hang_up and message end the call; queue moves it to `queue` with its place kept; voicemail records up to three
    minutes; external dials `number`.
    """

    kind: str = MESSAGE
    queue: QueueId = NOWHERE
    number: str = ""
    text: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Step:
    """What changes for a call that has waited `after` seconds: requirements relax to `skills` (None: as they were),
    the agents of the queues in `also` are asked too, or the call leaves by `exit`."""

    after: float
    skills: dict[str, int] | None = None
    also: tuple[QueueId, ...] = ()
    exit: Exit | None = None


@dataclass(frozen=True, slots=True)
class Overflow:
    """A way out of a crowd, opened and closed by one switch: while `open`, a call that has waited `after` seconds may
    be taken by the agents of `queue` as well or, with `flow`, goes there with its place kept."""

    open: bool = False
    after: float = 60.0
    queue: QueueId = NOWHERE
    flow: bool = False


@dataclass(frozen=True, slots=True)
class Alerts:
    """When supervisors are called: `waiting` calls or more, a caller who has waited `longest_s` seconds or more, a
    service level of the last half hour under `service_level` (0 to 1), `abandoned` calls today or more; None: never."""

    waiting: int | None = None
    longest_s: float | None = None
    service_level: float | None = None
    abandoned: int | None = None


@dataclass(frozen=True, slots=True)
class Closing:
    """When a queue takes no new calls: outside `hours`, or while `closed` (the switch). `exit` is what they hear.

    `also_waiting` sends those who wait already the same way when the queue closes.
    """

    hours: OpeningHours = field(default_factory=OpeningHours)
    closed: bool = False
    exit: Exit = field(default_factory=Exit)
    also_waiting: bool = False


@dataclass(frozen=True, slots=True)
class Announcements:
    """What waiting callers are told: after `first` seconds and then each `every` seconds (0: once), their `position`
    (if at most `most_position`), their expected `wait` in minutes, and `text` by language."""

    first: float = 0.0
    every: float = 0.0
    position: bool = False
    most_position: int = 20
    wait: bool = False
    text: dict[str, str] = field(default_factory=dict)

    @property
    def any(self) -> bool:
        """Whether anything is ever said."""
        return self.first > 0 and (self.position or self.wait or bool(self.text))


@dataclass(frozen=True, slots=True)
class CallbackRules:
    """Virtual hold: offered after `offer_after` seconds (None: never) to whom at least `least_wait` seconds are
    promised; `first` says who is dialled first; `retries` further tries, `retry_seconds` apart; calls that were
    `abandoned` after at least `abandoned_after` seconds are called back too."""

    offer_after: float | None = None
    least_wait: float = 0.0
    first: str = AGENT_FIRST
    ring_seconds: float = 30.0
    retries: int = 2
    retry_seconds: float = 900.0
    abandoned: bool = False
    abandoned_after: float = 30.0
