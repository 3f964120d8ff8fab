"""The bus over Redis Streams: what one process says, the processes beside it hear.

A fact's id in the stream is its position in the journal, so a reader can go on where it stopped. The process that
says a fact hears it at once, without Redis: a Redis that is slow or away delays the others, never a call.
"""

import asyncio
import uuid
from typing import Any

import redis.asyncio as redis
import structlog
from redis.exceptions import RedisError, ResponseError

from cti import codec
from cti.bus import InProcessBus, Recorded
from cti.tasks import Tasks

log = structlog.get_logger(__name__)

STREAM = "switchroom:events"
KEEP = 100_000
RETRY_SECONDS = 0.5


class RedisBus(InProcessBus):
    """A bus shared by all processes that name the same Redis and the same stream."""

    def __init__(self, url: str, stream: str = STREAM) -> None:
        super().__init__()
        self._redis = redis.Redis.from_url(url, decode_responses=True, health_check_interval=5)
        self._stream = stream
        self._origin = uuid.uuid4().hex
        self._outgoing: asyncio.Queue[Recorded] = asyncio.Queue()
        self._tasks = Tasks()

    async def open(self) -> None:
        """Find the stream's end and begin to carry facts from there."""
        newest = await self._redis.xrevrange(self._stream, count=1)
        after = str(newest[0][0]) if newest else "0-0"
        self._tasks.spawn(self._send(), "bus-send")
        self._tasks.spawn(self._receive(after), "bus-receive")

    def publish(self, recorded: Recorded) -> None:
        """Tell this process at once, the others through Redis."""
        super().publish(recorded)
        self._outgoing.put_nowait(recorded)

    async def _send(self) -> None:
        while True:
            recorded = await self._outgoing.get()
            await self._deliver(recorded)

    async def _deliver(self, recorded: Recorded) -> None:
        delivered = await self._add(recorded)
        while not delivered:
            await asyncio.sleep(RETRY_SECONDS)
            delivered = await self._add(recorded)

    async def _add(self, recorded: Recorded) -> bool:
        fields: dict[Any, Any] = {"origin": self._origin, "event": recorded.text}
        try:
            await self._redis.xadd(self._stream, fields, id=f"{recorded.position}-0", maxlen=KEEP, approximate=True)
        except ResponseError as error:
            # An id not above the newest is one that arrived before its answer was lost.
            await self._compare(recorded, fields["event"], str(error))
        except (RedisError, OSError) as error:
            log.warning("bus_redis_away", error=str(error))
            return False
        return True

    async def _compare(self, recorded: Recorded, text: str, error: str) -> None:
        id_ = f"{recorded.position}-0"
        there: Any = await self._redis.xrange(self._stream, min=id_, max=id_)
        if there and there[0][1].get("event") == text:
            return
        remedy = f"The stream {self._stream} belongs to another journal; delete it, or name another Redis in bus.url."
        log.error("bus_stream_of_another_journal", position=recorded.position, error=error, remedy=remedy)

    async def _receive(self, after: str) -> None:
        while True:
            try:
                answer: Any = await self._redis.xread({self._stream: after}, count=500, block=1000)
            except (RedisError, OSError) as error:
                log.warning("bus_redis_away", error=str(error))
                await asyncio.sleep(RETRY_SECONDS)
                continue
            for _stream, entries in answer or []:
                for entry_id, fields in entries:
                    after = entry_id
                    self._hear(entry_id, fields)

    def _hear(self, entry_id: str, fields: dict[str, str]) -> None:
        if fields["origin"] == self._origin:
            return
        position = int(entry_id.partition("-")[0])
        super().publish(Recorded(position, codec.decode(fields["event"])))

    async def close(self) -> None:
        """Send what is still to be sent, within a second, and end."""
        for _ in range(20):
            if self._outgoing.empty():
                break
            await asyncio.sleep(0.05)
        await self._tasks.close()
        await self._redis.aclose()
        await super().close()
