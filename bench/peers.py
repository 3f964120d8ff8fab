"""Fifty agents and callers at rising rates: this server and Asterisk's own Queue(), in one run with the same calls.

SIPp plays both sides on the same machine with the same Asterisk: an agent's phone picks up at once, talks for a second
and hangs up; a caller waits for as long as it takes. Each rate is dialled for some seconds, and ends when the last of
its callers has been served. Processor time is that of what serves, from the first call to the last.
"""

import asyncio
import contextlib
import os
import random
import statistics
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.crowd import Crowd, Seen, seen
from bench.reoffer import FLOW, serve_natively
from tests.asterisk.site import HOST, Site, company

AGENTS, TALK_MS, SECONDS, WARM_SECONDS = 50, 1000, 12, 3
RATES = (10, 20, 30, 40, 50, 60)
DRAIN_SECONDS = 120
# A rate is sustained when so much of it is served while it is dialled.
SUSTAINED = 0.95
OURS, NATIVE = "Switchroom", "Queue()"


@dataclass(frozen=True, slots=True)
class Step:
    """How one rate was borne: `carried` calls a second reached an agent while it was dialled, and `processor` seconds
    were used by each process from the first call to the end of the last."""

    rate: int
    seen: Seen
    carried: float
    processor: dict[str, float]

    @property
    def sustained(self) -> bool:
        """Whether calls were served as fast as they came, every one of them by one agent."""
        return self.carried >= SUSTAINED * self.rate and not self.seen.lost and not self.seen.misrouted

    @property
    def per_call(self) -> dict[str, float]:
        """Milliseconds of processor time for each call, by process."""
        return {name: 1000 * seconds / len(self.seen.dialled) for name, seconds in self.processor.items()}


def processor(pid: int) -> float:
    """Seconds of processor time a process has used."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


async def _step(site: Site, crowd: Crowd, wave: int, rate: int, pids: dict[str, int]) -> Step:
    before, begun = {name: processor(pid) for name, pid in pids.items()}, time.time()
    dialling = crowd.dials(site.sip, wave, rate, rate * SECONDS)
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(SECONDS + DRAIN_SECONDS):
            while dialling.poll() is None:
                await asyncio.sleep(0.05)
    used = {name: processor(pid) - before[name] for name, pid in pids.items()}
    await asyncio.sleep(1.5)
    found = seen(crowd, wave)
    start, end = begun + WARM_SECONDS, begun + SECONDS
    carried = sum(start <= at < end for at in found.answered.values()) / (SECONDS - WARM_SECONDS)
    return Step(rate, found, carried, used)


async def _steps(site: Site, crowd: Crowd, pids: dict[str, int], rates: Sequence[int]) -> list[Step]:
    # The first calls of a process meet cold caches and code that has never run.
    await _step(site, crowd, 0, 5, pids)
    return [await _step(site, crowd, 1 + wave, rate, pids) for wave, rate in enumerate(rates)]


def _site(folder: Path, program: str, crowd: Crowd) -> Site:
    phones = {str(2000 + number): f"sip:{2000 + number}@{HOST}:{crowd.port}" for number in range(AGENTS)}
    first = 2 * random.randrange(5000, 12000)
    # Hundreds wait at the highest rates, with two ports each.
    ports = {"ASTERISK__RTP_START": str(first), "ASTERISK__RTP_END": str(first + 8000)}
    site = Site(folder, Path(program), company(phones, wrap_up=0), FLOW, RECORDING__ENABLED="false", **ports)
    # SIPp knows one dialogue only: the voice must not be led past Asterisk by a second invitation.
    trunk = site.trunks.read_text().replace("type = endpoint", "type = endpoint\ndirect_media = no")
    site.trunks.write_text(trunk)
    return site


async def ours(folder: Path, program: str, rates: Sequence[int] = RATES) -> list[Step]:
    """This server, its agents logged in with their consoles open."""
    crowd = Crowd(folder / "sipp", TALK_MS)
    site = _site(folder / "site", program, crowd)
    await site.prepare()
    crowd.answers()
    try:
        await site.start()
        async with contextlib.AsyncExitStack() as stack:
            for number in range(AGENTS):
                user = await stack.enter_async_context(site.user(f"agent{2000 + number}"))
                await user.ready()
            assert site.process is not None
            pids = {"Asterisk": site.asterisk_pid() or 0, "server": site.process.pid}
            return await _steps(site, crowd, pids, rates)
    finally:
        crowd.close()
        site.close()


async def native(folder: Path, program: str, rates: Sequence[int] = RATES) -> list[Step]:
    """app_queue alone, with the same agents as members."""
    crowd = Crowd(folder / "sipp", TALK_MS)
    site = _site(folder / "site", program, crowd)
    await site.prepare()
    crowd.answers()
    try:
        await serve_natively(site, [str(2000 + number) for number in range(AGENTS)])
        return await _steps(site, crowd, {"Asterisk": site.asterisk_pid() or 0}, rates)
    finally:
        crowd.close()
        site.close()


async def measure(program: str, rates: Sequence[int] = RATES) -> dict[str, list[Step]]:
    """Both, one after the other in one run."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        return {
            OURS: await ours(home / "ours", program, rates),
            NATIVE: await native(home / "native", program, rates),
        }


def _row(name: str, step: Step) -> str:
    gaps = sorted(step.seen.gaps)
    # A handful of waits says nothing of a 99th percentile.
    late = f"{1000 * gaps[int(0.99 * (len(gaps) - 1))]:.1f}" if len(gaps) >= 100 else ""
    median = f"{1000 * statistics.median(gaps):.1f}" if len(gaps) >= 20 else ""
    parts = ", ".join(f"{part} {spent:.1f}" for part, spent in step.per_call.items())
    return (
        f"| {name} | {step.rate} | {len(step.seen.dialled)} | {step.seen.lost} | {step.seen.misrouted} "
        f"| {step.carried:.1f} | {len(gaps)} | {median} | {late} | {parts} |"
    )


def table(sides: dict[str, list[Step]]) -> list[str]:
    """Both sides at each rate, and their ratios."""
    head = "| | calls/s dialled | calls | lost | misrouted | calls/s served | re-offers | median ms | 99th ms |"
    lines = [f"{head} processor ms/call |", "|---|---|---|---|---|---|---|---|---|---|"]
    lines += [_row(name, step) for name, steps in sides.items() for step in steps]
    mine, theirs = sides[OURS], sides[NATIVE]
    holds = {name: max((step.rate for step in steps if step.sustained), default=0) for name, steps in sides.items()}
    costs = [sum(a.per_call.values()) / sum(b.per_call.values()) for a, b in zip(mine, theirs, strict=True)]
    full = [(a, b) for a, b in zip(mine, theirs, strict=True) if not b.sustained and a.seen.gaps and b.seen.gaps]
    carried = ", ".join(f"{a.carried / b.carried:.2f}" for a, b in full)
    sooner = ", ".join(f"{statistics.median(b.seen.gaps) / statistics.median(a.seen.gaps):.0f}" for a, b in full)
    lines += [
        "",
        f"Highest rate sustained without a lost or misrouted call: {holds[OURS]} and {holds[NATIVE]} calls/s.",
        f"Where Queue() is saturated ({', '.join(str(a.rate) for a, _ in full)} calls/s): {carried} times the calls, "
        f"re-offered {sooner} times sooner.",
        "Processor time a call, by rate, as times of Queue()'s: " + ", ".join(f"{cost:.2f}" for cost in costs) + ".",
    ]
    return lines
