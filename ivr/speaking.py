"""A door to the telephone system that plays nothing before it has been spoken.

The machines name a sound the moment they decide; a text that came with changed settings is spoken here, in the
voice's own process, before its order goes on.
"""

import structlog

from cti import commands as c
from cti.errors import SwitchroomError
from cti.ids import AgentId
from cti.telephony import Telephony
from ivr.prompts import Prompts

log = structlog.get_logger(__name__)


class SpeakingTelephony:
    """The `Telephony` port for the machines of the IVR."""

    def __init__(self, telephony: Telephony, prompts: Prompts) -> None:
        self._telephony = telephony
        self._prompts = prompts

    @property
    def up(self) -> bool:
        """Whether orders can be given now."""
        return self._telephony.up

    async def perform(self, command: c.TelephonyCommand) -> None:
        """Carry out one order, once its sounds are there. Raises TelephonyError as the port says.

        A text that cannot be spoken is told to the log, and the order goes on without it.
        """
        for sound in _sounds(command):
            try:
                await self._prompts.ready(sound)
            except SwitchroomError as error:
                log.error("prompt_missing", call=command.call, error=str(error))
        await self._telephony.perform(command)

    async def serve_fallback(self, agent: AgentId, *, ready: bool) -> None:
        """Tell the native queue whether this agent is ready."""
        await self._telephony.serve_fallback(agent, ready=ready)


def _sounds(command: c.TelephonyCommand) -> tuple[str, ...]:
    match command:
        case c.PlayPrompt() | c.CollectDigits():
            return (command.sound,)
        case c.Announce():
            return command.sounds
    return ()
