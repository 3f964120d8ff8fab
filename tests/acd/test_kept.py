"""Promises made live, and what became of them."""

from acd.calibration import Outcome
from acd.distributor import Distributor
from acd.kept import KeptPromises
from acd.promises import Promises
from acd.queue import Queue
from cti import events as e
from tests.acd.desk import ANNA, BEN, SALES, Shift, agent


def promising() -> Shift:
    shift = Shift([Queue(SALES, wrap_up_seconds=0)], [agent(ANNA), agent(BEN)])
    assert isinstance(shift.machine, Distributor)
    shift.machine.promise(Promises())
    return shift.works(ANNA)


def outcomes(shift: Shift) -> list[Outcome]:
    fold = KeptPromises()
    return [outcome for fact in shift.journal if (outcome := fold.hear(fact))]


def test_every_caller_is_promised_a_wait_and_the_outcome_is_kept_with_it() -> None:
    shift = promising()
    first, second = shift.calls("first"), None
    talk = shift.answers(first)
    second = shift.calls("second")
    shift.passes(40)
    shift.ends(first, ANNA, talk)
    shift.passes(3)
    shift.answers(second)
    made = [fact for fact in shift.journal if isinstance(fact, e.WaitPromised)]
    assert [(fact.call, fact.at_once) for fact in made] == [(first, True), (second, False)]
    assert [(one.queue, one.answered, one.at_once) for one in outcomes(shift)] == [
        (SALES, True, True),
        (SALES, True, False),
    ]
    assert outcomes(shift)[1].wait == 44
    assert 0 < made[1].p50 < made[1].p90


def test_who_gives_up_is_an_outcome_without_an_answer() -> None:
    shift = promising()
    shift.answers(shift.calls("first"))
    mine = shift.calls("mine")
    shift.passes(10)
    shift.hears(e.CallEnded(at=shift.now, call=mine, ended_by="caller"))
    assert [(one.answered, one.wait) for one in outcomes(shift)][1:] == [(False, 11)]


def test_with_nobody_at_work_nothing_is_promised() -> None:
    shift = Shift([Queue(SALES)], [agent(ANNA)])
    shift.machine.promise(Promises())
    shift.calls("a")
    assert not [fact for fact in shift.journal if isinstance(fact, e.WaitPromised)]
