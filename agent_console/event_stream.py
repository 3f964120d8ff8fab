"""A small client of `/api/v1/events` for other programs: every fact, in order, across losses of the connection.

Needs nothing of this product but this file and the package `websockets`:

    async for fact in EventStream("http://127.0.0.1:8080", token, after=0):
        print(fact["position"], fact["kind"])
"""

import asyncio
import json
import random
from collections.abc import AsyncIterator
from typing import Any

from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed, InvalidStatus

FIRST_RETRY, LAST_RETRY = 0.2, 5.0
REFUSED = frozenset({401, 403, 404})


class EventStream:
    """The facts after a position of the journal; `position` is that of the last one given, to go on from later."""

    def __init__(self, server: str, token: str, after: int | None = None) -> None:
        """`server` is an address as in a browser, `token` from `switchroom token create`; no `after` means from now."""
        self._url = server.rstrip("/").replace("http", "ws", 1) + "/api/v1/events"
        self._headers = {"Authorization": f"Bearer {token}"}
        self.position = after

    async def __aiter__(self) -> AsyncIterator[dict[str, Any]]:
        """Facts as they come, for ever.

        Raises:
            PermissionError: the server refuses the token.
        """
        delay = FIRST_RETRY
        while True:
            try:
                async for fact in self._connection():
                    delay = FIRST_RETRY
                    self.position = fact["position"]
                    yield fact
            except InvalidStatus as error:
                if error.response.status_code in REFUSED:
                    raise PermissionError(
                        "The server refuses this token; make one with `switchroom token create`."
                    ) from error
            except (ConnectionClosed, OSError, TimeoutError):
                pass
            await asyncio.sleep(delay * random.uniform(0.5, 1.0))
            delay = min(delay * 2, LAST_RETRY)

    async def _connection(self) -> AsyncIterator[dict[str, Any]]:
        url = self._url if self.position is None else f"{self._url}?after={self.position}"
        async with connect(url, additional_headers=self._headers) as socket:
            async for message in socket:
                yield json.loads(message)
