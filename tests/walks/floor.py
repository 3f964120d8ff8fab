"""A whole call centre in one thread: the real machines and folds, and the exchange's twin; time is moved by hand."""

from collections.abc import Callable

from acd.agent import Agent
from acd.distributor import Distributor
from acd.queue import Queue
from cti import commands as c
from cti import events as e
from cti.agent_presence import Presences
from cti.call import Calls
from cti.conversation import Conversations
from cti.errors import TelephonyError
from cti.helps import Helps
from cti.ids import AgentId, CallId, QueueId
from cti.machine import Machine, react, settle
from cti.outgoing import Outgoing
from cti.transfers import Transfers
from ivr.attendant import Attendant
from ivr.callback_dialogue import CallbackDialogue
from ivr.departures import Departures
from ivr.flow import Flow
from ivr.loader import read
from ivr.waiting_voice import WaitingVoice
from tests.doubles.exchange import Exchange

SALES = QueueId("sales")
ANNA, BEN = AgentId("1001"), AgentId("1002")
START = 1_000_000.0

FLOW = """
language = "en"
[nodes.greeting]
kind = "say"
text.en = "Welcome."
then = "menu"
[nodes.menu]
kind = "menu"
text.en = "For sales press one."
keys = { 1 = "sales", 2 = "payment" }
otherwise = "sales"
[nodes.sales]
kind = "queue"
queue = "sales"
[nodes.payment]
kind = "say"
text.en = "Please pay."
then = "back"
[nodes.back]
kind = "give_back"
patience = 60
otherwise = "menu"
"""

Build = Callable[[], list[Machine]]


def machines(calls_at_once: int = 1) -> list[Machine]:
    """The call centre's deciders as a server builds them."""
    queue = Queue(SALES, ring_seconds=20, wrap_up_seconds=30)
    agents = {name: Agent(name, str(name), (SALES,), calls_at_once=calls_at_once) for name in (ANNA, BEN)}
    flow = read(FLOW, "walk.toml", "UTC", ["sales"])
    return call_centre(queue, agents, flow)


def spoken(text: str, _language: str) -> str:
    """The name of a sound is what it says."""
    return text


def call_centre(
    queue: Queue, agents: dict[AgentId, Agent], flow: Flow, language: str = "en", more: tuple[Queue, ...] = ()
) -> list[Machine]:
    """All that decides, around one queue, or `more`."""
    return [
        Attendant(flow, spoken),
        Departures(language, spoken),
        CallbackDialogue(language, spoken),
        WaitingVoice(language, spoken),
        Distributor({SALES: queue, **{one.id: one for one in more}}, agents),
        Conversations(),
        Transfers(),
        Helps(),
        Outgoing(),
    ]


class CallCentre:
    """Everything that decides, and the journal of what happened."""

    def __init__(self, build: Build = machines) -> None:
        self._build = build
        self.journal: list[e.Event] = []
        self.exchange = Exchange(self._heard, START)
        self.timers: dict[str, tuple[float, Machine]] = {}
        self.lives = True
        self._open()

    def _open(self) -> None:
        self.machines = self._build()
        self.calls, self.presences = Calls(), Presences()
        for event in self.journal:
            self._apply(event)
            for machine in self.machines:
                machine.apply(event)
        started = e.ServiceStarted(at=self.exchange.now, version="test")
        for machine in self.machines:
            machine.apply(started)
            self._carry_out(settle(machine, machine.resume(self.exchange.now)), machine)
        self.happens(started)
        self.happens(e.TelephonyRestored(at=self.exchange.now, node="main"))

    def _apply(self, event: e.Event) -> None:
        self.calls.apply(event)
        self.presences.apply(event)

    def _heard(self, event: e.Event) -> None:
        if self.lives:
            self.happens(event)
        else:
            self.exchange.missed.append(event)

    def happens(self, event: e.Event, decided_by: Machine | None = None) -> None:
        """A fact: into the journal first, then to everybody but the machine that decided it, which knows."""
        self.journal.append(event)
        self._apply(event)
        for machine in self.machines:
            if machine is not decided_by:
                self._carry_out(react(machine, event), machine)

    def _carry_out(self, commands: list[c.Command], machine: Machine) -> None:
        for command in commands:
            match command:
                case c.Record(event=event):
                    self.happens(event, machine)
                case c.SetTimer(timer=timer, due=due):
                    self.timers[timer] = (due, machine)
                case c.CancelTimer(timer=timer):
                    self.timers.pop(timer, None)
                case c.TelephonyCommand():
                    self._order(command, machine)

    def _order(self, command: c.TelephonyCommand, machine: Machine) -> None:
        try:
            self.exchange.carry_out(command)
        except TelephonyError:
            self._carry_out(settle(machine, machine.refused(command, self.exchange.now)), machine)

    def passes(self, seconds: float) -> None:
        """Time goes by, and timers ring in their order."""
        end = self.exchange.now + seconds
        while due := sorted((at, name) for name, (at, _m) in self.timers.items() if at <= end):
            at, name = due[0]
            _at, machine = self.timers.pop(name)
            self.exchange.now = max(self.exchange.now, at)
            self._carry_out(react(machine, e.TimerRang(at=self.exchange.now, timer=name)), machine)
        self.exchange.now = end

    def comes_to_work(self, agent: AgentId) -> None:
        """An agent logs in, with console and phone, and wants calls."""
        now = self.exchange.now
        for event in (
            e.AgentLoggedIn(at=now, agent=agent),
            e.ConsoleConnected(at=now, agent=agent),
            e.PhoneRegistered(at=now, agent=agent, contact=f"sip:{agent}@browser"),
            e.AgentBecameReady(at=now, agent=agent),
        ):
            self.happens(event)

    def dies(self) -> None:
        """SIGKILL: nothing is told any more, nothing is decided."""
        self.lives = False
        self.timers.clear()

    def starts_again(self) -> None:
        """A new life: the past from the journal, then what was missed, then what goes on."""
        missed, self.exchange.missed = self.exchange.missed, []
        self.lives = True
        self._open()
        for event in missed:
            self.happens(event)
        for call, line in list(self.exchange.lines.items()):
            stage = {"hold": "queue", "after": "queue"}.get(line.at, line.at)
            self.happens(e.CallResumed(at=self.exchange.now, call=call, stage=stage))
        for agent in list(self.presences.by_id):
            now = self.exchange.now
            self.happens(e.PhoneRegistered(at=now, agent=agent, contact=f"sip:{agent}@browser"))
            self.happens(e.ConsoleConnected(at=now, agent=agent))

    def kinds(self, call: CallId) -> list[str]:
        """The names of a call's facts, in order."""
        return [type(event).__name__ for event in self.journal if getattr(event, "call", None) == call]
