"""Every live console: whom a fact concerns is told; one active console for each agent."""

import asyncio
from typing import Literal

from aiohttp import web

from agent_console import live_models as live
from agent_console.auth import Principal
from agent_console.board_feed import BoardFeed
from agent_console.chat_view import chat_view
from agent_console.console import LOGGED_OUT, Console, emergency
from agent_console.floor_messages import shown
from agent_console.house import House
from cti import events as e
from cti.bus import Subscription
from cti.ids import AgentId
from cti.tasks import Tasks

SPOKEN = (e.ChatSaid, e.ChatSeen, e.HandRaised, e.HandLowered, e.AgentLoggedOut)
NOT_HAD = frozenset({"nobody_free", "no_answer", "busy", "rejected", "unavailable", "unreachable", "failed", "lost"})
IN_CALL = frozenset({"talking", "wrap_up"})


class Consoles:
    """Every live console, and which is the active one of each agent."""

    def __init__(self, house: House) -> None:
        self._house = house
        self._all: set[Console] = set()
        self._active: dict[AgentId, Console] = {}
        self._feed = BoardFeed(house)
        self._tasks = Tasks()

    def start(self, heard: Subscription) -> None:
        """Tell consoles what concerns them from now on."""
        self._tasks.spawn(self._follow(heard), "consoles")
        self._feed.start()

    async def close(self) -> None:
        """End every socket, so that browsers connect anew."""
        await self._tasks.close()
        await self._feed.close()
        ends = (console.end(code=1012, why=b"the server restarts") for console in list(self._all))
        await asyncio.gather(*ends)

    def trunks(self) -> list[live.TrunkRow]:
        """Every trunk as it was last seen."""
        return self._feed.trunks.whole()

    def __len__(self) -> int:
        return len(self._all)

    async def serve(self, principal: Principal, socket: web.WebSocketResponse, *, desk: bool) -> None:
        """Serve one socket until it closes; only one that is for the desk makes its agent present."""
        console = Console(self._house, self._feed, principal, socket, desk=desk)
        self._all.add(console)
        if console.agent:
            self._take_over(console, console.agent)
        try:
            await console.run()
        finally:
            self._all.discard(console)
            self._left(console)

    def _take_over(self, console: Console, agent: AgentId) -> None:
        before = self._active.get(agent)
        self._active[agent] = console
        if before is not None:
            # Beside, since an old page may be one whose network is gone.
            self._tasks.spawn(before.supersede(), "console-supersede")
        now = self._house.clock.now()
        if not self._house.presences.get(agent).logged_in:
            self._house.journal.record(e.AgentLoggedIn(at=now, agent=agent))
        self._house.journal.record(e.ConsoleConnected(at=now, agent=agent))

    def _left(self, console: Console) -> None:
        agent = console.agent
        if agent and self._active.get(agent) is console:
            del self._active[agent]
            self._house.journal.record(e.ConsoleLost(at=self._house.clock.now(), agent=agent))

    async def _follow(self, heard: Subscription) -> None:
        async for recorded in heard:
            event = recorded.event
            if isinstance(event, e.TelephonyLost | e.TelephonyRestored):
                self._feed.telephony_changed()
                self._tell_all({"type": "telephony", "up": isinstance(event, e.TelephonyRestored)})
            if isinstance(event, e.SiteClosed | e.SiteReopened):
                self._tell_all({"type": "emergency", "emergency": emergency(self._house)})
            self._tell_chat(event)
            self._supervised(event)
            if isinstance(event, e.ConsultEnded) and event.reason in NOT_HAD:
                self._asked_in_vain(event)
            for agent in self._concerned(event):
                console = self._active.get(agent)
                if console is not None:
                    console.touch()

    async def ask(self, agent: AgentId, order: live.PageOrder) -> bool:
        """Ask the agent's page to do what only a browser can. Whether there is such a page."""
        console = self._active.get(agent)
        if console is not None:
            await console.send({"type": "order", "order": order})
        return console is not None

    def _supervised(self, event: e.Event) -> None:
        """What a supervisor says to the floor, or does to one of it, is told to whom it concerns."""
        if isinstance(event, e.FloorMessageSent):
            told: live.FloorMessageMessage = {"type": "floor_message", "message": shown(event)}
            for console in [one for one in self._all if one.hears(event)]:
                self._tasks.spawn(console.send(told), "console-tell")
        elif isinstance(event, e.AgentStateForced):
            self._forced(event.agent, event.by, "ready" if event.state == "ready" else "not_ready")
        elif isinstance(event, e.AgentForcedOut) and self._house.presences.get(event.agent).state in IN_CALL:
            self._forced(event.agent, event.by, "out")
        elif isinstance(event, e.AgentLoggedOut) and event.by:
            self._tasks.spawn(self._put_out(event.agent, event.by), "console-put-out")

    def _asked_in_vain(self, event: e.ConsultEnded) -> None:
        console, known = self._active.get(event.by), self._house.agents.get(event.agent) if event.agent else None
        if console is not None and self._house.presences.get(event.by).of(event.call):
            told: live.AskedInVain = {
                "type": "asked_in_vain",
                "reason": "nobody_free" if event.reason == "nobody_free" else "not_had",
                "to": event.to,
                "name": known.name if known else event.to,
            }
            self._tasks.spawn(console.send(told), "console-tell")

    def _forced(self, agent: AgentId, by: str, state: Literal["ready", "not_ready", "out"]) -> None:
        if console := self._active.get(agent):
            self._tasks.spawn(console.send({"type": "forced", "by": by, "state": state}), "console-tell")

    async def drop_user(self, user: str) -> None:
        """End every page of a user who may not be here any more."""
        gone = [one.end(LOGGED_OUT, b"not allowed any more") for one in list(self._all) if one.user == user]
        await asyncio.gather(*gone)

    async def _put_out(self, agent: AgentId, by: str) -> None:
        """End an agent's sessions, and then every page that lived on them."""
        try:
            await self._house.auth.store.close_sessions_of(agent)
        finally:
            theirs = [console for console in self._all if console.user_agent == agent]
            await asyncio.gather(*(console.put_out(by) for console in theirs))

    def _tell_all(self, message: live.AnyMessage) -> None:
        for console in list(self._all):
            self._tasks.spawn(console.send(message), "console-tell")
            console.touch()

    def _tell_chat(self, event: e.Event) -> None:
        """Words and raised hands go to the agent's desk and to everybody at a board."""
        if not isinstance(event, SPOKEN):
            return
        message: live.ChatMessage = {"type": "chat", "chat": chat_view(self._house, event.agent)}
        mine = self._active.get(event.agent)
        for console in [one for one in self._all if one is mine or one.watches_board]:
            self._tasks.spawn(console.send(message), "console-chat")

    def _concerned(self, event: e.Event) -> set[AgentId]:
        named = getattr(event, "agent", None)
        agents = {AgentId(named)} if named else set()
        if isinstance(event, e.CallEvent):
            call = self._house.calls.by_id.get(event.call)
            if call is not None:
                # Who is done with this call sees it no more.
                shows = self._house.presences.get
                agents |= {one.agent for one in call.segments if shows(one.agent).of(event.call)}
                agents |= {call.offer.agent} if call.offer else set()
                asked = {one.agent for one in call.helps.values()} | {call.consult.agent if call.consult else None}
                agents |= {one for one in asked if one and shows(one).of(event.call)}
        return agents
