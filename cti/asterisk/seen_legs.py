"""What a leg that was found in Asterisk's list is to its call, as the journal has it. Pure."""

from collections.abc import Iterable

from cti.asterisk.legs import Groups, Leg, Legs
from cti.asterisk.resync import SeenChannel
from cti.call import Call
from cti.ids import CallId, OfferId


def leg_of(call: Call, offer: OfferId, seen: SeenChannel) -> Leg | None:
    """The leg of this id of the call; None if the call knows nobody of this id."""
    segment, channel = call.part(offer), seen.channel
    if segment is not None:
        return Leg(channel, call.id, offer, segment.agent, rejoin=1, up=True)
    if offer in call.helps:
        return Leg(channel, call.id, offer, call.helps[offer].agent, helps=True, told=call.helps[offer].answered)
    if call.consult and call.consult.id == offer:
        asked = call.consult
        number = "" if asked.agent else asked.to
        partner = None if call.transfer else asked.offer
        return Leg(
            channel,
            call.id,
            offer,
            asked.agent,
            number=number,
            partner=partner,
            apart=partner is not None,
            told=seen.up,
        )
    if offer in call.parties:
        return Leg(channel, call.id, offer, number=call.parties[offer], answered=True)
    if call.offer and call.offer.id == offer:
        return Leg(channel, call.id, offer, call.offer.agent)
    return None


def known_in_talk(call: Call | None, leg: Leg, seen: SeenChannel) -> bool:
    """Whether the leg has been in conversation with the customer, so that this is not to be told again."""
    if call is None or leg.offer is None:
        return seen.bridged
    if call.part(leg.offer) is not None or leg.offer in call.parties:
        return True
    return seen.bridged and not leg.apart and not leg.helps


def grouped(legs: Legs, channels: Iterable[SeenChannel]) -> dict[CallId, Groups]:
    """Who hears whom in the calls that are more than a customer and an agent."""
    bridges: dict[CallId, dict[str, set[str]]] = {}
    for channel in channels:
        leg = legs.get(channel.uniqueid)
        if leg is not None and (leg.up or leg.offer is None):
            name = leg.offer or leg.call
            bridges.setdefault(leg.call, {}).setdefault(channel.bridge or name, set()).add(name)
    found = {call: frozenset(map(frozenset, groups.values())) for call, groups in bridges.items()}
    return {call: groups for call, groups in found.items() if len(frozenset().union(*groups)) > 2}
