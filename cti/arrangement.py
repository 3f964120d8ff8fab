"""Who hears whom on a call, as its facts have it: the one place where that is decided. Pure."""

from cti import commands as c
from cti.call import Call
from cti.ids import OfferId

BARGE, TAKE_OVER = "barge", "take_over"


def arrangement(call: Call) -> c.Connect:
    """The order that brings everybody on a call to whom they are to hear.

    With the customer are the agents in talk, numbers outside that were joined, and supervisors who barged in. Who asks
    somebody apart is with that party alone; who is asked and left for the customer waits. A phone that is lost is with
    nobody.
    """
    taking = next((one.id for one in call.helps.values() if one.mode == TAKE_OVER), None)
    helped = next((one.offer for one in call.helps.values() if one.mode == TAKE_OVER), None)
    main: set[str] = {call.id, *call.parties}
    main |= {segment.id for segment in call.talks if segment.lost_since is None}
    main |= {one.id for one in call.helps.values() if one.answered and one.mode in {BARGE, TAKE_OVER}}
    apart: list[set[str]] = [{segment.id} for segment in call.talks if segment.held_apart and segment.id in main]
    for held in apart:
        main -= held
    if helped in main:
        main.discard(str(helped))
        apart.append({str(helped)})
    calling: tuple[OfferId, ...] = ()
    consult = call.consult
    if consult is not None and consult.id not in main:
        asks = main & {consult.offer}
        if consult.side in {"away", "all"}:
            main |= {consult.id}
        if consult.side == "away":
            main -= asks
            apart += [asks]
        elif consult.side == "party":
            main -= asks
            apart += [asks | {consult.id}]
            calling = () if consult.answered else (consult.offer,)
        elif consult.side == "customer":
            apart += [{consult.id}]
    groups = tuple(tuple(sorted(group)) for group in (main, *apart) if group)
    return c.Connect(call=call.id, groups=groups, calling=calling, takes=taking)
