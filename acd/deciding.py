"""The shape of the distributor's parts: each decides about one thing, by the kind of fact."""

from collections.abc import Callable, Iterable
from typing import Any

from cti.commands import Command
from cti.events import Event

Decider = Callable[[Any], Iterable[Command]]
Table = dict[type[Event], Decider]


def joined(*tables: Table) -> dict[type[Event], tuple[Decider, ...]]:
    """Several parts' tables as one: for each kind of fact all that is to be asked, in the order of the parts."""
    kinds = {kind for table in tables for kind in table}
    return {kind: tuple(table[kind] for table in tables if kind in table) for kind in kinds}
