"""Calls as they happen, for the figures' tests: facts by story, and arbitrary facts by hypothesis."""

from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from cti import events as e
from cti.ids import AgentId, CallId, OfferId, QueueId
from reports.floor_plan import BoardAgentConfig, BoardQueueConfig, FloorPlan

SHANGHAI = ZoneInfo("Asia/Shanghai")
SALES, SERVICE = QueueId("sales"), QueueId("service")
WEI, MEI = AgentId("wei"), AgentId("mei")
MIDNIGHT = 1_763_740_800.0  # 2025-11-22 00:00 in Shanghai
NOON = MIDNIGHT + 12 * 3600

PLAN = FloorPlan(
    queues=(BoardQueueConfig(SALES, threshold_s=20, short_abandon_s=5), BoardQueueConfig(SERVICE, threshold_s=60)),
    agents=(
        BoardAgentConfig(WEI, "王伟", "1001", (SALES,)),
        BoardAgentConfig(MEI, "李梅", "1002", (SALES, SERVICE)),
    ),
    zone=SHANGHAI,
)


def call(name: int | str) -> CallId:
    return CallId(f"main-{name}")


def offer(name: int | str, attempt: int = 1) -> OfferId:
    return OfferId(f"main-{name}-o{attempt}")


def queued(name: int | str, at: float, queue: QueueId = SALES, head_start: float = 0.0) -> list[e.Event]:
    """The call arrives five seconds before it is queued."""
    return [
        e.CallArrived(at=at - 5, call=call(name), caller=f"+86138{name}", caller_name="", dialled="1000"),
        e.CallQueued(at=at, call=call(name), queue=queue, head_start=head_start),
    ]


def rings(name: int | str, at: float, agent: AgentId = WEI, attempt: int = 1, queue: QueueId = SALES) -> e.Event:
    return e.AgentOffered(at=at, call=call(name), agent=agent, offer=offer(name, attempt), queue=queue, expires=at + 15)


def ended(name: int | str, at: float) -> e.Event:
    return e.CallEnded(at=at, call=call(name), ended_by="caller")


def abandoned(name: int | str, at: float, wait: float, queue: QueueId = SALES) -> list[e.Event]:
    return [*queued(name, at, queue), ended(name, at + wait)]


def answered(
    name: int | str, at: float, wait: float = 10, talk: float = 60, wrap_up: float = 20, agent: AgentId = WEI
) -> list[e.Event]:
    """Rings two seconds before it is answered; ten seconds of hold if the talk is longer than 30."""
    up, over = at + wait, at + wait + talk
    held: list[e.Event] = []
    if talk > 30:
        held = [
            e.CallHeld(at=up + 10, call=call(name), offer=offer(name)),
            e.CallRetrieved(at=up + 20, call=call(name), offer=offer(name)),
        ]
    return [
        *queued(name, at),
        rings(name, up - min(2, wait), agent),
        e.AgentAnswered(at=up, call=call(name), agent=agent, offer=offer(name)),
        *held,
        e.SegmentEnded(at=over, call=call(name), agent=agent, offer=offer(name)),
        e.WrapUpStarted(at=over, call=call(name), agent=agent, offer=offer(name), limit=over + 60),
        ended(name, over),
        e.WrapUpFinished(at=over + wrap_up, call=call(name), agent=agent, offer=offer(name), by_limit=False),
    ]


_AGENTS = st.sampled_from([WEI, MEI, AgentId("temp")])
_QUEUES = st.sampled_from([SALES, SERVICE, QueueId("old")])
_CALLS = st.sampled_from([call(1), call(2), call(3)])
_OFFERS = st.sampled_from([offer(1), offer(2), offer(3), offer(1, 2)])


def _facts(at: st.SearchStrategy[float]) -> st.SearchStrategy[e.Event]:
    of_call = {"at": at, "call": _CALLS}
    of_offer = {**of_call, "offer": _OFFERS}
    of_both = {**of_offer, "agent": _AGENTS}
    reasons = st.sampled_from(["no_answer", "rejected", "unreachable", "lost"])
    return st.one_of(
        st.builds(
            e.CallArrived,
            **of_call,
            caller=st.just("1"),
            caller_name=st.just(""),
            dialled=st.just("1000"),
            stage=st.sampled_from(["flow", "dialling"]),
        ),
        st.builds(e.CallQueued, **of_call, queue=_QUEUES, head_start=st.sampled_from([0.0, 30.0])),
        st.builds(e.AgentOffered, **of_both, queue=_QUEUES, expires=at),
        st.builds(e.OfferExpired, **of_both, reason=reasons),
        st.builds(e.OfferWithdrawn, **of_both),
        st.builds(e.AgentAnswered, **of_both),
        st.builds(e.CallHeld, **of_offer),
        st.builds(e.CallRetrieved, **of_offer),
        st.builds(e.AgentPhoneLost, **of_both),
        st.builds(e.AgentRejoined, **of_both),
        st.builds(e.SegmentEnded, **of_both),
        st.builds(e.WrapUpStarted, **of_both, limit=at),
        st.builds(e.WrapUpFinished, **of_both, by_limit=st.booleans()),
        st.builds(e.CallLeftQueue, **of_call, queue=_QUEUES, reason=st.sampled_from(["timeout", "key"])),
        st.builds(e.CallServedByFallback, **of_call, queue=_QUEUES),
        st.builds(e.CallEnded, **of_call, ended_by=st.just("caller")),
        st.builds(e.AgentLoggedIn, at=at, agent=_AGENTS),
        st.builds(e.AgentLoggedOut, at=at, agent=_AGENTS),
        st.builds(e.AgentBecameReady, at=at, agent=_AGENTS),
        st.builds(e.AgentBecameNotReady, at=at, agent=_AGENTS, reason=st.sampled_from(["break", "lunch"])),
        st.builds(e.ConsoleConnected, at=at, agent=_AGENTS),
        st.builds(e.PhoneRegistered, at=at, agent=_AGENTS),
        st.builds(e.TelephonyLost, at=at, node=st.just("main")),
        st.builds(e.ServiceStarted, at=at, version=st.just("1")),
    )


ANY_ORDER = st.lists(_facts(st.floats(NOON, NOON + 100)), max_size=60)
OVER_MIDNIGHT = st.lists(_facts(st.floats(MIDNIGHT - 100, MIDNIGHT + 100)), max_size=60)
