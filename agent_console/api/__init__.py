"""The API, a noun a file. Importing this package makes every route known to `agent_console.routing`."""

from agent_console.api import (
    agent,
    callbacks,
    calls,
    catalogue,
    customers,
    emergency,
    events,
    imports,
    phone,
    recordings,
    reports,
    session,
    settings,
    staffing,
    system,
    why,
)

__all__ = [
    "agent",
    "callbacks",
    "calls",
    "catalogue",
    "customers",
    "emergency",
    "events",
    "imports",
    "phone",
    "recordings",
    "reports",
    "session",
    "settings",
    "staffing",
    "system",
    "why",
]
