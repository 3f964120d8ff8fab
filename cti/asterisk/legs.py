"""Which channel is whose: callers and the agents' legs as the border knows them now."""

from dataclasses import dataclass

from cti.ids import AgentId, CallId, OfferId


@dataclass(slots=True)
class Leg:
    """One channel of a call. `offer` is set for every leg but the caller's, `agent` for an agent's, `number` for one
    outside; `in_flow` tells whether it may be that a caller's channel is where prompts are played; a customer whom we
    have `dialled` has not answered yet; a leg that `failed` will be told of when its channel says why, by the `cause`
    with which it hung up. `originated` says that the order to ring it has had its answer.

    A leg that is `up` was picked up, one that has `answered` was in conversation with the customer, one that is `apart`
    is with somebody else now (or alone), one that `helps` is a supervisor's. `told` says that its being up was told.
    """

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
    number: str = ""
    partner: OfferId | None = None
    up: bool = False
    apart: bool = False
    helps: bool = False
    told: bool = False

    @property
    def rings(self) -> bool:
        """Whether it was ordered, and nothing has been heard yet of how that went: it may not even be made."""
        ordered = self.offer is not None or self.dialled
        return ordered and not (self.up or self.answered or self.originated or self.failed) and self.cause is None


Groups = frozenset[frozenset[str]]


class Legs:
    """All channels of live calls, by their unique ids."""

    def __init__(self) -> None:
        self._by_uniqueid: dict[str, Leg] = {}
        self._callers: dict[CallId, Leg] = {}
        self._parties: dict[CallId, dict[str, Leg]] = {}
        self.groups: dict[CallId, Groups] = {}
        self.places: dict[str, str] = {}
        self.ended_by_us: dict[CallId, str] = {}

    def add(self, uniqueid: str, leg: Leg) -> None:
        """Know a channel."""
        self._by_uniqueid[uniqueid] = leg
        if leg.offer is None:
            self._callers[leg.call] = leg
        else:
            self._parties.setdefault(leg.call, {})[leg.offer] = leg
        self.places.pop(leg.offer or leg.call, None)

    def parties(self, call: CallId) -> dict[str, Leg]:
        """Every leg of a call by the name of its party; the caller's has the call's own."""
        caller = self._callers.get(call)
        return {**({call: caller} if caller else {}), **self._parties.get(call, {})}

    def grouped(self, call: CallId) -> Groups:
        """Who hears whom now, as it was ordered last, or else as the dialplan joins them by itself."""
        known = self.groups.get(call)
        if known is not None:
            return known
        up = [name for name, leg in self.parties(call).items() if leg.up or leg.offer is None]
        together = frozenset(name for name in up if not self.parties(call)[name].apart)
        return frozenset({together, *(frozenset({name}) for name in up if name not in together)})

    def get(self, uniqueid: str) -> Leg | None:
        """The leg with this unique id, None if it is not ours."""
        return self._by_uniqueid.get(uniqueid)

    def caller(self, call: CallId) -> Leg | None:
        """The caller's leg of a call, None when it is gone."""
        return self._callers.get(call)

    def forget(self, uniqueid: str) -> Leg | None:
        """Drop a channel that is gone, and give what it was."""
        leg = self._by_uniqueid.pop(uniqueid, None)
        if leg is None:
            return None
        name = leg.offer or leg.call
        if leg.offer is None:
            self._callers.pop(leg.call, None)
        elif self._parties.get(leg.call, {}).get(name) is leg:
            self._parties[leg.call].pop(name)
            if not self._parties[leg.call]:
                del self._parties[leg.call]
        self._falls_out(leg.call, name)
        return leg

    def _falls_out(self, call: CallId, name: str) -> None:
        known = self.groups.get(call)
        if known is not None:
            left = frozenset(kept for group in known if (kept := group - {name}))
            self.groups[call] = left
            if not left:
                del self.groups[call]
        self.places.pop(name, None)

    def joins(self, leg: Leg, name: str) -> None:
        """A leg has joined its partner, or the caller, by itself: as the dialplan does when it is picked up."""
        known = self.groups.get(leg.call)
        if known is None or any(name in group and len(group) > 1 for group in known):
            return
        partner = leg.partner if leg.apart and leg.partner else leg.call
        left = {group - {name, partner} for group in known if not group & {partner}}
        joined = next((group for group in known if partner in group), frozenset({partner})) | {name}
        self.groups[leg.call] = frozenset(left | {joined}) - {frozenset()}
        self.places.pop(partner, None)

    def goes_alone(self, call: CallId) -> None:
        """The caller is moved out of any conversation; those who were in one with it have fallen out."""
        parties = self._parties.get(call, {})
        if call in self.groups or any(leg.apart for leg in parties.values()):
            apart = {name for name, leg in parties.items() if leg.up}
            kept = {frozenset(group & apart) for group in self.grouped(call) if call not in group}
            with_caller = [frozenset({name}) for group in self.grouped(call) if call in group for name in group]
            self.groups[call] = frozenset(kept | set(with_caller)) - {frozenset()}
        self.places.pop(call, None)

    def channel_to_be(self, call: CallId) -> str:
        """The unique id that the channel of a customer who is to be dialled will have."""
        return call.partition("-")[2]

    def clear(self) -> None:
        """Forget everything, before the floor is read anew."""
        self._by_uniqueid.clear()
        self._callers.clear()
        self._parties.clear()
        self.groups.clear()
        self.places.clear()
