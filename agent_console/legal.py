"""What an agent may do with the call on the desk: the one table from which buttons, keys and the API are made. Pure."""

from agent_console.live_models import CallStage, DeskAction
from cti.agent_presence import AgentPresence
from cti.call import DIALLING, Call

Verbs = tuple[DeskAction, ...]
ALWAYS: Verbs = ("note", "disposition", "make_customer")
TALKING: Verbs = ("hold", "mute", "keypad", "hang_up", *ALWAYS)
ASKING: Verbs = ("mute", "hang_up", "take_back", *ALWAYS)
ALONE: Verbs = ("transfer", "park", "consult")
LEGAL: dict[CallStage, Verbs] = {
    "dialling": ("reject", "make_customer"),
    "ringing": ("answer", "reject", "make_customer"),
    "talking": TALKING,
    "held": ("retrieve", "hang_up", *ALWAYS),
    "wrap_up": (*ALWAYS, "finish"),
    # Somebody asks this agent apart; the customer does not hear it.
    "asked": ("mute", "hang_up", "note"),
    "helping": ("listen", "whisper", "barge", "take_over", "hang_up"),
}


def stage_of(call: Call, presence: AgentPresence) -> CallStage:
    """dialling (a callback's or an agent's own call), ringing, talking, held, asked, helping or wrap_up: the call as
    this agent has it."""
    mine = presence.of(call.id)
    if mine is None or mine.state == "wrap_up":
        return "wrap_up"
    if mine.offer:
        return "dialling" if call.stage == DIALLING else "ringing"
    if mine.segment:
        segment = call.part(mine.segment)
        apart = call.consult is not None and call.consult.by == presence.id and call.consult.side == "party"
        return "held" if segment and segment.held_since is not None and not apart else "talking"
    return "helping" if mine.party in call.helps else "asked"


def legal(call: Call, presence: AgentPresence) -> list[DeskAction]:
    """The verbs that may be used now, in the order of the desk."""
    stage = stage_of(call, presence)
    verbs = list(LEGAL[stage])
    if stage == "talking":
        verbs = [*_asking(call, presence), *_recording(call, presence)]
    if presence.ringing is not None and "consult" in verbs:
        # Whoever asks cannot turn to the call that rings beside.
        verbs.remove("consult")
    if stage == "held" and not all(one.can_wait or one.offer for one in presence.in_hand):
        verbs.remove("retrieve")
    if stage == "helping":
        mode = next((one.mode for one in call.helps.values() if one.agent == presence.id), "")
        verbs = [verb for verb in verbs if verb != mode and not (verb == "take_over" and call.consult)]
    return [verb for verb in verbs if verb != "make_customer" or call.customer is None]


def _asking(call: Call, presence: AgentPresence) -> list[DeskAction]:
    consult, mine = call.consult, call.segment_of(presence.id)
    if mine is not None and mine.lost_since is not None:
        # The phone is on its way back: nothing can be done with the call until it is there.
        return ["hang_up", *ALWAYS]
    if consult is None:
        return [*TALKING, *(ALONE if not call.others else ("consult",))]
    if consult.by != presence.id:
        return list(TALKING)
    if not consult.answered:
        return [*ASKING, "complete"]
    keypad: Verbs = ("keypad",) if consult.side == "customer" else ()
    return [*ASKING, *keypad, "complete", "toggle", "join"]


def _recording(call: Call, presence: AgentPresence) -> Verbs:
    segment = call.segment_of(presence.id)
    if segment is None:
        return ()
    if segment.recording is None:
        return ("record",)
    return ("resume_recording",) if segment.paused else ("pause_recording",)
