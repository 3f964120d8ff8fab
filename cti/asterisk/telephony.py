"""The `Telephony` port's real end: one Asterisk node behind one link."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import structlog

from cti import commands as c
from cti.asterisk import actions, dialplan
from cti.asterisk.agent_phones import AgentPhones, PhoneOf, every_member
from cti.asterisk.arranging import Arrangement
from cti.asterisk.contacts import Contacts, browsers_alone
from cti.asterisk.floor_reader import FloorReader
from cti.asterisk.legs import Leg, Legs
from cti.asterisk.link import Ami, Down, Fields, Link, Up
from cti.asterisk.resync import SeenChannel, reconcile
from cti.asterisk.seen_legs import grouped, known_in_talk
from cti.asterisk.sending import send_when_made
from cti.asterisk.translate import Translator
from cti.asterisk.trunk_reader import trunks
from cti.call import Calls
from cti.clock import Clock
from cti.errors import JournalAway, LinkDown, TelephonyError
from cti.events import (
    AgentConfigured,
    AgentLoggedIn,
    AgentLoggedOut,
    CallEnded,
    Event,
    PhoneChosen,
    TelephonyLost,
    TelephonyRestored,
)
from cti.ids import AgentId, CallId, NodeId, OfferId, channel_of_call, leg_id
from cti.journal import Journal
from cti.tasks import Tasks
from cti.trunks import Trunk

log = structlog.get_logger(__name__)

BEAT_SECONDS = 1.0
JOURNAL_SECONDS = 2.0
DIGIT_SECONDS = 0.25
DEFAULT_MUSIC = "default"
PHONE_CHANGES = (PhoneChosen, AgentLoggedIn, AgentLoggedOut, AgentConfigured)


class AsteriskTelephony:
    """Tells the journal what one Asterisk does, and tells Asterisk what the rooms want."""

    def __init__(
        self,
        link: Link,
        node: NodeId,
        journal: Journal,
        calls: Calls,
        clock: Clock,
        recording_file: Callable[[CallId, OfferId, str], str],
        flow_patience: int = 20,
        message_file: Callable[[CallId], str] = lambda call: "",
        trunk: str = "trunk",
        shown_number: str = "",
        phone_of: PhoneOf = browsers_alone,
        question: Callable[[], str] | None = None,
    ) -> None:
        """`recording_file` names the file a leg is recorded into (empty: none), given call, offer and leg;
        `message_file` the one for the message of a call's caller. Customers are called back over the endpoint
        `trunk`, and see `shown_number` (empty: what the trunk shows). `phone_of` says which phone an agent has chosen,
        `question` gives the sound by which whoever answers a number of an agent's is asked to press 1 (None: nobody
        is asked)."""
        self._link = link
        self._node = node
        self._journal = journal
        self._calls = calls
        self._clock = clock
        self._recording_file = recording_file
        self._flow_patience = flow_patience
        self._message_file = message_file
        self._trunk, self._shown_number = trunk, shown_number
        self._legs = Legs()
        self._phones = AgentPhones(phone_of, trunk, question)
        self._contacts = Contacts(phone_of)
        self._translator = Translator(node, self._legs, self._contacts)
        self._reader = FloorReader(link)
        self._tasks = Tasks()
        self._ready = False
        self._serial = 0
        self._special: dict[type[c.TelephonyCommand], Callable[[Any], Awaitable[None]]] = {
            c.RingAgent: self._ring,
            c.DialCustomer: self._dial,
            c.DialParty: self._dial_party,
            c.Connect: self._connect,
            c.ChangeHelp: self._change_help,
            c.SendDigits: self._send_digits,
            c.StartRecording: self._start_recording,
        }
        self.clock_offset = 0.0
        journal.observe(lambda recorded: self._notice(recorded.event))

    @property
    def up(self) -> bool:
        """Whether the link is there and the floor has been read."""
        return self._ready

    @property
    def problem(self) -> str:
        """Why there is no link, in a sentence; empty when there is one."""
        return self._link.problem

    def start(self) -> None:
        """Connect, and keep connected."""
        self._tasks.spawn(self._listen(), "asterisk-listen")
        self._link.start()

    async def close(self) -> None:
        """End the link; calls go on in Asterisk."""
        await self._tasks.close()
        await self._link.close()

    async def perform(self, command: c.TelephonyCommand) -> None:
        """Carry out one order, once. Raises TelephonyError as the port says."""
        if not self._ready:
            raise LinkDown("There is no connection to Asterisk now; it is tried again by itself.")
        special = self._special.get(type(command))
        if special is not None:
            await special(command)
            return
        leg = self._legs.get(leg_id(command.offer, command.rejoin)) if isinstance(command, c.EndLeg) else None
        if isinstance(command, c.EndLeg):
            self._leaves(command)
        if isinstance(command, c.HoldInQueue | c.EnterFlow | c.RecordMessage | c.ConnectOutside):
            # The customer is taken out of any conversation.
            self._legs.goes_alone(command.call)
        if isinstance(command, c.HoldInQueue) and command.music != DEFAULT_MUSIC:
            await self._link.send(actions.choose_music(command, self._legs))
        if isinstance(command, c.RecordMessage):
            await self._link.send(self._message(command))
        if isinstance(command, c.RecordMessage | c.ConnectOutside):
            self._leaves_flow(command.call)
        if isinstance(command, c.HangUp):
            self._legs.ended_by_us[command.call] = command.by
            leg = self._legs.caller(command.call)
        try:
            await send_when_made(self._link, actions.SIMPLE[type(command)](command, self._legs), leg)
        except LinkDown:
            raise
        except TelephonyError:
            # A leg that is gone already is as it was wished.
            if not isinstance(command, c.EndLeg):
                raise

    def _message(self, command: c.RecordMessage) -> Fields:
        file = self._message_file(command.call)
        if not file:
            raise TelephonyError("A message cannot be recorded now; see the log for why.")
        return actions.choose_message(command.call, file, self._legs)

    def _leaves(self, command: c.EndLeg) -> None:
        uniqueid = leg_id(command.offer, command.rejoin)
        leg = self._legs.get(uniqueid)
        if leg is not None and not (command.ringing and leg.answered):
            self._legs.forget(uniqueid)

    def _leaves_flow(self, call: CallId) -> None:
        """Whoever speaks or is connected for long must not be given the short time of a prompt."""
        leg = self._legs.caller(call)
        if leg is not None:
            leg.in_flow = False

    async def _ring(self, command: c.RingAgent) -> None:
        uniqueid = leg_id(command.offer, command.rejoin)
        call = self._calls.by_id.get(command.call)
        caller = (call.caller, call.caller_name) if call else ("", "")
        record_as = self._recording_file(command.call, command.offer, uniqueid) if command.recorded else ""
        answered = len(call.segments) if call else 0
        to = self._phones.destination(command.agent)
        fields = actions.ring(command, self._legs, caller, record_as, answered, to)
        leg = Leg(uniqueid, command.call, command.offer, command.agent, command.rejoin)
        leg.apart = command.joins is not None or (command.waits and command.rejoin > 0)
        leg.partner, leg.helps = command.joins, bool(command.helps)
        await self._originate(uniqueid, leg, fields)

    async def _dial(self, command: c.DialCustomer) -> None:
        uniqueid = channel_of_call(command.call, self._node)
        fields = actions.dial(command, uniqueid, self._trunk, self._shown_number, self._legs)
        await self._originate(uniqueid, Leg(uniqueid, command.call, dialled=True), fields)

    async def _dial_party(self, command: c.DialParty) -> None:
        fields = actions.dial_party(command, self._legs, self._trunk)
        leg = Leg(command.party, command.call, command.party, number=command.number, apart=True, partner=command.joins)
        await self._originate(command.party, leg, fields)

    async def _originate(self, uniqueid: str, leg: Leg, fields: Fields) -> None:
        self._legs.add(uniqueid, leg)
        try:
            await self._link.send(fields)
        except TelephonyError:
            self._legs.forget(uniqueid)
            raise

    async def _connect(self, command: c.Connect) -> None:
        """Move whoever is to hear others than now; who is gone meanwhile is left out."""
        legs, before = self._legs.parties(command.call), self._legs.grouped(command.call)
        if command.call not in legs:
            raise TelephonyError(f"The caller of call {command.call} has hung up.")
        wanted = frozenset(frozenset(name for name in group if name in legs) for group in command.groups) - {
            frozenset()
        }
        self._serial += 1
        token = f"{int(self._clock.now() * 1000)}{self._serial % 1000:03d}"
        arrangement = Arrangement(command.call, legs, frozenset(command.calling), token, self._legs.places)
        if command.takes in legs:
            legs[command.takes].helps = False
        todo = arrangement.actions(before, wanted)
        self._legs.groups[command.call] = wanted
        for group in wanted:
            for name in group:
                legs[name].apart, legs[name].partner = command.call not in group, None
        await self._send_all(todo)

    async def _send_all(self, todo: list[Fields]) -> None:
        """Several actions, one right after the other; that one names a leg which has just gone harms nobody else."""
        sent = (send_when_made(self._link, fields, self._legs.get(str(fields["Channel"]))) for fields in todo)
        answers = await asyncio.gather(*sent, return_exceptions=True)
        for fields, answer in zip(todo, answers, strict=True):
            if isinstance(answer, LinkDown):
                raise answer
            if isinstance(answer, TelephonyError):
                log.info("leg_gone", action=fields["Action"], channel=fields["Channel"], answer=str(answer))

    async def _change_help(self, command: c.ChangeHelp) -> None:
        for fields in actions.change_help(command, self._legs):
            await self._link.send(fields)

    async def _send_digits(self, command: c.SendDigits) -> None:
        for digit in command.digits:
            await self._link.send(actions.send_digit(command, digit, self._legs))
            await asyncio.sleep(DIGIT_SECONDS)

    async def _start_recording(self, command: c.StartRecording) -> None:
        file = self._recording_file(command.call, command.offer, command.offer)
        if not file:
            raise TelephonyError("The call cannot be recorded now; see the log for why.")
        await self._link.send(actions.start_recording(command, self._legs, file))

    async def trunks(self) -> tuple[Trunk, ...]:
        """Every trunk as Asterisk has it. Raises TelephonyError when it cannot be asked."""
        return await trunks(self._link)

    async def serve_fallback(self, agent: AgentId, *, ready: bool) -> None:
        """Keep the native queue's members in step; one that is already as wished is no error."""
        wanted = self._phones.member(agent) if ready else ""
        for interface in every_member(agent):
            try:
                await self._link.send(actions.fallback_member(agent, interface, ready=interface == wanted))
            except TelephonyError as error:
                log.debug("fallback_member", agent=agent, interface=interface, answer=str(error))

    def _notice(self, event: Event) -> None:
        """An agent who has another phone from now on is reached there, or not."""
        if isinstance(event, PHONE_CHANGES) and self._ready:
            # Not from within the fact that is being told.
            asyncio.get_running_loop().call_soon(self._tell_phone, event.agent)

    def _tell_phone(self, agent: AgentId) -> None:
        if self._ready:
            self._journal.record(self._contacts.chosen(agent, self._clock.now()))

    async def _listen(self) -> None:
        while True:
            heard = await self._link.next()
            if isinstance(heard, Up):
                await self._restored()
            elif isinstance(heard, Down):
                self._lost()
            elif self._ready:
                self._hear(heard)

    def _hear(self, message: Ami) -> None:
        stamp = message["timestamp"]
        at = float(stamp) - self.clock_offset if stamp else self._clock.now()
        leg = self._legs.get(message["uniqueid"]) if message.event == "Hangup" else None
        for event in self._translator.translate(message, at):
            self._journal.record(event)
        if leg is not None and (leg.offer is None or leg.up):
            # The journal has it now: Asterisk need not remember how this leg ended.
            self._reader.forget([message["uniqueid"]])

    def _lost(self) -> None:
        if self._ready:
            self._ready = False
            self._journal.record(TelephonyLost(at=self._clock.now(), node=self._node))

    async def _restored(self) -> None:
        try:
            await self._beat()
            await self._resync()
        except TelephonyError as error:
            log.warning("resync_failed", error=str(error))
            self._ready = False
            self._link.reset()
            return
        self._journal.record(TelephonyRestored(at=self._clock.now(), node=self._node))
        self._tasks.spawn(self._keep_beating(), "asterisk-beat")

    async def _resync(self) -> None:
        """Read the floor, tell what was missed, and only then listen on."""
        seen = await self._reader.read(self.clock_offset, self._clock.now())
        alive = [call for call in self._calls.alive() if call.id.startswith(f"{self._node}-")]
        unsure = {f"{self._node}-{gone}" for gone in seen.gone} - {call.id for call in alive}
        finished, sure = await self._finished(unsure) if unsure else (frozenset[CallId](), True)
        self._legs.clear()
        facts = reconcile(self._node, alive, seen, finished)
        for channel in seen.channels:
            self._know(channel)
        self._legs.groups.update(grouped(self._legs, seen.channels))
        self._contacts.forget()
        phones = await self._reader.phones(self._translator, self._contacts, self._clock.now())
        # From here on nothing waits: who hears these facts may give orders at once.
        self._ready = True
        for fact in [*facts, *phones]:
            self._journal.record(fact)
        if sure:
            self._reader.forget(seen.gone)

    async def _finished(self, calls: set[str]) -> tuple[frozenset[CallId], bool]:
        """Which of the calls that Asterisk has notes of are over in the journal, and whether that is sure.

        Telephony does not wait for the database: when it is away, all are left for the next time.
        """
        over = set()
        try:
            for call in map(CallId, calls):
                facts = await self._journal.of_call(call, JOURNAL_SECONDS)
                if any(isinstance(fact.event, CallEnded) for fact in facts):
                    over.add(call)
        except JournalAway as error:
            log.warning("resync_without_database", error=str(error), notes=len(calls))
            return frozenset(CallId(call) for call in calls), False
        return frozenset(over), True

    def _know(self, channel: SeenChannel) -> None:
        leg = self._reader.leg(channel, self._node, self._calls)
        if leg is not None:
            leg.up = channel.up
            leg.answered = leg.offer is not None and known_in_talk(self._calls.by_id.get(leg.call), leg, channel)
            leg.in_flow = channel.context not in {dialplan.VOICEMAIL, dialplan.OUTSIDE}
            self._legs.add(channel.uniqueid, leg)

    async def _keep_beating(self) -> None:
        """Every second a sign of life; every fifth, callers in a flow are promised more time."""
        beat = 0
        while self._ready:
            beat += 1
            try:
                await self._beat()
                if beat % 5 == 0:
                    await self._renew()
            except TelephonyError as error:
                log.warning("beat_failed", error=str(error))
            await asyncio.sleep(BEAT_SECONDS)

    async def _beat(self) -> None:
        pong = await self._link.send({"Action": "Ping"})
        self.clock_offset = (float(pong["timestamp"]) if pong["timestamp"] else self._clock.now()) - self._clock.now()
        now = int(self._clock.now() + self.clock_offset)
        await self._link.send(actions.set_variable(dialplan.BEAT, str(now)))

    async def _renew(self) -> None:
        for call in self._calls.alive():
            leg = self._legs.caller(call.id) if call.stage == "flow" else None
            if leg is not None and leg.in_flow:
                await self._link.send(actions.set_variable("TIMEOUT(absolute)", str(self._flow_patience), leg.channel))
