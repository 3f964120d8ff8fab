"""Several machines behind one mailbox: each hears what it would hear alone, and nobody hears another's timer."""

from collections.abc import AsyncIterator, Callable

import pytest

from cti import commands as c
from cti import events as e
from cti.clock import SystemClock
from cti.machine import MachineRunner, Machines
from tests.cti.world import CALL, T0, Life, arrived, until
from tests.doubles.exchange import Exchange

RUNG = e.CallHeldInQueue(at=T0, call=CALL)


class Listener:
    """Writes down what it hears; `answers` is what it orders on a kind of fact."""

    def __init__(self, **answers: list[c.Command]) -> None:
        self.heard: list[str] = []
        self._answers = answers

    def apply(self, event: e.Event) -> None:
        self.heard.append(type(event).__name__)

    def decide(self, event: e.Event) -> list[c.Command]:
        return self._answers.get(type(event).__name__, [])

    def resume(self, at: float) -> list[c.Command]:
        return [c.SetTimer(timer=name, due=at) for name in self._answers if name == "tea"]

    def refused(self, command: c.TelephonyCommand, at: float) -> list[c.Command]:
        return []


Start = Callable[..., None]


@pytest.fixture
async def start(life: Life) -> AsyncIterator[Start]:
    started: list[Machines] = []

    def begin(*machines: Listener) -> None:
        exchange = Exchange(life.journal.record)
        runners = [MachineRunner(one, life.journal, exchange, SystemClock(), "test") for one in machines]
        together = Machines(runners)
        together.start([], life.bus.subscribe())
        started.append(together)

    yield begin
    for one in started:
        await one.close()


async def test_what_one_decides_the_other_hears_and_it_does_not_hear_twice(life: Life, start: Start) -> None:
    first, second = Listener(CallArrived=[c.Record(event=RUNG)]), Listener()
    start(first, second)
    life.say(arrived())
    await until(lambda: len(second.heard) == 2)
    assert first.heard == second.heard == ["CallArrived", "CallHeldInQueue"]


async def test_a_fault_in_one_does_not_keep_the_others_from_hearing(life: Life, start: Start) -> None:
    class Broken(Listener):
        def decide(self, event: e.Event) -> list[c.Command]:
            raise RuntimeError("a fault in the machine")

    broken, sound = Broken(), Listener()
    start(broken, sound)
    life.say(arrived(), RUNG)
    await until(lambda: len(sound.heard) == 2)
    assert broken.heard == sound.heard


async def test_a_timer_rings_for_whom_it_was_set(life: Life, start: Start) -> None:
    mine, other = Listener(tea=[]), Listener()
    start(mine, other)
    await until(lambda: mine.heard == ["TimerRang"])
    life.say(arrived())
    await until(lambda: other.heard == ["CallArrived"])
    assert mine.heard == ["TimerRang", "CallArrived"]
