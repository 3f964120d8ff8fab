"""Reads the floor from Asterisk: its channels, what it noted of legs that are gone, and which phones are registered."""

import contextlib
from collections.abc import Iterable

from cti import events as e
from cti.asterisk import dialplan
from cti.asterisk.contacts import Contacts
from cti.asterisk.legs import Leg
from cti.asterisk.link import Ami, Link
from cti.asterisk.resync import GoneLeg, Seen, SeenChannel, gone_leg
from cti.asterisk.seen_legs import leg_of
from cti.asterisk.translate import Translator
from cti.call import Calls
from cti.errors import LinkDown, TelephonyError
from cti.ids import NodeId, call_id, call_of_offer, is_attempt, offer_of_leg


class FloorReader:
    """Asks one Asterisk what it has."""

    def __init__(self, link: Link) -> None:
        self._link = link

    async def read(self, clock_offset: float, now: float) -> Seen:
        """Everything `reconcile` needs, with times on our clock. Raises TelephonyError."""
        gone = await self._gone(clock_offset)
        listed = await self._link.send_list({"Action": "CoreShowChannels"})
        channels = [await self._channel(message, clock_offset) for message in listed if message["uniqueid"]]
        return Seen(now, tuple(channels), gone)

    async def _channel(self, message: Ami, offset: float) -> SeenChannel:
        leg = offer_of_leg(message["uniqueid"])
        bridged = bool(message["bridgeid"])
        answered = arrived = None
        if leg and (bridged or message["context"] in dialplan.LEG_CONTEXTS):
            answered = await self._time(message["channel"], dialplan.ANSWERED, offset)
        elif not leg and message["context"] in dialplan.CALLER_CONTEXTS:
            arrived = await self._time(message["channel"], dialplan.ARRIVED, offset)
        return SeenChannel(
            message["channel"],
            message["uniqueid"],
            message["context"],
            bridged,
            message["calleridnum"],
            message["calleridname"],
            await self._dialled(message),
            answered,
            arrived,
            message["bridgeid"],
        )

    async def _dialled(self, message: Ami) -> str:
        if message["context"] in {"switchroom-call", dialplan.FLOW}:
            return message["exten"]
        return await self._variable(message["channel"], "SWITCHROOM_DIALLED")

    async def _variable(self, channel: str, name: str) -> str:
        try:
            return (await self._link.send({"Action": "Getvar", "Channel": channel, "Variable": name}))["value"]
        except LinkDown:
            raise
        except TelephonyError:
            return ""

    async def _time(self, channel: str, name: str, offset: float) -> float | None:
        text = await self._variable(channel, name)
        return float(text) - offset if text else None

    async def _gone(self, offset: float) -> dict[str, GoneLeg]:
        listed = await self._link.send_list({"Action": "DBGetTree", "Family": dialplan.GONE})
        notes = {}
        for message in listed:
            uniqueid = message["key"].rpartition("/")[2]
            if uniqueid:
                notes[uniqueid] = gone_leg(uniqueid, message["val"], offset)
        return notes

    def forget(self, uniqueids: Iterable[str]) -> None:
        """Delete notes the journal has. One that is not there is no error, one that stays is read again later."""
        with contextlib.suppress(LinkDown):
            for uniqueid in uniqueids:
                self._link.tell({"Action": "DBDel", "Family": dialplan.GONE, "Key": uniqueid})

    async def phones(self, translator: Translator, contacts: Contacts, now: float) -> list[e.Event]:
        """Every phone that can be reached, as facts: browsers that registered, desk phones where they always are."""
        facts: list[e.Event] = []
        endpoints = await self._link.send_list({"Action": "PJSIPShowEndpoints"})
        for message in endpoints:
            for contact in filter(None, message["contacts"].split(",")):
                uri = contact.partition("/")[2]
                fields = {"event": "ContactStatus", "endpointname": message["objectname"], "uri": uri}
                facts += translator.translate(Ami(fields), now)
        return facts + contacts.outside((message["objectname"] for message in endpoints), now)

    @staticmethod
    def leg(seen: SeenChannel, node: NodeId, calls: Calls) -> Leg | None:
        """Whose channel this is, by its id and what the journal knows; None for a channel that is not ours."""
        channel, offer = seen.channel, offer_of_leg(seen.uniqueid)
        if offer is None:
            if seen.context in dialplan.CALLER_CONTEXTS:
                return Leg(channel, call_id(node, seen.uniqueid))
            return Leg(channel, call_id(node, seen.uniqueid), dialled=True) if is_attempt(seen.uniqueid) else None
        call = calls.by_id.get(call_of_offer(offer))
        return leg_of(call, offer, seen) if call is not None else None
