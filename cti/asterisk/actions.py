"""Turns our orders into AMI actions, by a table. Pure: given the order and the legs it names."""

from collections.abc import Callable
from typing import Any

from cti import commands as c
from cti.asterisk import dialplan
from cti.asterisk.agent_phones import OUTSIDE_KEYS, Destination, telephone_number
from cti.asterisk.arranging import AFTER_LEG
from cti.asterisk.legs import Leg, Legs
from cti.asterisk.link import Fields
from cti.errors import TelephonyError
from cti.ids import CallId, OfferId, leg_id

AUTO_ANSWER = "PJSIP_HEADER(add,Alert-Info)"
WHICH_CALL = "PJSIP_HEADER(add,X-Switchroom-Call)"


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
    leg, number = _caller(legs, command.call), telephone_number(command.number)
    return {"Action": "Redirect", "Channel": leg.channel, "Context": dialplan.OUTSIDE, "Exten": number, "Priority": "1"}


def ring(
    command: c.RingAgent,
    legs: Legs,
    caller: tuple[str, str],
    record_as: str,
    answered: int = 0,
    to: Destination | None = None,
) -> Fields:
    """Originate the agent's leg under our own id; the dialplan joins it with the caller when it is answered.

    `caller` is number and name to show; `record_as` the file to record into, empty for none; `answered` how many
    agents have had the caller before. Of phones that ring in the same round, one gets the caller. `to` is where the
    agent is rung, if not at the browser.
    """
    to = to or Destination(f"PJSIP/{dialplan.endpoint(command.agent)}")
    variables = _joining(command, legs) | {
        dialplan.RECORD: record_as,
        dialplan.ROUND: f"{command.offer}-r{command.rejoin}" if command.rejoin else f"round-{answered}",
    }
    if command.auto_answer:
        # Set before the phone is invited; what telephones commonly take as an order to pick up by themselves.
        variables[AUTO_ANSWER] = "Auto Answer"
    if to.ours:
        # A page with several calls is told which one rings.
        variables[WHICH_CALL] = command.call
    place = _where(command)
    if to.question:
        variables |= {dialplan.NEXT: place["Context"], dialplan.QUESTION: to.question}
        place = place | {"Context": dialplan.CONFIRM}
    channel = leg_id(command.offer, command.rejoin)
    number, name = caller[0] or "anonymous", caller[1].replace('"', "")
    return {
        "Action": "Originate",
        "ActionID": channel,
        "ChannelId": channel,
        "Channel": to.channel,
        **place,
        "Priority": "1",
        "Async": "true",
        "Timeout": str(int(command.ring_seconds * 1000)),
        "CallerID": f'"{name}" <{number}>',
        "Variable": [f"{name}={value}" for name, value in variables.items()],
    }


def _where(command: c.RingAgent) -> dict[str, str]:
    """An offer claims the caller for itself; whoever was asked to the call goes where that is to be spoken."""
    if command.helps:
        return {"Context": dialplan.PARTY, "Exten": command.helps}
    if command.waits:
        return {"Context": dialplan.PARTY, "Exten": "dial"}
    if command.joins:
        return {"Context": dialplan.PARTY, "Exten": "join"}
    return {"Context": dialplan.AGENT, "Exten": "s"}


def _joining(command: c.RingAgent | c.DialParty, legs: Legs) -> dict[str, str]:
    """The variables by which a leg finds the caller, and the partner it is to speak with."""
    if isinstance(command, c.RingAgent) and command.waits:
        return {dialplan.CALLER: legs.channel_to_be(command.call)}
    channel = _caller(legs, command.call).channel
    if command.joins is None:
        return {dialplan.CALLER: channel}
    partner = legs.parties(command.call).get(command.joins)
    if partner is None:
        raise TelephonyError("Whoever this leg was to speak with has hung up.")
    if isinstance(command, c.RingAgent) and command.helps:
        return {dialplan.CALLER: channel, dialplan.HELPED: partner.channel}
    return {
        dialplan.CALLER: channel,
        dialplan.PEER: partner.channel,
        dialplan.AWAIT: legs.places.get(command.joins, ""),
        dialplan.THEN: AFTER_LEG,
    }


def dial_party(command: c.DialParty, legs: Legs, trunk: str) -> Fields:
    """Originate the leg of a number outside; who answers speaks with whoever asked."""
    number = telephone_number(command.number)
    variables = _joining(command, legs)
    fields: dict[str, str | list[str]] = {
        "Action": "Originate",
        "ActionID": command.party,
        "ChannelId": command.party,
        "Channel": f"PJSIP/{number}@{trunk}",
        "Context": dialplan.PARTY,
        "Exten": "join",
        "Priority": "1",
        "Async": "true",
        "Timeout": str(int(command.ring_seconds * 1000)),
        "Variable": [f"{name}={value}" for name, value in variables.items()],
    }
    return fields | _shown(command.shown)


def _shown(number: str) -> dict[str, str]:
    shown = "".join(char for char in number if char in OUTSIDE_KEYS)
    return {"CallerID": f"<{shown}>"} if shown else {}


def dial(command: c.DialCustomer, uniqueid: str, trunk: str, shown: str, legs: Legs) -> Fields:
    """Originate the customer's channel under our own id; who answers waits where the music plays.

    `shown` is the number the customer sees; empty: what the trunk itself shows.
    """
    number = telephone_number(command.number)
    variables = {dialplan.MUSIC: command.music}
    if command.joins is not None:
        partner = legs.parties(command.call).get(command.joins)
        if partner is None:
            raise TelephonyError("The agent who makes this call has hung up.")
        variables[dialplan.PEER] = partner.channel
    fields: dict[str, str | list[str]] = {
        "Action": "Originate",
        "ActionID": uniqueid,
        "ChannelId": uniqueid,
        "Channel": f"PJSIP/{number}@{trunk}",
        "Context": dialplan.CALLED if command.joins is None else dialplan.REACHED,
        "Exten": "s",
        "Priority": "1",
        "Async": "true",
        "Timeout": str(int(command.ring_seconds * 1000)),
        "Variable": [f"{name}={value}" for name, value in variables.items()],
    }
    return fields | _shown(command.shown or shown)


def end_leg(command: c.EndLeg, _legs: Legs) -> Fields:
    """Hang the agent's leg up."""
    return hang_up_channel(leg_id(command.offer, command.rejoin))


def _party(legs: Legs, call: CallId, name: OfferId) -> Leg:
    leg = legs.parties(call).get(name)
    if leg is None:
        raise TelephonyError("This part of the call has ended.")
    return leg


def send_digit(command: c.SendDigits, digit: str, legs: Legs) -> Fields:
    """Play one key to the customer's side."""
    return {"Action": "PlayDTMF", "Channel": _caller(legs, command.call).channel, "Digit": digit}


def mute(command: c.MuteLeg, legs: Legs) -> Fields:
    """Let nobody hear what a leg says."""
    channel = _party(legs, command.call, command.offer).channel
    return {"Action": "MuteAudio", "Channel": channel, "Direction": "in", "State": "on" if command.muted else "off"}


def start_recording(command: c.StartRecording, legs: Legs, file: str) -> Fields:
    """Record a leg as its own dialplan would have done."""
    channel = _party(legs, command.call, command.offer).channel
    return {"Action": "MixMonitor", "Channel": channel, "File": file, "options": "D"}


def pause_recording(command: c.PauseRecording, legs: Legs) -> Fields:
    """Write silence instead of what is said."""
    channel = _party(legs, command.call, command.offer).channel
    state = "1" if command.paused else "0"
    return {"Action": "MixMonitorMute", "Channel": channel, "Direction": "both", "State": state}


def change_help(command: c.ChangeHelp, legs: Legs) -> list[Fields]:
    """Send a supervisor's leg to listen, or to whisper."""
    leg, helped = _party(legs, command.call, command.party), _party(legs, command.call, command.helped)
    where = {"Context": dialplan.HELP, "Exten": command.mode, "Priority": "1"}
    return [
        set_variable(dialplan.HELPED, helped.channel, leg.channel),
        {"Action": "Redirect", "Channel": leg.channel, **where},
    ]


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


def fallback_member(agent: str, interface: str, *, ready: bool) -> Fields:
    """Add an agent's phone to the native queue, or take it out."""
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
    c.MuteLeg: mute,
    c.PauseRecording: pause_recording,
    c.HangUp: hang_up,
}
