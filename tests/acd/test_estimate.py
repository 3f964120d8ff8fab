"""Wait promises: what a caller is told, what is learnt from it, how it is kept: on drawn days, and on a real bank's."""

import math
import statistics
from collections import Counter
from collections.abc import Sequence
from datetime import UTC
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from acd.calibration import Outcome, Row, calibration, pinball, row
from acd.estimate import LEVELS, LONGEST, RINGS, Estimator, Place, Promise
from acd.promises import SHIFT, Promises
from acd.queue import Queue
from acd.simulator import Simulator
from cti import events as e
from cti.ids import AgentId, CallId
from tests.acd.desk import SALES, SUPPORT, agent
from tests.acd.waits import (
    BANK,
    answered,
    bank,
    changing,
    day,
    erlang_quantile,
    offered,
    outcomes,
    over,
    queued,
    ready,
)

# Shares of callers who waited less than promised: what a promise of a half and of nine in ten has to keep.
HALF, NINE_IN_TEN = (0.45, 0.55), (0.86, 0.94)


def after(*facts: e.Event) -> Promises:
    promises = Promises()
    for fact in facts:
        promises.hear(fact)
    return promises


def promised(call: str, promises: Promises) -> Promise:
    promise = promises.of(CallId(call))
    assert promise is not None
    return promise


def kept(seen: Row) -> bool:
    return HALF[0] <= seen.under50.answered <= HALF[1] and NINE_IN_TEN[0] <= seen.under90.answered <= NINE_IN_TEN[1]


def near(seen: Row, errors: float = 3) -> bool:
    """Within the bands, or within so many standard errors of them, where few were counted."""
    bands = ((seen.under50, *HALF), (seen.under90, *NINE_IN_TEN))
    return all(
        low - errors * under.error <= under.answered <= high + errors * under.error for under, low, high in bands
    )


def test_with_nobody_at_work_nothing_is_promised() -> None:
    assert after(queued("a", 0)).of(CallId("a")) is None
    gone = e.AgentLoggedOut(at=1, agent=AgentId("1001"))
    assert after(ready("1001", 0), gone, queued("a", 2)).of(CallId("a")) is None
    assert after(ready("1001", 0), queued("a", SHIFT + 1)).of(CallId("a")) is None
    assert outcomes([queued("a", 0), ready("1001", 1), answered("a", 2)]) == []


def test_the_first_promise_is_what_the_theory_says_of_one_agent_in_talk() -> None:
    promise = promised("a", after(ready("1001", 0), queued("a", 1)))
    assert promise.p50 == pytest.approx(185 * math.log(2))
    assert promise.p90 == pytest.approx(185 * math.log(10))


def test_more_callers_ahead_wait_longer_and_more_agents_shorten_it() -> None:
    promises = after(ready("1001", 0), queued("a", 1), queued("b", 2), queued("c", 3, SUPPORT))
    first, second, elsewhere = (promised(call, promises) for call in "abc")
    assert first.p50 < second.p50
    assert first.p50 < elsewhere.p50, "the agents may be taken by the other queue's callers"
    more = promised("a", after(ready("1001", 0), ready("1002", 0), queued("a", 1)))
    assert more.p50 < first.p50


def test_a_head_start_steps_before_who_came_sooner() -> None:
    promises = after(ready("1001", 0), queued("a", 1), queued("b", 2, head_start=90), queued("c", 3, head_start=1))
    assert promised("b", promises).p50 == promised("a", promises).p50
    assert promised("c", promises).p50 > promised("a", promises).p50


def test_whom_a_free_agents_phone_rings_for_is_promised_the_ring() -> None:
    facts: list[e.Event] = [ready("1001", 0)]
    for number in range(RINGS):
        call, at = f"r{number}", 100.0 * number
        facts += [queued(call, at), offered(call, at), answered(call, at + 4), over(call, at + 60)]
    at = 100.0 * RINGS
    promise = promised("x", after(*facts, queued("x", at), offered("x", at)))
    assert promise.at_once
    assert (promise.p50, promise.p90) == (4, 4)
    waiting = promised("y", after(*facts, queued("y", at), offered("y", at + 0.1)))
    assert not waiting.at_once
    assert waiting.p50 > 20, "those who met a free agent say nothing of those who wait"


def test_the_ring_is_learnt_from_the_latest_callers_only() -> None:
    estimator = Estimator()
    for wait in [50.0] * 200 + [float(n) for n in range(1, RINGS + 1)]:
        estimator.answered(estimator.at_once(SALES), wait, (False, False))
    assert (estimator.at_once(SALES).p50, estimator.at_once(SALES).p90) == (51, 91)


def test_a_promise_broken_is_learnt_from_while_the_caller_still_waits() -> None:
    start = [ready("1001", 0), queued("a", 1)]
    soon, late = (promised("z", after(*start, queued("z", at))) for at in (2, 300))
    assert late.p50 > soon.p50
    gone = promised("z", after(*start, over("a", 299), queued("z", 300)))
    never = promised("z", after(ready("1001", 0), queued("z", 300)))
    assert gone.p50 == pytest.approx(never.p50, rel=0.03), "what would have become of who left, nobody knows"


def test_kept_promises_shrink_and_broken_ones_grow() -> None:
    place, estimator = Place(SALES, 0, 0, 1), Estimator()
    first = estimator.promise(place)
    assert first
    estimator.answered(first, first.p50, (False, False))
    exact = estimator.promise(place)
    assert exact
    assert exact.p50 == first.p50, "a promise met exactly is neither kept nor broken"
    assert exact.p90 < first.p90
    estimator.answered(first, first.p90 + 1, (False, False))
    grown = estimator.promise(place)
    assert grown
    assert grown.p50 > exact.p50
    assert grown.p90 > exact.p90


def test_the_same_wait_said_again_keeps_its_promise_and_another_queue_gives_a_new_one() -> None:
    promises = after(ready("1001", 0), queued("a", 1), queued("b", 2))
    before = promised("b", promises)
    assert promises.hear(queued("b", 50)) is None
    assert promised("b", promises) is before
    left = promises.hear(queued("b", 60, SUPPORT))
    assert left == Outcome(SALES, 2, before.p50, before.p90, 58, answered=False)
    assert promised("b", promises).queue == SUPPORT


def test_the_outcome_keeps_the_promise_beside_the_wait() -> None:
    promises = after(ready("1001", 0), queued("a", 1))
    promise = promised("a", promises)
    assert promises.hear(answered("a", 31)) == Outcome(SALES, 1, promise.p50, promise.p90, 30, answered=True)
    assert promises.of(CallId("a")) is None


_FACTS = st.builds(
    lambda make, call, gap, head_start: (make, call, gap, head_start),
    st.sampled_from(["queued", "support", "offered", "answered", "over", "ready", "out", "wrapped"]),
    st.sampled_from("abcdef"),
    st.sampled_from([0.0, 0.0, 1.0, 30.0, 4000.0]),
    st.sampled_from([0.0, 90.0]),
)


def story(steps: Sequence[tuple[str, str, float, float]]) -> list[e.Event]:
    facts, at = list[e.Event](), 0.0
    for make, call, gap, head_start in steps:
        at += gap
        name, one = AgentId("1001"), CallId(call)
        offer = offered(call, at).offer
        facts.append(
            {
                "queued": queued(call, at, head_start=head_start),
                "support": queued(call, at, SUPPORT),
                "offered": offered(call, at),
                "answered": answered(call, at),
                "over": over(call, at),
                "ready": ready("1001", at),
                "out": e.AgentLoggedOut(at=at, agent=name),
                "wrapped": e.WrapUpFinished(at=at, call=one, agent=name, offer=offer, by_limit=False),
            }[make]
        )
    return facts


@given(st.lists(_FACTS, max_size=80))
def test_whatever_happens_promises_are_sound_and_know_no_future(steps: list[tuple[str, str, float, float]]) -> None:
    facts = story(steps)
    promises, again = Promises(), Promises()
    for fact in facts:
        outcome = promises.hear(fact)
        assert again.hear(fact) == outcome, "the same facts, the same promises"
        for call in map(CallId, "abcdef"):
            promise = promises.of(call)
            assert promise == again.of(call)
            if promise:
                assert 0 <= promise.p50 <= promise.p90 <= LONGEST * (1 + 1e-9)
        if outcome:
            assert outcome.wait >= 0
    for name in "abcdef":
        promises.hear(over(name, 1e9))
    assert promises._due == [], "nothing is kept of who is gone"
    assert promises._waits == {}
    assert promises._floor == []
    lines = [promises.estimator._floor, *promises.estimator._lines.values()]
    assert [line.waiting for line in lines] == [0] * len(lines)


def simulated(rates: Sequence[float], hours: float, patience: float, agents: int, seed: int) -> list[Outcome]:
    staff = [agent(AgentId(str(1000 + n))) for n in range(agents)]
    plain = Queue(SALES, wrap_up_seconds=0)
    at_work = [ready(person.id, 0) for person in staff]
    visits = Simulator([plain], staff, changing(rates, hours, 180, patience, seed)).visits()
    return [outcome for outcome in outcomes([*at_work, *day(visits)]) if not outcome.at_once]


@pytest.mark.parametrize("seed", [1, 2])
def test_promises_are_kept_while_the_load_changes(seed: int) -> None:
    """Eight agents, from quiet to overload and back: in every phase, not only on the whole."""
    hours, rates = 12.0, (0.036, 0.05, 0.033, 0.055, 0.04)
    waited = simulated(rates, hours, 300, 8, seed)
    assert kept(row("all", waited))
    phases = [[one for one in waited if one.at // (hours * 3600) == phase] for phase in range(len(rates))]
    assert all(len(phase) > 100 for phase in phases)
    assert all(near(row("phase", phase)) for phase in phases)


@pytest.mark.parametrize(("ahead", "times"), [(8, 1.25), (200, 2.0)])
def test_promises_are_nearly_as_sharp_as_by_who_knows_the_rate(ahead: int, times: float) -> None:
    """M/M/8 at 92 % load: the n-th in line waits for n services of a Poisson process of rate 8/180.

    In long lines such a wait is all but certain, so whatever is not known of the pace weighs most.
    """
    waited = simulated((0.041,), 72, 0, 8, 3)
    assert kept(row("all", waited))
    tables = [[erlang_quantile(n, 8 / 180, level) for n in range(1, 120)] for level in LEVELS]
    line, ideal, ours = list[float](), [0.0, 0.0], [0.0, 0.0]
    for one in sorted(waited, key=lambda one: one.at):
        line = [end for end in line if end > one.at]
        for level, (share, seconds) in enumerate(zip(LEVELS, (one.p50, one.p90), strict=True)):
            if len(line) < ahead:
                ideal[level] += pinball(one.wait, tables[level][len(line)], share)
                ours[level] += pinball(one.wait, seconds, share)
        line.append(one.at + one.wait)
    assert all(mine < times * best for mine, best in zip(ours, ideal, strict=True))


@pytest.fixture(scope="module")
def facts() -> list[e.Event]:
    if not BANK.exists():
        pytest.skip(f"the bank's log is not at {BANK}")
    return bank()


@pytest.fixture(scope="module")
def promised_by_bank(facts: list[e.Event]) -> list[Outcome]:
    return outcomes(facts)


@pytest.fixture(scope="module")
def shares(promised_by_bank: list[Outcome]) -> dict[str, Row]:
    return {seen.name: seen for seen in calibration(promised_by_bank, UTC)}


def test_a_real_banks_callers_are_kept_their_promises(shares: dict[str, Row]) -> None:
    assert shares["all"].calls == 15_999
    assert kept(shares["had to wait"])
    assert kept(shares["all"])
    assert (shares["agent free"].promised, shares["agent free"].waited) == (0, 0)


def test_of_the_bank_every_queue_day_and_range_is_right_by_itself(shares: dict[str, Row]) -> None:
    """Where 300 were answered, within the bands; where a hundred were, within two errors of them."""
    parts = [seen for seen in shares.values() if seen.name.split()[0] in {"queue", "day", "P50"}]
    many = [seen for seen in parts if seen.answered >= 300]
    assert Counter(seen.name.split()[0] for seen in many) == {"queue": 3, "day": 10, "P50": 4}
    assert [seen.name for seen in many if not kept(seen)] == []
    assert [seen.name for seen in parts if seen.answered >= 100 and not near(seen, 2)] == []


def test_however_those_who_left_are_counted_the_bands_are_nearly_held(shares: dict[str, Row]) -> None:
    half, nine_in_ten = shares["had to wait"].under50, shares["had to wait"].under90
    assert half.if_stayed < half.answered < half.everyone
    assert HALF[0] - 0.01 <= half.if_stayed
    assert half.everyone <= HALF[1] + 0.01
    assert NINE_IN_TEN[0] <= nine_in_ten.if_stayed
    assert nine_in_ten.everyone <= NINE_IN_TEN[1]


def test_the_banks_promises_are_sharper_than_the_mean_wait_and_the_last_wait(promised_by_bank: list[Outcome]) -> None:
    """The two usual announcements: the mean of all waits so far, and the wait of the last answered (LES)."""
    waited = [one for one in promised_by_bank if one.answered and not one.at_once]
    ours, mean, last = list[float](), list[float](), list[float]()
    done = sorted(waited, key=lambda one: one.at + one.wait)
    total, count, latest = 0.0, 0, dict[str, float]()
    for one in sorted(waited, key=lambda one: one.at):
        while done[count].at + done[count].wait <= one.at:
            total, latest[done[count].queue] = total + done[count].wait, done[count].wait
            count += 1
        if count and one.queue in latest:
            ours.append(abs(one.wait - one.p50))
            mean.append(abs(one.wait - total / count))
            last.append(abs(one.wait - latest[one.queue]))
    assert statistics.fmean(ours) < 0.9 * statistics.fmean(mean)
    assert statistics.fmean(ours) < 0.8 * statistics.fmean(last)


def test_half_the_banks_log_gives_the_same_promises_as_the_whole(
    facts: list[e.Event], promised_by_bank: list[Outcome]
) -> None:
    half = outcomes(facts[: len(facts) // 2])
    assert half == promised_by_bank[: len(half)]
    assert all(before.at + before.wait <= then.at + then.wait for before, then in pairwise(half))
