"""Which of several free agents a call rings at: the same morning, and for each strategy another agent."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from acd.agent import Agent
from acd.distributor import Distributor
from acd.queue import (
    BEST_SKILL,
    FEWEST_CALLS,
    LEAST_TALK,
    LONGEST_IDLE,
    LOWEST_OCCUPANCY,
    ROUND_ROBIN,
    WEIGHTED_RANDOM,
    Queue,
)
from acd.tally import next_midnight
from cti import events as e
from cti.ids import AgentId, CallId, OfferId
from tests.acd.desk import ANNA, BEN, CLEO, SALES, T0, Shift, agent

IDA, ROB, FRED, LISA, OSCAR, SKYE = (AgentId(name) for name in ("ida", "rob", "fred", "lisa", "oscar", "skye"))
WRAP_UP = 60
# Who was asked for, how many seconds into the morning, and how long they talked.
MORNING = (
    (ROB, 100, 50), (IDA, 110, 40), (ROB, 220, 500), (IDA, 230, 100), (FRED, 300, 300), (LISA, 310, 10),
    (SKYE, 320, 280), (LISA, 400, 10), (LISA, 480, 10), (OSCAR, 500, 120), (OSCAR, 700, 120), (SKYE, 710, 190),
)  # fmt: skip
MIDNIGHT = next_midnight(T0, "UTC")


def talks(shift: Shift, calls: Sequence[tuple[AgentId, float, float]], begin: float) -> Shift:
    """Customers who ask for their agent by name, are answered at once and talk."""
    steps = [(at, 1, name, f"{name}-{at}") for name, at, _ in calls]
    steps += [(at + talk, 0, name, f"{name}-{at}") for name, at, talk in calls]
    offers: dict[CallId, OfferId] = {}
    for at, comes, name, text in sorted(steps):
        shift.passes(begin + at - shift.now)
        call = CallId(text)
        if comes:
            shift.hears(e.CallQueued(at=shift.now, call=call, queue=SALES, prefer=name))
            assert shift.ringing[call] == name
            offers[call] = shift.answers(call)
        else:
            shift.ends(call, name, offers[call])
    return shift


def morning(queue: Queue) -> Shift:
    """Oscar came an hour before the others; by eleven everybody is free again."""
    staff = [agent(name, french=5 if name == SKYE else 1) for name in (IDA, ROB, FRED, LISA, OSCAR, SKYE)]
    shift = Shift([replace(queue, wrap_up_seconds=WRAP_UP, skills={"french": 1})], staff).works(OSCAR)
    shift.passes(3600).works(IDA, ROB, FRED, LISA, SKYE)
    return talks(shift, MORNING, shift.now).passes(300)


@pytest.mark.parametrize(
    ("strategy", "first", "second"),
    [
        (LONGEST_IDLE, IDA, LISA),
        (ROUND_ROBIN, ROB, IDA),
        (FEWEST_CALLS, FRED, IDA),
        (LEAST_TALK, LISA, IDA),
        (LOWEST_OCCUPANCY, OSCAR, LISA),
        (BEST_SKILL, SKYE, IDA),
    ],
)
def test_each_strategy_asks_another_agent_after_the_same_morning(
    strategy: str, first: AgentId, second: AgentId
) -> None:
    alone = morning(Queue(SALES, strategy=strategy))
    call = alone.calls("question")
    assert alone.ringing == {call: first}
    alone.expires(call, "rejected")
    assert alone.ringing == {call: second}
    together = morning(Queue(SALES, strategy=strategy, ring_at_once=2))
    call = together.calls("question")
    assert [ring.agent for ring in together.rung() if ring.call == call] == [first, second]


def test_a_break_begins_the_idle_time_anew() -> None:
    shift = Shift().works(ANNA, BEN)
    shift.hears(
        e.AgentBecameNotReady(at=shift.now, agent=ANNA, reason="break"),
        e.AgentBecameReady(at=shift.now + 1, agent=ANNA),
    )
    call = shift.calls("a")
    assert shift.ringing == {call: BEN}


def test_in_turn_a_ring_that_nobody_answered_was_a_turn_and_a_break_changes_nothing() -> None:
    shift = Shift([Queue(SALES, strategy=ROUND_ROBIN)]).works(ANNA, BEN)
    for name, asked in (("a", ANNA), ("b", BEN), ("c", ANNA)):
        call = shift.calls(name)
        assert shift.ringing == {call: asked}
        shift.hears(
            e.CallEnded(at=shift.now, call=call, ended_by="caller"),
            e.AgentBecameNotReady(at=shift.now, agent=BEN, reason="break"),
            e.AgentBecameReady(at=shift.now, agent=BEN),
        )


def test_the_best_skilled_is_who_has_most_of_all_that_is_wanted() -> None:
    staff = [agent(ANNA, french=5, billing=1), agent(BEN, french=3, billing=4), agent(CLEO, french=1, piano=5)]
    queue = Queue(SALES, strategy=BEST_SKILL, skills={"french": 1}, preferred={"billing": 1})
    shift = Shift([queue], staff).works(CLEO, ANNA, BEN)
    calls = [shift.calls(name) for name in "abc"]
    assert [shift.ringing[call] for call in calls] == [BEN, ANNA, CLEO]


def drawn(staff: Sequence[Agent], count: int) -> list[AgentId]:
    """Whom so many calls ring at, one after the other, each gone before the next comes."""
    shift, asked = Shift([Queue(SALES, strategy=WEIGHTED_RANDOM)], staff).works(*(one.id for one in staff)), []
    for number in range(count):
        call = CallId(f"c{number}")
        shift.hears(e.CallQueued(at=shift.now, call=call, queue=SALES))
        asked.append(shift.ringing[call])
        shift.hears(e.CallEnded(at=shift.now, call=call, ended_by="caller"))
    return asked


def test_the_drawn_follow_their_weights() -> None:
    staff = [agent(ANNA), agent(BEN), replace(agent(CLEO), weight=3.0)]
    shares = Counter(drawn(staff, 2000))
    assert [shares[one.id] / 2000 for one in staff] == pytest.approx([0.2, 0.2, 0.6], abs=0.03)


def test_the_same_call_draws_the_same_agent_again_and_another_call_another() -> None:
    staff = [agent(ANNA), replace(agent(BEN), weight=2.0), agent(CLEO)]
    first = drawn(staff, 60)
    assert drawn(staff, 60) == first
    assert set(first) == {ANNA, BEN, CLEO}


def test_who_drew_an_agent_who_declines_draws_among_the_others() -> None:
    staff = [agent(ANNA), replace(agent(BEN), weight=100.0), agent(CLEO)]
    shift = Shift([Queue(SALES, strategy=WEIGHTED_RANDOM)], staff).works(ANNA, BEN, CLEO)
    call, asked = shift.calls("a"), set()
    for _ in staff:
        asked.add(shift.ringing[call])
        shift.expires(call, "rejected")
    assert asked == {ANNA, BEN, CLEO}
    assert shift.ringing == {}


@dataclass
class Evening(Shift):
    """A shift that begins an hour before midnight where the site is."""

    timezone: str = "UTC"

    def fresh(self) -> Distributor:
        return Distributor({q.id: q for q in self.queues}, {a.id: a for a in self.agents}, self.timezone)


def evening(strategy: str, timezone: str = "UTC") -> Evening:
    """Anna has answered two calls of a minute each, and Ben one of ten seconds, after both of hers."""
    begin = next_midnight(T0, timezone) - 3600
    shift = Evening([Queue(SALES, strategy=strategy, wrap_up_seconds=0)], now=begin, timezone=timezone)
    shift.works(BEN, ANNA)
    talks(shift, [(ANNA, 10, 60), (ANNA, 100, 60), (BEN, 200, 10)], begin)
    return shift


@pytest.mark.parametrize("timezone", ["UTC", "Asia/Shanghai", "America/New_York"])
@pytest.mark.parametrize("strategy", [FEWEST_CALLS, LEAST_TALK, LOWEST_OCCUPANCY])
def test_what_was_done_before_midnight_does_not_count_after_it(strategy: str, timezone: str) -> None:
    before = evening(strategy, timezone)
    call = before.passes(3500 - 210).calls("late")
    assert before.ringing == {call: BEN}
    after = evening(strategy, timezone)
    call = after.passes(3600 - 210).calls("early")
    assert after.ringing == {call: ANNA}, "both have done nothing yet, and Anna's number comes first"


def test_whose_turn_it_is_outlives_midnight() -> None:
    shift = evening(ROUND_ROBIN).passes(3600)
    talks(shift, [(ANNA, 1, 5)], shift.now)
    call = shift.calls("a")
    assert shift.ringing == {call: BEN}


def test_of_a_talk_over_midnight_only_the_new_days_part_counts() -> None:
    shift = Shift([Queue(SALES, strategy=LEAST_TALK, wrap_up_seconds=0)]).works(ANNA, BEN)
    talks(shift, [(ANNA, -600, 620), (BEN, 0, 60)], MIDNIGHT)
    call = shift.calls("a")
    assert shift.ringing == {call: ANNA}, "some twenty seconds against a minute"


def test_the_day_on_which_the_clocks_change_ends_at_its_own_midnight() -> None:
    zone = ZoneInfo("Europe/Berlin")
    for month, day, hours in ((3, 31, 23), (10, 27, 25), (6, 1, 24)):
        midnight = datetime(2024, month, day, tzinfo=zone).timestamp()
        assert next_midnight(midnight, "Europe/Berlin") - midnight == hours * 3600
