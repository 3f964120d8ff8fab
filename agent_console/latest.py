"""What somebody has not taken yet, merged: of each row only its latest message waits."""

import asyncio


class Latest:
    """Messages by the row they are about; as many wait as there are rows, however slowly they are taken."""

    def __init__(self) -> None:
        self._waiting: dict[str, bytes] = {}
        self._some = asyncio.Event()

    def put(self, row: str, message: bytes) -> None:
        """Have this message wait, in the place of an earlier one about the same row."""
        self._waiting[row] = message
        self._some.set()

    def clear(self) -> None:
        """Forget what waits."""
        self._waiting.clear()
        self._some.clear()

    async def take(self) -> list[bytes]:
        """Wait until there are some, and take them all, in the order in which their rows first changed."""
        await self._some.wait()
        taken = list(self._waiting.values())
        self.clear()
        return taken
