"""`python -m bench [PART…]`: prints tables and appends them to `bench/results.md` with the machine named.

The parts: decisions, simulation, theory, reoffer, peers, card, desks, paint; all of them if none is named.
"""

import asyncio
import os
import platform
import statistics
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from bench import card, chart, decisions, desks, paint, peers, reoffer, simulation, theory
from switchroom import asterisk_program

RESULTS = Path(__file__).parent / "results.md"
GROWTH = Path(__file__).parent / "growth.svg"
SHARED = Path(__file__).parent.parent
HEAD = "| | n | median ms | 99th ms | least ms | most ms |\n|---|---|---|---|---|---|"


def program() -> str:
    """The folder of an unpacked Asterisk, empty for the machine's own."""
    if asterisk_program.own() is not None:
        return ""
    for folder in (SHARED / ".cache" / "asterisk", SHARED / "var" / "programs" / "asterisk"):
        if asterisk_program.unpacked(folder) is not None:
            return str(folder)
    sys.exit("There is no Asterisk to measure; run `make run` or `make test` once.")


def percentile(values: list[float], share: float) -> float:
    """The value below which `share` of the values lie (nearest rank)."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def row(name: str, values: list[float]) -> str:
    """One line of the table, in milliseconds."""
    figures = (statistics.median(values), percentile(values, 0.99), min(values), max(values))
    return f"| {name} | {len(values)} | " + " | ".join(f"{1000 * value:.1f}" for value in figures) + " |"


def one_decision() -> list[str]:
    """What a decision costs, how that grows, and what a waiting call takes in memory."""
    rows = list(decisions.measure())
    chart.draw(rows, GROWTH)
    return [
        "One decision of the distributor, facts and orders included (`bench/decisions.py`, drawn in `growth.svg`):",
        "",
        *decisions.table(rows),
        "",
        f"Memory per waiting call: {decisions.memory():.2f} KiB.",
    ]


def a_million_calls() -> list[str]:
    """How fast a million calls pass in simulated time."""
    seconds, waited = simulation.measure()
    return [
        f"{simulation.CALLS:,} simulated calls, {simulation.AGENTS} agents, {simulation.QUEUES} queues, one core: "
        f"{seconds:.1f} s ({simulation.CALLS / seconds:,.0f} calls/s; {waited:.1%} had to wait)."
    ]


def against_theory() -> list[str]:
    """The distributor beside Erlang C and A."""
    return ["The distributor beside Erlang C (M/M/n) and Erlang A (M/M/n+M):", "", *theory.measure()]


def two_agents() -> list[str]:
    """From an agent getting free to the next ring, two agents."""
    gaps = asyncio.run(reoffer.measure(program()))
    ratio = statistics.median(gaps["Queue()"]) / statistics.median(gaps["Switchroom"])
    lines = ["From an agent getting free to the next caller ringing, 2 agents, 40 callers:", "", HEAD]
    return [*lines, *(row(name, values) for name, values in gaps.items()), "", f"Ratio of the medians: {ratio:.0f}."]


def fifty_agents() -> list[str]:
    """Fifty agents and callers at rising rates: what each side carries, how soon, and at what cost."""
    sides = asyncio.run(peers.measure(program()))
    head = f"{peers.AGENTS} agents, {peers.TALK_MS / 1000:g} s of talk, callers at rising rates:"
    return [head, "", *peers.table(sides)]


def the_card() -> list[str]:
    """From the call's arrival to the customer's card."""
    cards = asyncio.run(card.measure(program()))
    head = "From the call's arrival to the card with the customer on the agent's screen (no menu):"
    return [head, "", HEAD, row("card", cards)]


def many_desks() -> list[str]:
    """Five hundred consoles: from the fact to the screens, and the server's share of a core."""
    found = asyncio.run(desks.measure(program()))
    head = (
        f"{desks.DESKS} desks and {desks.BOARDS} boards open, {desks.RATE} agents a second become ready or not ready "
        f"by `POST /agent/state`, for {desks.SECONDS} s:"
    )
    return [head, "", HEAD, *desks.table(found, row)]


def first_paint() -> list[str]:
    """How soon an agent who is logged in sees the desk, nothing cached."""
    head = f"An agent who is logged in opens the desk, nothing cached (goal: first paint within {paint.GOAL_MS:g} ms):"
    return [head, "", HEAD, *paint.table(program(), row)]


PARTS: dict[str, Callable[[], list[str]]] = {
    "decisions": one_decision,
    "simulation": a_million_calls,
    "theory": against_theory,
    "reoffer": two_agents,
    "peers": fifty_agents,
    "card": the_card,
    "desks": many_desks,
    "paint": first_paint,
}


def main(names: list[str]) -> None:
    """Measure the parts named, each once."""
    unknown = [name for name in names if name not in PARTS]
    if unknown:
        sys.exit(f"There is no part {unknown[0]!r}; name some of {', '.join(PARTS)}, or none for all.")
    machine = f"{platform.machine()}, {os.cpu_count()} cores, Linux {platform.release()}"
    text = f"## {datetime.now(UTC):%Y-%m-%d %H:%M} UTC, {machine}, Python {platform.python_version()}\n"
    for name in names or PARTS:
        part = "\n".join(PARTS[name]())
        print(part + "\n", flush=True)
        text += f"\n{part}\n"
    with RESULTS.open("a", encoding="utf-8") as file:
        file.write(text + "\n")


if __name__ == "__main__":
    main(sys.argv[1:])
