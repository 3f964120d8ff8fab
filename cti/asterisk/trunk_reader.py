"""Reads the trunks from Asterisk: every endpoint that is no agent's or guest's phone, and what is known of its line."""

from collections.abc import Iterable

from cti.asterisk.dialplan import agent_of_endpoint
from cti.asterisk.link import Ami, Link
from cti.errors import LinkDown, TelephonyError
from cti.trunks import Trunk

GUEST = "guest"
REGISTERED = "Registered"
UNAVAILABLE = "Unavailable"


async def trunks(link: Link) -> tuple[Trunk, ...]:
    """Every trunk, by name. Raises TelephonyError."""
    endpoints = [one for one in await _list(link, "PJSIPShowEndpoints", "EndpointList") if _is_trunk(one)]
    if not endpoints:
        return ()
    aors = await _list(link, "PJSIPShowAors", "AorList")
    asked = {one["objectname"] for one in aors if float(one["qualifyfrequency"] or 0) > 0}
    registrations = await _list(link, "PJSIPShowRegistrationsOutbound", "OutboundRegistrationDetail")
    channels = [one["channel"] for one in await _list(link, "CoreShowChannels", "CoreShowChannel")]
    found = (trunk(one, asked, registrations, channels) for one in endpoints)
    return tuple(sorted(found, key=lambda one: one.id))


def _is_trunk(endpoint: Ami) -> bool:
    return endpoint["objectname"] != GUEST and agent_of_endpoint(endpoint["objectname"]) is None


async def _list(link: Link, action: str, event: str) -> list[Ami]:
    """Asterisk refuses to list what it has none of."""
    try:
        return [one for one in await link.send_list({"Action": action}) if one.event == event]
    except LinkDown:
        raise
    except TelephonyError:
        return []


def trunk(endpoint: Ami, asked: set[str], registrations: Iterable[Ami], channels: Iterable[str]) -> Trunk:
    """What the lists say of one trunk; `asked` are the AORs whose contacts Asterisk asks now and then whether they are
    there. A registration that names no endpoint is for the trunk that leads to the same host."""
    name, aors = endpoint["objectname"], set(endpoint["aor"].split(","))
    hosts = {_host(contact.partition("/")[2]) for contact in endpoint["contacts"].split(",") if contact}
    mine = [one for one in registrations if one["endpoint"] == name or _host(one["serveruri"]) in hosts]
    told = [one["status"] for one in mine]
    return Trunk(
        id=name,
        reachable=endpoint["devicestate"] != UNAVAILABLE if hosts and aors & asked else None,
        registered=REGISTERED in told if told else None,
        calls=sum(channel.rpartition("-")[0] == f"PJSIP/{name}" for channel in channels),
        said=", ".join(told),
    )


def _host(uri: str) -> str:
    """The host and port a SIP address leads to."""
    address = uri.partition(":")[2]
    return address.rpartition("@")[2].partition(";")[0].casefold()
