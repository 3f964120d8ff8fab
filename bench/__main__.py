"""`python -m bench`: prints the tables and appends them to `bench/results.md` with the machine named."""

import asyncio
import os
import platform
import statistics
import sys
from datetime import UTC, datetime
from pathlib import Path

from bench import card, reoffer
from switchroom import asterisk_program

RESULTS = Path(__file__).parent / "results.md"
SHARED = Path(__file__).parent.parent


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


HEAD = "| | n | median ms | 99th ms | least ms | most ms |\n|---|---|---|---|---|---|"


async def main() -> None:
    """Measure everything once."""
    where = program()
    gaps = await reoffer.measure(where)
    cards = await card.measure(where)
    ratio = statistics.median(gaps["Queue()"]) / statistics.median(gaps["Switchroom"])
    machine = (
        f"{platform.machine()}, {os.cpu_count()} cores, Linux {platform.release()}, Python {platform.python_version()}"
    )
    text = "\n".join(
        [
            f"## {datetime.now(UTC):%Y-%m-%d %H:%M} UTC, {machine}",
            "",
            "From an agent getting free to the next caller ringing, 2 agents, 40 callers:",
            "",
            HEAD,
            *(row(name, values) for name, values in gaps.items()),
            "",
            f"Ratio of the medians: {ratio:.0f}.",
            "",
            "From the call's arrival to the card with the customer on the agent's screen (no menu):",
            "",
            HEAD,
            row("card", cards),
            "",
        ]
    )
    print(text)
    with RESULTS.open("a", encoding="utf-8") as file:
        file.write(text + "\n")


if __name__ == "__main__":
    asyncio.run(main())
