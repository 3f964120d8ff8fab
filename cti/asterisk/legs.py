"""Which channel is whose: callers and the agents' legs as the border knows them now."""

from dataclasses import dataclass

from cti.ids import AgentId, CallId, OfferId


@dataclass(slots=True)
class Leg:
    """One channel of a call. `offer` and `agent` are set for an agent's leg only; `in_flow` tells whether it may be
    that a caller's channel is where prompts are played; a customer whom we have `dialled` has not answered yet; a leg
    that `failed` will be told of when its channel says why, by the `cause` with which it hung up. `originated` says
    that the order to ring it has had its answer."""

    channel: str
    call: CallId
    offer: OfferId | None = None
    agent: AgentId | None = None
    rejoin: int = 0
    answered: bool = False
    in_flow: bool = True
    dialled: bool = False
    failed: bool = False
    originated: bool = False
    cause: int | None = None


class Legs:
    """All channels of live calls, by their unique ids."""

    def __init__(self) -> None:
        self._by_uniqueid: dict[str, Leg] = {}
        self._callers: dict[CallId, Leg] = {}
        self.ended_by_us: dict[CallId, str] = {}

    def add(self, uniqueid: str, leg: Leg) -> None:
        """Know a channel."""
        self._by_uniqueid[uniqueid] = leg
        if leg.offer is None:
            self._callers[leg.call] = leg

    def get(self, uniqueid: str) -> Leg | None:
        """The leg with this unique id, None if it is not ours."""
        return self._by_uniqueid.get(uniqueid)

    def caller(self, call: CallId) -> Leg | None:
        """The caller's leg of a call, None when it is gone."""
        return self._callers.get(call)

    def forget(self, uniqueid: str) -> Leg | None:
        """Drop a channel that is gone, and give what it was."""
        leg = self._by_uniqueid.pop(uniqueid, None)
        if leg is not None and leg.offer is None:
            self._callers.pop(leg.call, None)
        return leg

    def clear(self) -> None:
        """Forget everything, before the floor is read anew."""
        self._by_uniqueid.clear()
        self._callers.clear()
