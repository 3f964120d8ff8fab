"""The IVR engine, a pure function: a call's place in its flow and what just happened give its next place, and what it
hears there.

Nothing is remembered but `Place`, which the journal restores; between any two steps it can be written down.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from ivr.flow import (
    Flow,
    GiveBackNode,
    HangUpNode,
    HoursNode,
    LanguageNode,
    MenuNode,
    Node,
    QueueNode,
    SayNode,
    Texts,
)

MOST_STEPS = 50


@dataclass(frozen=True, slots=True)
class Place:
    """Where a call is: the node, which try of it, the language, and how many prompts it has been given so far; and
    whether an agent sent it into the flow."""

    node: str
    attempt: int
    language: str
    serial: int
    sent: bool = False

    @property
    def step(self) -> str:
        """The name under which the answer to the present prompt must come back."""
        return f"{self.node}.{self.serial}"


@dataclass(frozen=True, slots=True)
class Play:
    """Say this, and go on. With `type_ahead` a key interrupts it and is taken for the menu that follows."""

    text: str
    type_ahead: bool = False


@dataclass(frozen=True, slots=True)
class Ask:
    """Say this and take one key."""

    text: str
    timeout: float


@dataclass(frozen=True, slots=True)
class Enqueue:
    """Leave the flow for a queue."""

    queue: str
    head_start: float
    skills: tuple[str, ...]
    priority: int = 0


@dataclass(frozen=True, slots=True)
class GiveBack:
    """Leave the flow for the agent who sent the caller into it, to be waited for so many seconds."""

    patience: float


@dataclass(frozen=True, slots=True)
class Finish:
    """Leave the flow and end the call."""

    outcome: str


Effect = Play | Ask | Enqueue | GiveBack | Finish


@dataclass(frozen=True, slots=True)
class Step:
    """What the engine says: the call's new place, and the one thing to do there."""

    place: Place
    effect: Effect


def begin(flow: Flow, at: float) -> Step:
    """A call's first step."""
    return _enter(flow, Place(flow.start, 1, flow.language, 0), at)


def again(flow: Flow, place: Place, at: float) -> Step:
    """The present step once more, after a loss in which its answer may have gone."""
    return _enter(flow, place, at)


def heard(flow: Flow, place: Place, at: float) -> Step:
    """A prompt that only says something has been played to its end."""
    node = flow.nodes[place.node]
    if isinstance(node, SayNode):
        return _enter(flow, replace(place, node=node.then, attempt=1), at)
    if isinstance(node, QueueNode):
        return Step(place, Enqueue(node.queue, node.head_start, node.skills, node.priority))
    if isinstance(node, GiveBackNode) and place.sent:
        return Step(place, GiveBack(node.patience))
    return _enter(flow, place, at)


def keyed(flow: Flow, place: Place, digits: str, at: float) -> Step:
    """The caller pressed a key, or none (`digits` empty)."""
    node = flow.nodes[place.node]
    if isinstance(node, SayNode):
        following = flow.nodes[node.then]
        if isinstance(following, MenuNode) and digits in following.keys:
            return _enter(flow, replace(place, node=following.keys[digits], attempt=1), at)
    if not isinstance(node, MenuNode):
        return heard(flow, place, at)
    if digits in node.keys:
        return _enter(flow, replace(place, node=node.keys[digits], attempt=1), at)
    if place.attempt >= node.tries:
        return _enter(flow, replace(place, node=node.otherwise, attempt=1), at)
    notice = node.wrong if digits else node.silent
    step = _enter(flow, replace(place, attempt=place.attempt + 1), at)
    if isinstance(step.effect, Ask):
        text = " ".join(filter(None, (_text(flow, notice, place.language), step.effect.text)))
        return Step(step.place, replace(step.effect, text=text))
    return step


def _text(flow: Flow, texts: Texts, language: str) -> str:
    return texts.get(language) or texts.get(flow.language) or next(iter(texts.values()), "")


def _enter(flow: Flow, place: Place, at: float) -> Step:
    """Walk through the nodes that need no caller until one does."""
    for _ in range(MOST_STEPS):
        node = flow.nodes[place.node]
        moved = _pass(flow, node, place, at)
        if moved is None:
            place = replace(place, serial=place.serial + 1)
            return Step(place, _effect(flow, node, place))
        place = replace(moved, attempt=1)
    return Step(place, Finish("failed"))


def _pass(flow: Flow, node: Node, place: Place, at: float) -> Place | None:
    if isinstance(node, HoursNode):
        return replace(place, node=node.then if node.hours.is_open(at, flow.timezone) else node.closed)
    if isinstance(node, LanguageNode):
        return replace(place, node=node.then, language=node.language)
    if isinstance(node, GiveBackNode) and not place.sent:
        return replace(place, node=node.otherwise)
    return None


def _effect(flow: Flow, node: Node, place: Place) -> Effect:
    match node:
        case SayNode():
            return Play(_text(flow, node.text, place.language), isinstance(flow.nodes[node.then], MenuNode))
        case MenuNode():
            return Ask(_text(flow, node.text, place.language), node.timeout)
        case QueueNode() | GiveBackNode() if node.text:
            return Play(_text(flow, node.text, place.language))
        case QueueNode():
            return Enqueue(node.queue, node.head_start, node.skills, node.priority)
        case GiveBackNode():
            return GiveBack(node.patience)
        case HangUpNode():
            return Finish(node.outcome)
    return Finish("failed")


def spoken_together(flow: Flow) -> Iterator[tuple[str, str]]:
    """Every (language, text) the engine can order: each node in each language the flow can be in, the notices before
    a repeated menu joined with it."""
    languages = {flow.language, *(node.language for node in flow.nodes.values() if isinstance(node, LanguageNode))}
    for node in flow.nodes.values():
        for language in languages:
            if isinstance(node, MenuNode):
                menu = _text(flow, node.text, language)
                yield language, menu
                for notice in (node.wrong, node.silent):
                    yield language, " ".join(filter(None, (_text(flow, notice, language), menu)))
            elif isinstance(node, SayNode | QueueNode | GiveBackNode) and node.text:
                yield language, _text(flow, node.text, language)
