"""The port to the telephone system: orders go in, facts come back through the journal.

Its real end is `cti.asterisk`; its twin for tests is an in-memory exchange that passes the same contract tests.
"""

from typing import Protocol

from cti.commands import TelephonyCommand
from cti.ids import AgentId


class Telephony(Protocol):
    """A telephone system that can be told what to do with calls."""

    @property
    def up(self) -> bool:
        """Whether orders can be given now."""
        ...

    async def perform(self, command: TelephonyCommand) -> None:
        """Carry out one order, once. What comes of it is told as facts in the journal.

        Raises:
            TelephonyError: it was refused, or whether it was carried out is unknown; it is not tried again.
        """
        ...

    async def serve_fallback(self, agent: AgentId, *, ready: bool) -> None:
        """Tell the native queue, which serves callers while this service is away, whether this agent is ready."""
        ...
