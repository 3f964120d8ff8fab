"""The shape of the distributor's parts: each decides about one thing, by the kind of fact."""

from collections.abc import Callable, Iterable
from itertools import chain
from typing import Any

from cti.commands import Command
from cti.events import Event

Decider = Callable[[Any], Iterable[Command]]
Table = dict[type[Event], Decider]


def joined(*tables: Table) -> Table:
    """Several parts' tables as one: for each kind of fact all that is to be asked, in the order of the parts."""
    kinds = {kind for table in tables for kind in table}
    return {kind: _in_turn([table[kind] for table in tables if kind in table]) for kind in kinds}


def _in_turn(deciders: list[Decider]) -> Decider:
    """All of some deciders as one."""
    if len(deciders) == 1:
        return deciders[0]

    def decide(event: Any) -> Iterable[Command]:
        wanted: Iterable[Command] = ()
        for decider in deciders:
            commands = decider(event)
            if commands:
                wanted = chain(wanted, commands) if wanted else commands
        return wanted

    return decide
