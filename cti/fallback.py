"""Keeps the native queue's members in step with who is ready, so that callers are served while this service is away."""

from cti import events as e
from cti.agent_presence import Presences
from cti.bus import Subscription
from cti.ids import AgentId
from cti.tasks import Tasks
from cti.telephony import Telephony

READINESS = (e.AgentBecameReady, e.AgentBecameNotReady, e.AgentLoggedOut, e.PhoneChosen)


class FallbackMembers:
    """Hears the agents, and tells Asterisk's own queue who would take calls."""

    hears = (e.TelephonyRestored, *READINESS)

    def __init__(self, telephony: Telephony, presences: Presences) -> None:
        self._telephony = telephony
        self._presences = presences
        self._told: dict[AgentId, tuple[bool, str]] = {}
        self._tasks = Tasks()

    def start(self, live: Subscription) -> None:
        """Follow the agents from now on."""
        self._tasks.spawn(self._follow(live), "fallback-members")

    async def close(self) -> None:
        """Follow no more; the native queue keeps its members."""
        await self._tasks.close()

    async def _follow(self, live: Subscription) -> None:
        async for recorded in live:
            event = recorded.event
            if isinstance(event, e.TelephonyRestored):
                self._told.clear()
                for agent in list(self._presences.by_id):
                    await self._tell(agent)
            elif isinstance(event, READINESS):
                await self._tell(event.agent)

    async def _tell(self, agent: AgentId) -> None:
        presence = self._presences.get(agent)
        ready = presence.logged_in and presence.ready
        # Who has changed the phone is the same member no more.
        wanted = (ready, presence.phone_kind)
        if self._told.get(agent) != wanted and self._telephony.up:
            self._told[agent] = wanted
            await self._telephony.serve_fallback(agent, ready=ready)
