"""Callers drawn from a seeded random source: when they come, how long they talk, when they lose patience. Pure."""

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from heapq import merge
from random import Random

from msgspec import Struct

from cti.ids import CallId, QueueId

Draw = Callable[[Random], float]


def exponential(mean: float) -> Draw:
    """Seconds with this mean and no memory, as the theory has them."""
    return lambda source: source.expovariate(1 / mean)


def always(seconds: float) -> Draw:
    """The same seconds each time."""
    return lambda _source: seconds


def at_once(_source: Random) -> float:
    """No time at all: a phone that is answered the moment it rings."""
    return 0.0


def never(_source: Random) -> float:
    """What does not happen: endless patience, a phone nobody answers."""
    return math.inf


@dataclass(frozen=True, slots=True)
class Stream:
    """One kind of caller: calls per second into a queue, and how each behaves; all times in seconds.

    `ring` is how long the agent's phone rings before it is answered; `wrap_up` how long the agent then needs, at
    most the queue's own limit. `head_start` and `skills` are as in `CallQueued`.
    """

    queue: QueueId
    rate: float
    talk: Draw
    patience: Draw = never
    ring: Draw = at_once
    wrap_up: Draw = never
    head_start: float = 0.0
    skills: tuple[str, ...] = ()


class Caller(Struct, frozen=True, gc=False):
    """One call to come, with all its chances drawn beforehand: so every strategy is tried on the very same calls."""

    call: CallId
    at: float
    queue: QueueId
    talk: float
    patience: float
    ring: float
    wrap_up: float
    head_start: float
    skills: tuple[str, ...]


def callers(streams: Sequence[Stream], seed: int) -> Iterator[Caller]:
    """The calls of all streams in order of arrival, without end; a stream's calls do not depend on the others."""
    sources = (_poisson(stream, number, Random(f"{seed} {number}")) for number, stream in enumerate(streams))
    return merge(*sources, key=lambda caller: caller.at)


def _poisson(stream: Stream, number: int, source: Random) -> Iterator[Caller]:
    at, count = 0.0, 0
    while True:
        at += source.expovariate(stream.rate)
        count += 1
        yield Caller(
            CallId(f"s{number}-{count}"),
            at,
            stream.queue,
            stream.talk(source),
            stream.patience(source),
            stream.ring(source),
            stream.wrap_up(source),
            stream.head_start,
            stream.skills,
        )
