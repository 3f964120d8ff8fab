"""The shape of every decision: facts in, orders out; and the one shell that runs such a machine.

A machine's state changes by facts alone (`apply`); what it decides is a function of that state (`decide`). After a
restart the journal is applied again without deciding, and `resume` then decides what is due: so nothing is done
twice and nothing is forgotten.
"""

import asyncio
from collections.abc import Iterable, Sequence
from typing import Protocol

import structlog

from cti.bus import Recorded, Subscription
from cti.clock import Clock
from cti.commands import CancelTimer, Command, Record, SetTimer, TelephonyCommand
from cti.errors import TelephonyError
from cti.events import Event, TimerRang
from cti.journal import Journal
from cti.tasks import Tasks
from cti.telephony import Telephony

log = structlog.get_logger(__name__)


class Machine(Protocol):
    """A pure decider. It holds no clock, socket or session."""

    def apply(self, event: Event) -> None:
        """Change by one fact."""
        ...

    def decide(self, event: Event) -> Iterable[Command]:
        """What is to be done now that this fact has been applied.

        Each fact among the orders is applied before the next order is asked for: a generator sees what it has done.
        """
        ...

    def resume(self, at: float) -> Iterable[Command]:
        """What is to be done at `at`, after the past has been applied."""
        ...

    def refused(self, command: TelephonyCommand, at: float) -> Iterable[Command]:
        """What is to be done when an order could not be carried out."""
        ...


def react(machine: Machine, event: Event) -> list[Command]:
    """Apply a fact, decide, and apply the facts that were decided."""
    machine.apply(event)
    settled: list[Command] = []
    _settle(machine, machine.decide(event), settled)
    return settled


def settle(machine: Machine, commands: Iterable[Command]) -> list[Command]:
    """Apply the facts among some orders to the machine that gave them, and what follows from those."""
    settled: list[Command] = []
    _settle(machine, commands, settled)
    return settled


def _settle(machine: Machine, commands: Iterable[Command], settled: list[Command]) -> None:
    for command in commands:
        settled.append(command)
        if isinstance(command, Record):
            machine.apply(command.event)
            following = machine.decide(command.event)
            if following:
                _settle(machine, following, settled)


class MachineRunner:
    """Asks one machine about each fact, in order, and carries out what it orders."""

    def __init__(self, machine: Machine, journal: Journal, telephony: Telephony, clock: Clock, name: str) -> None:
        self.machine = machine
        self.journal = journal
        self._telephony = telephony
        self._clock = clock
        self._name = name
        self._mailbox: Subscription | None = None
        self._own: set[int] = set()
        self._ringing: set[str] = set()
        self._timers: dict[str, asyncio.TimerHandle] = {}
        self._tasks = Tasks()

    def start(self, history: Iterable[Event], mailbox: Subscription) -> None:
        """Apply the past and do what is due. `take` goes on with what the mailbox brings; timers ring there, too."""
        for event in history:
            self.machine.apply(event)
        self._mailbox = mailbox
        self._carry_out(settle(self.machine, self.machine.resume(self._clock.now())))

    async def close(self) -> None:
        """Decide no more."""
        for timer in self._timers.values():
            timer.cancel()
        await self._tasks.close()

    def take(self, recorded: Recorded) -> None:
        """Hear a fact from the mailbox, unless it is the machine's own, or another machine's timer."""
        if recorded.position in self._own:
            self._own.discard(recorded.position)
            return
        event = recorded.event
        if isinstance(event, TimerRang):
            if event.timer not in self._ringing:
                return
            self._ringing.discard(event.timer)
        self.hear(event)

    def hear(self, event: Event) -> None:
        """React to one fact, and survive a fault in the machine: it is told, and the next fact is taken."""
        try:
            self._carry_out(react(self.machine, event))
        except Exception:
            log.exception("machine_fault", machine=self._name, event_kind=type(event).__name__)

    def _carry_out(self, commands: list[Command]) -> None:
        for command in commands:
            if isinstance(command, Record):
                self._own.add(self.journal.record(command.event).position)
            elif isinstance(command, SetTimer):
                self._set_timer(command)
            elif isinstance(command, CancelTimer):
                timer = self._timers.pop(command.timer, None)
                if timer:
                    timer.cancel()
            elif isinstance(command, TelephonyCommand):
                self._tasks.spawn(self._order(command), f"{self._name}-order")

    def _set_timer(self, command: SetTimer) -> None:
        old = self._timers.pop(command.timer, None)
        if old:
            old.cancel()
        delay = max(0.0, command.due - self._clock.now())
        self._timers[command.timer] = asyncio.get_running_loop().call_later(delay, self._ring, command.timer)

    def _ring(self, timer: str) -> None:
        self._timers.pop(timer, None)
        if self._mailbox is not None:
            self._ringing.add(timer)
            self._mailbox.put(Recorded(0, TimerRang(at=self._clock.now(), timer=timer)))

    async def _order(self, command: TelephonyCommand) -> None:
        try:
            await self._telephony.perform(command)
        except TelephonyError as error:
            log.warning("order_refused", order=type(command).__name__, call=command.call, error=str(error))
            self._carry_out(settle(self.machine, self.machine.refused(command, self._clock.now())))


class Machines:
    """All machines of a process behind one ordered mailbox: a fact wakes them once, and not each of them."""

    def __init__(self, runners: Sequence[MachineRunner]) -> None:
        self._runners = runners
        self._tasks = Tasks()

    def start(self, history: Sequence[Event], mailbox: Subscription) -> None:
        """Start each with the past, then go on with what the mailbox brings."""
        for runner in self._runners:
            runner.start(history, mailbox)
        self._tasks.spawn(self._run(mailbox), "machines")

    async def close(self) -> None:
        """Decide no more."""
        await self._tasks.close()
        for runner in self._runners:
            await runner.close()

    async def _run(self, mailbox: Subscription) -> None:
        async for recorded in mailbox:
            for runner in self._runners:
                runner.take(recorded)
