"""The one switch that closes the whole site."""

from agent_console import settings_models as m
from agent_console import wire
from agent_console.permissions import Permission as P
from agent_console.routing import Asked, route


@route("GET", "/emergency", P.READ_SETTINGS, "Whether the site is closed", answer=m.EmergencyView)
async def read(asked: Asked) -> m.EmergencyView:
    """Who closed it, when, and what callers hear."""
    return wire.emergency(asked.house.settings.in_force.closed)


@route("POST", "/emergency", P.CLOSE_SITE, "Close the site", body=m.EmergencyText, answer=m.EmergencyView)
async def close(asked: Asked) -> m.EmergencyView:
    """New callers hear the text and nothing else; talks go on. Said again, it changes the text."""
    asked.house.settings.close_site(asked.body.text, asked.who.name)
    return wire.emergency(asked.house.settings.in_force.closed)


@route("DELETE", "/emergency", P.CLOSE_SITE, "Open the site again", answer=m.EmergencyView)
async def reopen(asked: Asked) -> m.EmergencyView:
    """Callers are served again; nothing happens if the site is open."""
    asked.house.settings.reopen_site(asked.who.name)
    return wire.emergency(asked.house.settings.in_force.closed)
