"""A flow as data: nodes that say, ask, look at the clock, choose a language, queue, give back, or hang up."""

from dataclasses import dataclass, field

from cti.opening_hours import OpeningHours

Texts = dict[str, str]
"""What is said, by language."""


@dataclass(frozen=True, slots=True)
class Node:
    """A place in a flow."""

    name: str


@dataclass(frozen=True, slots=True)
class SayNode(Node):
    """Says something, then goes on."""

    text: Texts
    then: str


@dataclass(frozen=True, slots=True)
class MenuNode(Node):
    """Asks for one key. After `tries` wrong keys or silences it goes to `otherwise`. `timeout` in seconds."""

    text: Texts
    keys: dict[str, str]
    otherwise: str
    tries: int = 3
    timeout: float = 5.0
    wrong: Texts = field(default_factory=dict)
    silent: Texts = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class HoursNode(Node):
    """Goes to `then` within opening hours, else to `closed`."""

    hours: OpeningHours
    then: str
    closed: str


@dataclass(frozen=True, slots=True)
class LanguageNode(Node):
    """Goes on in another language."""

    language: str
    then: str


@dataclass(frozen=True, slots=True)
class QueueNode(Node):
    """Leaves the flow for a queue; `head_start` is priority as seconds of waiting already credited, `priority` a
    strict class above the queue's own, `skills` what is asked for beside the queue's."""

    queue: str
    head_start: float = 0.0
    skills: tuple[str, ...] = ()
    text: Texts = field(default_factory=dict)
    priority: int = 0


@dataclass(frozen=True, slots=True)
class GiveBackNode(Node):
    """Leaves the flow for the agent who sent the caller here, who is waited for `patience` seconds; a caller whom no
    agent has sent goes to `otherwise`."""

    otherwise: str
    patience: float = 60.0
    text: Texts = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class HangUpNode(Node):
    """Ends the call; `outcome` is closed or self_service."""

    outcome: str = "self_service"


@dataclass(frozen=True, slots=True)
class Flow:
    """A whole flow. `timezone` is where its opening hours are meant."""

    name: str
    start: str
    language: str
    timezone: str
    nodes: dict[str, Node]
