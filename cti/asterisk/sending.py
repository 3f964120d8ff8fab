"""Orders to a leg that was ordered a moment ago: Asterisk answers that order first, and makes the channel after."""

import asyncio

from cti.asterisk.legs import Leg
from cti.asterisk.link import Ami, Fields, Link
from cti.errors import LinkDown, TelephonyError

NOT_MADE = "No such channel"
AGAIN_SECONDS = 0.02
MOST_TRIES = 50


async def send_when_made(link: Link, fields: Fields, leg: Leg | None) -> Ami:
    """Send one action as `Link.send` does; one to a `leg` that Asterisk does not know yet, again for a second.

    Without that a telephone would ring on for a call that has been given up, or speak with whom it was to ring for
    first. Nothing was done by an action that is refused so, and it is tried no more once how the leg fared is known.
    """
    for _ in range(MOST_TRIES):
        try:
            return await link.send(fields)
        except LinkDown:
            raise
        except TelephonyError as error:
            if leg is None or not leg.rings or NOT_MADE not in str(error):
                raise
        await asyncio.sleep(AGAIN_SECONDS)
    return await link.send(fields)
