"""What the distributor's parts are told of a wait that goes on."""

from collections.abc import Callable

from cti.ids import CallId

# The seconds a call still has to wait at a time (seconds since the epoch), as it was promised; None: unknown.
Expected = Callable[[CallId, float], float | None]
