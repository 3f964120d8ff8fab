"""The distributor in simulated time lands where queueing theory says, and keeps its promises on the way."""

import dataclasses
import math
from collections.abc import Sequence
from itertools import islice, pairwise

import pytest

from acd.agent import Agent
from acd.arrivals import Stream, always, callers, exponential, never
from acd.erlang import Demand, Outcome, erlang_a, erlang_c
from acd.queue import BEST_SKILL, Queue
from acd.sample import Estimate, Sample, sample
from acd.simulator import Simulator, Visit
from cti import events as e
from cti.ids import AgentId, CallId
from tests.acd.desk import SALES, SUPPORT, agent

PLAIN = Queue(SALES, wrap_up_seconds=0)
# Twenty batches give Student's t with 19 degrees of freedom: 3 errors are passed by 0.7 % of honest samples. The loads
# are such that a batch is over ten times as long as the house remembers: 1/(√n − √a)² handling times (M/M/n), and
# with impatience at most the longer of handling time and patience.
ERRORS = 3


def staff(count: int) -> list[Agent]:
    return [agent(AgentId(str(1000 + n))) for n in range(count)]


def play(streams: Sequence[Stream], agents: Sequence[Agent], calls: int, *queues: Queue, seed: int = 7) -> list[Visit]:
    return list(Simulator(queues or (PLAIN,), agents, islice(callers(streams, seed), calls)).visits())


def theory(demand: Demand) -> Stream:
    patience = exponential(demand.patience) if demand.patience else never
    return Stream(SALES, demand.rate, exponential(demand.aht), patience)


def near(seen: Estimate, figure: float) -> bool:
    return abs(seen.value - figure) <= ERRORS * seen.error


def agrees(seen: Sample, figures: Outcome) -> bool:
    names = ("p_wait", "asa", "service_level", "abandoned")
    return all(near(getattr(seen, name), getattr(figures, name)) for name in names)


@pytest.mark.parametrize(("agents", "load"), [(1, 0.5), (3, 2.0), (14, 10.0)])
@pytest.mark.parametrize("seed", [1, 2])
def test_lands_on_erlang_c(agents: int, load: float, seed: int) -> None:
    demand = Demand(load / 180, 180)
    seen = sample(play([theory(demand)], staff(agents), 8000, seed=seed), 20)
    assert agrees(seen, erlang_c(agents, demand, 20)), seen
    assert seen.abandoned.value == 0
    assert not near(seen.p_wait, erlang_c(agents + 1, demand, 20).p_wait), "a sample this small could prove nothing"


@pytest.mark.parametrize(("agents", "load", "patience"), [(1, 1.5, 60), (4, 4.0, 120), (12, 10.0, 90), (5, 8.0, 400)])
@pytest.mark.parametrize("seed", [1, 2])
def test_lands_on_erlang_a(agents: int, load: float, patience: float, seed: int) -> None:
    demand = Demand(load / 180, 180, patience)
    seen = sample(play([theory(demand)], staff(agents), 8000, seed=seed), 20)
    assert agrees(seen, erlang_a(agents, demand, 20)), seen
    assert not near(seen.abandoned, erlang_a(agents + 2, demand, 20).abandoned), "a sample this small proves nothing"


def test_wrap_up_is_handling_time() -> None:
    """The queue's limit cuts a wrap-up that would take longer; half of these end before it."""
    demand = Demand(2.0 / 180, 180)
    talk = Stream(SALES, demand.rate, exponential(180))
    limited = Queue(SALES, wrap_up_seconds=30)
    mean = 180 + 30 * (1 - math.exp(-1))
    seen = [
        sample(play([dataclasses.replace(talk, wrap_up=wrap_up)], staff(3), 8000, limited), 20).p_wait.value
        for wrap_up in (always(0.0), exponential(30), never)
    ]
    assert seen[0] < seen[1] < seen[2]
    assert seen[1] == pytest.approx(erlang_c(3, Demand(demand.rate, mean), 20).p_wait, rel=0.15)


def test_the_same_seed_is_the_same_day() -> None:
    stream = theory(Demand(0.05, 180, 60))
    first, again, other = (play([stream], staff(8), 1500, seed=seed) for seed in (1, 1, 2))
    assert first == again
    assert first != other
    assert len(first) == 1500 == len({visit.call for visit in first})


def test_every_strategy_meets_the_same_callers() -> None:
    stream = theory(Demand(0.05, 180, 60))
    longest = play([stream], staff(8), 500)
    best = play([stream], staff(8), 500, dataclasses.replace(PLAIN, strategy=BEST_SKILL))
    assert {v.call: v.queued for v in longest} == {v.call: v.queued for v in best}


def test_another_stream_does_not_change_the_callers_of_the_first() -> None:
    sales, support = theory(Demand(0.05, 180, 60)), Stream(SUPPORT, 0.02, always(60))
    alone = list(islice(callers([sales], 3), 50))
    both = [caller for caller in islice(callers([sales, support], 3), 200) if caller.queue == SALES]
    assert both[:50] == alone


def realistic(calls: int) -> tuple[list[Visit], list[Agent]]:
    """Two queues, a skill, ringing that at times is in vain, impatience, wrap-up, a head start: all at once."""
    people = [
        *(agent(AgentId(f"10{n:02}"), SALES, french=n % 3) for n in range(6)),
        *(agent(AgentId(f"20{n:02}"), SALES, SUPPORT, french=5) for n in range(4)),
    ]
    queues = (Queue(SALES, strategy=BEST_SKILL, wrap_up_seconds=20), Queue(SUPPORT, ring_seconds=10))
    streams = [
        Stream(SALES, 0.03, exponential(120), exponential(60), exponential(6), exponential(15)),
        Stream(SALES, 0.01, exponential(120), exponential(90), exponential(6), never, skills=("french",)),
        Stream(SUPPORT, 0.015, always(100), exponential(120), exponential(4), exponential(30), head_start=60),
    ]
    return play(streams, people, calls, *queues), people


def test_no_agent_ever_has_two_calls() -> None:
    visits, people = realistic(4000)
    assert len(visits) == 4000
    for person in people:
        spans = sorted((v.rung, v.ended) for v in visits if v.agent == person.id and v.rung is not None and v.ended)
        assert len(spans) > 100, "everybody works"
        for (_rung, ended), (rung, _ended) in pairwise(spans):
            assert ended <= rung, f"{person.id} was rung at {rung} in a call that ended at {ended}"


def test_only_agents_with_the_queue_and_the_skill_answer() -> None:
    visits, people = realistic(2000)
    able = {person.id: person for person in people}
    for visit in visits:
        if visit.agent:
            assert visit.queue in able[visit.agent].queues
            if visit.call.startswith("s1-"):
                assert able[visit.agent].skills.get("french", 0) >= 1
    assert {visit.queue for visit in visits if visit.abandoned} == {SALES, SUPPORT}


def test_a_head_start_is_served_sooner() -> None:
    common = Stream(SALES, 0.02, exponential(180))
    visits = play([common, dataclasses.replace(common, head_start=120)], staff(8), 4000)
    plain, ahead = (sample([v for v in visits if v.call.startswith(name)], 20) for name in ("s0-", "s1-"))
    assert ahead.asa.value < plain.asa.value - ERRORS * math.hypot(ahead.asa.error, plain.asa.error)


def test_a_phone_nobody_answers_passes_the_call_on() -> None:
    stream = Stream(SALES, 0.001, always(60), ring=never, patience=always(100))
    visits = play([stream], staff(2), 20)
    assert all(visit.abandoned and visit.wait == pytest.approx(100) for visit in visits)


def test_the_ring_counts_as_waiting_but_not_as_having_to_wait() -> None:
    visits = play([Stream(SALES, 0.0001, always(60), ring=always(5))], staff(2), 40)
    seen = sample(visits, 4)
    assert seen.asa.value == pytest.approx(5)
    assert (seen.p_wait.value, seen.service_level.value) == (0, 0)


def test_a_machine_that_gave_an_agent_away_twice_would_be_seen() -> None:
    """The check above can fail: a floor that forgets who rings gives the same agent to two callers."""
    arrivals = islice(callers([Stream(SALES, 0.05, always(300), ring=always(5))], 1), 50)
    simulator = Simulator([PLAIN], staff(1), arrivals)
    apply = simulator.machine.floor.presences.apply
    forgetful = (e.AgentAnswered, e.AgentOffered)
    simulator.machine.floor.presences.apply = lambda fact: None if isinstance(fact, forgetful) else apply(fact)  # type: ignore[method-assign]
    spans = sorted((v.rung, v.ended) for v in simulator.visits() if v.rung is not None and v.ended)
    assert any(ended > rung for (_rung, ended), (rung, _ended) in pairwise(spans))


def test_too_few_visits_estimate_nothing() -> None:
    few = [Visit(CallId(f"c{n}"), SALES, float(n), 1.0) for n in range(10)]
    assert math.isnan(sample(few, 20).p_wait.value)


def test_batch_means_are_what_they_are_called() -> None:
    """Twenty batches of ten after the first tenth: alternately all abandoned and none."""
    gone = [Visit(CallId(f"c{n}"), SALES, float(n), 1.0, AgentId("1") if n // 10 % 2 else None) for n in range(222)]
    seen = sample(gone, 20).abandoned
    steady = [float(visit.abandoned) for visit in gone[22:]]
    means = [sum(steady[n : n + 10]) / 10 for n in range(0, 200, 10)]
    spread = sum((mean - sum(means) / 20) ** 2 for mean in means) / 19
    assert seen.value == pytest.approx(sum(steady) / 200)
    assert seen.error == pytest.approx(math.sqrt(spread / 20))
