"""Takes the messages callers have left, and stores them; what an earlier life left lying is taken too."""

import asyncio
from pathlib import Path

import structlog

from cti import events as e
from cti.bus import Subscription
from cti.clock import Clock
from cti.errors import JournalAway
from cti.ids import CallId, RecordingId, call_of_message, message_id
from cti.journal import Journal
from cti.tasks import Tasks
from recordings import raw_folder, wave
from recordings.policy import Policy
from recordings.storage import Storage
from recordings.taking import Taking

log = structlog.get_logger(__name__)

JOURNAL_SECONDS = 10.0
# Asterisk's name for one channel of 16-bit samples: whole at every instant, whoever dies.
SUFFIX = ".sln"
EMPTY = "empty"


class Messages:
    """Names the files callers' messages are recorded into, and turns them into stored recordings."""

    hears = (e.CallEnded, e.TelephonyRestored)

    def __init__(self, raw: Path, storage: Storage, policy: Policy, journal: Journal, clock: Clock) -> None:
        self._raw = raw
        self._storage = storage
        self._policy = policy
        self._journal = journal
        self._clock = clock
        self._told: set[CallId] = set()
        self._tasks = Tasks()
        self.taking = Taking(self._take, self._tasks, "message-again")

    def file_for(self, call: CallId) -> str:
        """The file a caller's message is to be recorded into; empty, and said why, when none can be."""
        problem = raw_folder.problem(self._raw, self._policy)
        if problem:
            log.error("message_impossible", call=call, problem=problem)
            self._failed(call, problem)
            return ""
        return str(self._file(call))

    def _file(self, call: CallId) -> Path:
        return self._raw / f"{message_id(call)}{SUFFIX}"

    def start(self, live: Subscription) -> None:
        """Follow the live facts; what lies there is taken once the floor has been read."""
        self._tasks.spawn(self._follow(live), "messages")

    async def close(self) -> None:
        """Stop; files not yet taken stay for the next life."""
        await self._tasks.close()

    async def _follow(self, live: Subscription) -> None:
        async for recorded in live:
            event = recorded.event
            if isinstance(event, e.CallEnded) and self._file(event.call).exists():
                self._tasks.spawn(self.taking.take(event.call), "message-take")
            elif isinstance(event, e.TelephonyRestored):
                self._tasks.spawn(self._take_left(), "messages-left")

    async def _take_left(self) -> None:
        """Messages of calls that ended while nobody took them."""
        names = (call_of_message(file.stem) for file in sorted(self._raw.glob(f"*{SUFFIX}")))
        await self._journal.flush()
        for call in filter(None, names):
            facts = await self._journal.store.of_call(call)
            if any(isinstance(fact.event, e.CallEnded) for fact in facts):
                await self.taking.take(call)

    async def _take(self, call: CallId) -> bool:
        file, recording = self._file(call), message_id(call)
        try:
            facts = await self._journal.of_call(call, JOURNAL_SECONDS)
            if any(isinstance(fact.event, e.VoicemailLeft) for fact in facts):
                file.unlink(missing_ok=True)
                return True
            samples = wave.mono(await asyncio.to_thread(file.read_bytes))
            if not wave.empty(samples):
                await self._storage.put(recording, await asyncio.to_thread(wave.to_wav, samples))
        except JournalAway as error:
            log.warning("message_waits", call=call, error=str(error))
            return False
        except FileNotFoundError:
            return True
        except OSError as error:
            self._not_stored(call, error)
            return False
        self._told.discard(call)
        if wave.empty(samples):
            self._failed(call, EMPTY)
        else:
            self._left(call, recording, wave.seconds(samples))
        file.unlink(missing_ok=True)
        return True

    def _not_stored(self, call: CallId, error: OSError) -> None:
        if call not in self._told:
            self._told.add(call)
            self._failed(call, f"The message cannot be stored ({error.strerror}); free space, it is tried again.")

    def _left(self, call: CallId, recording: RecordingId, seconds: float) -> None:
        self._journal.record(e.VoicemailLeft(at=self._clock.now(), call=call, recording=recording, duration=seconds))

    def _failed(self, call: CallId, reason: str) -> None:
        self._journal.record(e.VoicemailFailed(at=self._clock.now(), call=call, reason=reason))
