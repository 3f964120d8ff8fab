"""Who hears whom, as actions: which channels are moved where in the dialplan, and in which order. Pure.

Two who speak are joined by a bridge that one of them makes, three or more by a room, and who is alone waits. A leg
that makes a bridge waits, in the dialplan, until its partner has come to where it is taken from: each is sent there
with a token, so no answer of ours is needed in between.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from cti.asterisk import dialplan
from cti.asterisk.legs import Groups, Leg
from cti.asterisk.link import Fields
from cti.ids import CallId

ALONE_BY_ITSELF = "0"
AFTER_CALLER = f"{dialplan.AFTER}^s^1"
AFTER_LEG = f"{dialplan.STANDBY}^{ALONE_BY_ITSELF}^1"


@dataclass(slots=True)
class Arrangement:
    """One change of who hears whom.

    `legs` are those of the call by the names of their parties, `calling` those who are to hear a ringing tone. `places`
    are the tokens of those who wait somewhere; it is brought up to date.
    """

    call: CallId
    legs: Mapping[str, Leg]
    calling: frozenset[str]
    token: str
    places: dict[str, str]
    _variables: list[Fields] = field(default_factory=list)
    _moves: dict[str, tuple[str, str]] = field(default_factory=dict)

    def actions(self, old: Groups, new: Groups) -> list[Fields]:
        """What is to be done so that those of each new group hear each other."""
        before = {name: group for group in old for name in group}
        for group in sorted(new, key=sorted):
            if any(before.get(name) != group for name in group):
                self._group(group, before)
        return [*self._variables, *self._redirects(old)]

    def _group(self, group: frozenset[str], before: Mapping[str, frozenset[str]]) -> None:
        names = sorted((name for name in group if name in self.legs), key=self._order)
        if len(names) == 1 and self._here(names[0]):
            self._parks(names[0])
        elif len(names) == 2:
            self._pairs(names[0], names[1], before)
        elif len(names) > 2:
            for name in names:
                self._sets(name, dialplan.PARTIES, f"{self.call}-{self.token}")
                self._goes(name, dialplan.ROOM, "caller" if name == self.call else "party")

    def _order(self, name: str) -> tuple[bool, bool, str]:
        """The caller first, then who is there; a bridge is made by the last."""
        return name != self.call, not self._here(name), name

    def _here(self, name: str) -> bool:
        return name == self.call or self.legs[name].up

    def _parks(self, name: str) -> None:
        self.places[name] = self.token
        if name == self.call:
            keeper = next((leg.channel for other, leg in self.legs.items() if other != name and leg.up), "")
            self._sets(name, dialplan.KEEPER, keeper)
            self._goes(name, dialplan.KEPT, self.token)
        else:
            self._goes(name, dialplan.CALLING if name in self.calling else dialplan.STANDBY, self.token)

    def _pairs(self, first: str, second: str, before: Mapping[str, frozenset[str]]) -> None:
        """The second bridges itself with the first, who waits already, or is sent to where it is taken from."""
        if len(before.get(first, ())) != 1 or first not in self.places:
            self._parks(first)
        self._sets(second, dialplan.PEER, self.legs[first].channel)
        self._sets(second, dialplan.AWAIT, self.places[first])
        self._sets(second, dialplan.THEN, AFTER_CALLER if first == self.call else AFTER_LEG)
        self._goes(second, dialplan.JOIN, "s")
        # Who is taken from where it waits is not there any more.
        self.places.pop(first, None)

    def _sets(self, name: str, variable: str, value: str) -> None:
        channel = self.legs[name].channel
        self._variables.append({"Action": "Setvar", "Channel": channel, "Variable": variable, "Value": value})

    def _goes(self, name: str, context: str, exten: str) -> None:
        """Move a channel; a phone that rings goes, once it is answered, where its variables send it."""
        if self._here(name):
            self._moves[name] = (context, exten)
        if context in {dialplan.JOIN, dialplan.ROOM}:
            self.places.pop(name, None)

    def _redirects(self, old: Groups) -> Iterator[Fields]:
        """Two who are in one bridge are taken out of it together, or the one who is left would fall out by itself."""
        done: set[str] = set()
        for group in old:
            pair = [name for name in sorted(group) if name in self._moves]
            if len(group) == 2 and len(pair) == 2:
                done |= group
                yield self._redirect(pair[0]) | self._extra(pair[1])
        for name in self._moves:
            if name not in done:
                yield self._redirect(name)

    def _redirect(self, name: str) -> dict[str, str]:
        (context, exten), channel = self._moves[name], self.legs[name].channel
        return {"Action": "Redirect", "Channel": channel, "Context": context, "Exten": exten, "Priority": "1"}

    def _extra(self, name: str) -> dict[str, str]:
        (context, exten), channel = self._moves[name], self.legs[name].channel
        where = {"ExtraContext": context, "ExtraExten": exten, "ExtraPriority": "1"}
        return {"ExtraChannel": channel, **where}
