"""Takes what Asterisk has recorded of a segment, and stores it; what an earlier life left lying is taken too."""

import asyncio
import os
import re
from pathlib import Path

import structlog

from cti import events as e
from cti.bus import Subscription
from cti.clock import Clock
from cti.errors import JournalAway
from cti.ids import CallId, OfferId, RecordingId, call_of_offer, offer_of_leg
from cti.journal import Journal
from cti.tasks import Tasks
from recordings import raw_folder, wave
from recordings.policy import Policy
from recordings.storage import Storage
from recordings.taking import Taking

log = structlog.get_logger(__name__)

SETTLE_SECONDS = 0.5
JOURNAL_SECONDS = 10.0
_NATURAL = re.compile(r"\d+")


class Recorder:
    """Names the files Asterisk records into, and turns them into stored recordings."""

    hears = (e.AgentAnswered, e.SegmentEnded, e.TelephonyRestored)

    def __init__(self, raw: Path, storage: Storage, policy: Policy, journal: Journal, clock: Clock) -> None:
        self._raw = raw
        self._storage = storage
        self._policy = policy
        self._journal = journal
        self._clock = clock
        self._told: set[OfferId] = set()
        self._tasks = Tasks()
        self.taking = Taking(self._take, self._tasks, "recording-again")

    def file_for(self, call: CallId, offer: OfferId, leg: str) -> str:
        """The file a leg is to be recorded into, empty when it is not to be, or cannot be, recorded."""
        if not self._policy.enabled:
            return ""
        problem = raw_folder.problem(self._raw, self._policy)
        if problem:
            log.error("recording_impossible", call=call, problem=problem)
            self._failed(offer, problem)
            return ""
        return str(self._raw / f"{leg}.raw")

    async def start(self, live: Subscription) -> None:
        """Take what lies there of calls that are over, then follow the live facts."""
        self._tasks.spawn(self._follow(live), "recordings")

    async def close(self) -> None:
        """Stop; files not yet taken stay for the next life."""
        await self._tasks.close()

    async def _follow(self, live: Subscription) -> None:
        async for recorded in live:
            event = recorded.event
            if isinstance(event, e.AgentAnswered):
                self._started(event)
            elif isinstance(event, e.SegmentEnded):
                self._tasks.spawn(self.taking.take(event.offer), "recording-take")
            elif isinstance(event, e.TelephonyRestored):
                self._tasks.spawn(self._take_left(), "recordings-left")

    def _started(self, event: e.AgentAnswered) -> None:
        if (self._raw / f"{event.offer}.raw").exists():
            recording = RecordingId(event.offer)
            self._journal.record(
                e.RecordingStarted(at=event.at, call=event.call, offer=event.offer, recording=recording)
            )

    async def _take_left(self) -> None:
        """Files of segments that ended while nobody took them."""
        offers = {offer for file in self._raw.glob("*.raw") if (offer := offer_of_leg(file.stem))}
        await self._journal.flush()
        for offer in sorted(offers):
            facts = await self._journal.store.of_call(call_of_offer(offer))
            if any(isinstance(f.event, e.SegmentEnded) and f.event.offer == offer for f in facts):
                await self.taking.take(offer)

    async def _take(self, offer: OfferId) -> bool:
        await asyncio.sleep(SETTLE_SECONDS)
        files = self._files(offer)
        if not files:
            return True
        try:
            facts = await self._journal.of_call(call_of_offer(offer), JOURNAL_SECONDS)
            raw = await asyncio.to_thread(lambda: b"".join(file.read_bytes() for file in files))
            samples = wave.cut(wave.stereo(raw), self._policy.cuts(facts, offer))
            await self._storage.put(RecordingId(offer), await asyncio.to_thread(wave.to_wav, samples))
        except JournalAway as error:
            log.warning("recording_waits", offer=offer, error=str(error))
            return False
        except OSError as error:
            if offer not in self._told:
                self._told.add(offer)
                self._failed(
                    offer, f"The recording cannot be stored ({error.strerror}); free space, it is tried again."
                )
            return False
        self._told.discard(offer)
        self._stored(offer, wave.seconds(samples))
        for file in files:
            file.unlink(missing_ok=True)
        return True

    def _files(self, offer: OfferId) -> list[Path]:
        """What was recorded of a segment: its leg, then the legs of a phone that came back."""
        if not self._raw.is_dir():
            return []
        mine = [name for name in os.listdir(self._raw) if name.startswith(offer) and name.endswith(".raw")]
        files = [self._raw / name for name in mine if offer_of_leg(name.removesuffix(".raw")) == offer]
        return sorted(files, key=_natural)

    def _stored(self, offer: OfferId, duration: float) -> None:
        self._journal.record(
            e.RecordingStored(
                at=self._clock.now(),
                call=call_of_offer(offer),
                offer=offer,
                recording=RecordingId(offer),
                duration=duration,
            )
        )

    def _failed(self, offer: OfferId, reason: str) -> None:
        self._journal.record(
            e.RecordingFailed(
                at=self._clock.now(),
                call=call_of_offer(offer),
                offer=offer,
                recording=RecordingId(offer),
                reason=reason,
            )
        )


def _natural(path: Path) -> list[int]:
    return [int(number) for number in _NATURAL.findall(path.stem)]
