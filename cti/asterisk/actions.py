"""Turns our orders into AMI actions, by a table. Pure: given the order and the legs it names."""

from collections.abc import Callable
from typing import Any

from cti import commands as c
from cti.asterisk import dialplan
from cti.asterisk.legs import Leg, Legs
from cti.asterisk.link import Fields
from cti.errors import TelephonyError
from cti.ids import AgentId, CallId, leg_id

OUTSIDE_KEYS = frozenset("+0123456789")

AUTO_ANSWER = "PJSIP_HEADER(add,Alert-Info)"


def _caller(legs: Legs, call: CallId) -> Leg:
    leg = legs.caller(call)
    if leg is None:
        raise TelephonyError(f"The caller of call {call} has hung up.")
    return leg


def agi(leg: Leg, kind: str, step: str, command: str) -> Fields:
    """An AsyncAGI command; its answer comes back under the same kind, call and step."""
    return {"Action": "AGI", "Channel": leg.channel, "CommandID": f"{kind}|{leg.call}|{step}", "Command": command}


def play(command: c.PlayPrompt, legs: Legs) -> Fields:
    """Play a sound to its end."""
    return agi(_caller(legs, command.call), "play", command.step, f'EXEC Playback "{command.sound}"')


def collect(command: c.CollectDigits, legs: Legs) -> Fields:
    """Play a sound that a key interrupts, and collect keys; the AGI command takes milliseconds."""
    milliseconds = int(command.timeout * 1000)
    text = f'GET DATA "{command.sound}" {milliseconds} {command.max_digits}'
    return agi(_caller(legs, command.call), "digits", command.step, text)


def enter_flow(command: c.EnterFlow, legs: Legs) -> Fields:
    """Move the caller to where AsyncAGI listens."""
    leg = _caller(legs, command.call)
    return {"Action": "Redirect", "Channel": leg.channel, "Context": dialplan.FLOW, "Exten": "s", "Priority": "1"}


def choose_music(command: c.HoldInQueue, legs: Legs) -> Fields:
    """Name the music the caller will wait with: a class of `musiconhold.conf`."""
    return set_variable(dialplan.MUSIC, command.music, _caller(legs, command.call).channel)


def hold(command: c.HoldInQueue, legs: Legs) -> Fields:
    """Move the caller into the dialplan's waiting loop."""
    leg = _caller(legs, command.call)
    return {"Action": "Redirect", "Channel": leg.channel, "Context": dialplan.HOLD, "Exten": "s", "Priority": "1"}


def announce(command: c.Announce, legs: Legs) -> Fields:
    """Leave the sounds where the dialplan's waiting loop finds them: a caller who is not in it is not disturbed."""
    return set_variable(dialplan.SAY, "&".join(command.sounds), _caller(legs, command.call).channel)


def choose_message(call: CallId, file: str, legs: Legs) -> Fields:
    """Name the file the caller's message will be recorded into."""
    return set_variable(dialplan.MESSAGE, file, _caller(legs, call).channel)


def record_message(command: c.RecordMessage, legs: Legs) -> Fields:
    """Move the caller to where a message is recorded; the extension is its greatest length."""
    leg, longest = _caller(legs, command.call), str(command.seconds)
    return {
        "Action": "Redirect",
        "Channel": leg.channel,
        "Context": dialplan.VOICEMAIL,
        "Exten": longest,
        "Priority": "1",
    }


def connect_outside(command: c.ConnectOutside, legs: Legs) -> Fields:
    """Move the caller to where a number is dialled."""
    leg, number = _caller(legs, command.call), "".join(char for char in command.number if char in OUTSIDE_KEYS)
    if not number:
        raise TelephonyError(f"{command.number!r} is no telephone number; correct the queue's exit.")
    return {"Action": "Redirect", "Channel": leg.channel, "Context": dialplan.OUTSIDE, "Exten": number, "Priority": "1"}


def ring(command: c.RingAgent, legs: Legs, caller: tuple[str, str], record_as: str, answered: int = 0) -> Fields:
    """Originate the agent's leg under our own id; the dialplan joins it with the caller when it is answered.

    `caller` is number and name to show; `record_as` the file to record into, empty for none; `answered` how many
    agents have had the caller before. Of phones that ring in the same round, one gets the caller.
    """
    leg = _caller(legs, command.call)
    variables = {
        dialplan.CALLER: leg.channel,
        dialplan.RECORD: record_as,
        dialplan.ROUND: f"{command.offer}-r{command.rejoin}" if command.rejoin else f"round-{answered}",
    }
    if command.auto_answer:
        # Set before the phone is invited; what telephones commonly take as an order to pick up by themselves.
        variables[AUTO_ANSWER] = "Auto Answer"
    channel = leg_id(command.offer, command.rejoin)
    number, name = caller[0] or "anonymous", caller[1].replace('"', "")
    return {
        "Action": "Originate",
        "ActionID": channel,
        "ChannelId": channel,
        "Channel": f"PJSIP/{dialplan.endpoint(command.agent)}",
        "Context": dialplan.AGENT,
        "Exten": "s",
        "Priority": "1",
        "Async": "true",
        "Timeout": str(int(command.ring_seconds * 1000)),
        "CallerID": f'"{name}" <{number}>',
        "Variable": [f"{name}={value}" for name, value in variables.items()],
    }


def dial(command: c.DialCustomer, uniqueid: str, trunk: str, shown: str) -> Fields:
    """Originate the customer's channel under our own id; who answers waits where the music plays.

    `shown` is the number the customer sees; empty: what the trunk itself shows.
    """
    number = "".join(char for char in command.number if char in OUTSIDE_KEYS)
    if not number:
        raise TelephonyError(f"{command.number!r} is no telephone number; correct the callback.")
    fields: dict[str, str | list[str]] = {
        "Action": "Originate",
        "ActionID": uniqueid,
        "ChannelId": uniqueid,
        "Channel": f"PJSIP/{number}@{trunk}",
        "Context": dialplan.CALLED,
        "Exten": "s",
        "Priority": "1",
        "Async": "true",
        "Timeout": str(int(command.ring_seconds * 1000)),
        "Variable": [f"{dialplan.MUSIC}={command.music}"],
    }
    shown = "".join(char for char in shown if char in OUTSIDE_KEYS)
    return fields | ({"CallerID": f"<{shown}>"} if shown else {})


def end_leg(command: c.EndLeg, _legs: Legs) -> Fields:
    """Hang the agent's leg up."""
    return hang_up_channel(leg_id(command.offer, command.rejoin))


def hang_up_channel(channel: str) -> Fields:
    """Hang a channel up, by name or unique id."""
    return {"Action": "Hangup", "Channel": channel, "Cause": "16"}


def hang_up(command: c.HangUp, legs: Legs) -> Fields:
    """Hang the caller's channel up."""
    return hang_up_channel(_caller(legs, command.call).channel)


def set_variable(name: str, value: str, channel: str = "") -> Fields:
    """Set a channel's variable, or a global one."""
    fields = {"Action": "Setvar", "Variable": name, "Value": value}
    return fields | {"Channel": channel} if channel else fields


def fallback_member(agent: str, *, ready: bool) -> Fields:
    """Add an agent's phone to the native queue, or take it out."""
    interface = f"PJSIP/{dialplan.endpoint(AgentId(agent))}"
    fields = {"Action": "QueueAdd" if ready else "QueueRemove", "Queue": dialplan.FALLBACK_QUEUE}
    return fields | {"Interface": interface} | ({"MemberName": agent} if ready else {})


SIMPLE: dict[type[c.TelephonyCommand], Callable[[Any, Legs], Fields]] = {
    c.PlayPrompt: play,
    c.CollectDigits: collect,
    c.EnterFlow: enter_flow,
    c.HoldInQueue: hold,
    c.Announce: announce,
    c.RecordMessage: record_message,
    c.ConnectOutside: connect_outside,
    c.EndLeg: end_leg,
    c.HangUp: hang_up,
}
