"""A queue that is gone: the floor knows it no more, what is older than that changes nothing, and it may come again."""

from acd.agent import Agent
from acd.floor import Floor
from acd.named import agents_naming, queues_naming
from acd.queue import Queue
from acd.waiting_rules import Closing, Exit, Overflow, Step
from acd.written import plain
from cti import events as e
from cti.ids import QueueId
from tests.acd.desk import ANNA, SALES, SUPPORT

T0 = 1_000_000.0


def configured(version: int) -> e.QueueConfigured:
    return e.QueueConfigured(at=T0, queue=SALES, version=version, by="Sue", settings=plain(Queue(SALES, keep_free=3)))


def removed(version: int) -> e.QueueRemoved:
    return e.QueueRemoved(at=T0, queue=SALES, version=version, by="Sue")


def test_the_floor_forgets_a_queue_by_a_newer_fact_only() -> None:
    floor = Floor({SALES: Queue(SALES, keep_free=3, version=2)}, {}, "UTC")
    floor.apply(removed(2))
    assert SALES in floor.queues
    floor.apply(removed(3))
    assert floor.queues == {}
    assert not floor.keeps_back
    floor.apply(configured(4))
    assert floor.queues[SALES].version == 4


def test_everywhere_that_a_queue_can_stand_in_the_settings_is_found() -> None:
    to_support = Exit("message", SUPPORT)
    named = [
        Queue(QueueId("full"), when_full=to_support),
        Queue(QueueId("over"), when_over=to_support),
        Queue(QueueId("empty"), when_empty=to_support),
        Queue(QueueId("shut"), closing=Closing(exit=to_support)),
        Queue(QueueId("crowd"), overflow=Overflow(queue=SUPPORT)),
        Queue(QueueId("step"), steps=(Step(10.0, exit=to_support),)),
        Queue(QueueId("also"), steps=(Step(10.0, also=(SUPPORT,)),)),
    ]
    queues = {queue.id: queue for queue in (*named, Queue(SALES), Queue(SUPPORT, when_full=to_support))}
    assert queues_naming(SUPPORT, queues) == [queue.id for queue in named]
    agents = {ANNA: Agent(ANNA, "Anna", (SALES,))}
    assert (agents_naming(SALES, agents), agents_naming(SUPPORT, agents)) == ([ANNA], [])
