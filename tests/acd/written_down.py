"""A floor's state in plain values, so that two floors can be compared."""

from typing import Any

from msgspec.structs import asdict

from acd.floor import Floor as FloorState
from tests.acd.desk import SALES, SUPPORT


def written_down(floor: FloorState) -> dict[str, Any]:
    """All of a floor's state that decides anything, in plain values; parts that hold nobody are left out."""
    lines = {line.need: (line.waiting, line.partly) for line in floor.seating.waiting()}
    return {
        "waiting": {call: {**asdict(one), "line": floor.line_of(one).need} for call, one in floor.waiting.items()},
        "lines": {need: [[rank.call for rank, _ in part] for part in parts] for need, parts in lines.items()},
        "kept": {agent: set(calls) for agent, calls in floor.waits_for.items()},
        "standings": {a: (s.state, s.since, s.bench.profile) for a, s in floor.standings.items()},
        "free": {s.bench.profile: s.bench.free for s in floor.standings.values() if s.bench},
        "counts": {s.bench.profile: s.bench.counts for s in floor.standings.values()},
        "tallies": floor.tallies,
        "presences": floor.presences.by_id,
        "up": floor.telephony_up,
        "moves": floor.moves,
        "callbacks": floor.callbacks.by_id,
        "due": {queue: [call.call for call in floor.due(queue)] for queue in (SALES, SUPPORT)},
    }
