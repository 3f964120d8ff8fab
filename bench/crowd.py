"""Fifty agents and any number of callers, played by SIPp; and what its logs tell of each call.

SIPp writes a line for each message it sends or receives; from these lines alone both sides of the comparison are
judged, so neither server is believed on its own word.
"""

import csv
import subprocess
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from tests.asterisk.site import HOST, free_ports

SCENARIOS = Path(__file__).parent / "sipp"
# Asterisk's Answer() waits so long for the caller's first sound, of which there is none; only then the call is queued.
MEDIA_SECONDS = 0.55


@dataclass(frozen=True, slots=True)
class Line:
    """One SIP message: when, S(ent) or R(eceived), whose call, and its first line."""

    at: float
    direction: str
    call: str
    first: str


def lines(path: Path) -> Iterator[Line]:
    """The messages in one of SIPp's short logs; a line that is not written to its end yet is left out."""
    with path.open(newline="", errors="replace") as file:
        for fields in csv.reader(file, delimiter="\t"):
            if len(fields) >= 7:
                yield Line(float(fields[2]), fields[3], fields[4], fields[6])


class Crowd:
    """The SIPp processes: agents' phones on one port, callers on another."""

    def __init__(self, folder: Path, talk_ms: int) -> None:
        folder.mkdir(parents=True)
        self.folder = folder
        self.port, self.caller_port, self.media, self.caller_media = free_ports(4)
        self.messages, self.rings = folder / "agents.csv", folder / "rings.log"
        self._talk_ms = talk_ms
        self._processes: list[subprocess.Popen[bytes]] = []

    def _sipp(self, scenario: str, port: int, media: int, messages: Path, *words: str) -> subprocess.Popen[bytes]:
        command = ["sipp", "-i", HOST, "-mi", HOST, "-nostdin", "-aa", "-sf", str(SCENARIOS / scenario)]
        command += ["-p", str(port), "-mp", str(media), "-trace_shortmsg", "-shortmessage_file", str(messages)]
        quiet = subprocess.DEVNULL
        process = subprocess.Popen([*command, *words], cwd=self.folder, stdout=quiet, stderr=quiet)
        self._processes.append(process)
        return process

    def answers(self) -> None:
        """The agents' phones are there from now on."""
        talk = ("-d", str(self._talk_ms))
        log = ("-trace_logs", "-log_file", str(self.rings))
        self._sipp("agent.xml", self.port, self.media, self.messages, *talk, *log)

    def dials(self, exchange: int, wave: int, rate: int, calls: int) -> subprocess.Popen[bytes]:
        """So many calls, so many in a second; the process ends with the last of them."""
        many = ("-r", str(rate), "-m", str(calls), "-l", str(calls))
        named = ("-key", "wave", f"{wave:03d}", "-cid_str", f"%u-{wave:03d}", f"{HOST}:{exchange}")
        return self._sipp("caller.xml", self.caller_port, self.caller_media, self.calls_of(wave), *many, *named)

    def calls_of(self, wave: int) -> Path:
        """The log of one wave of callers."""
        return self.folder / f"callers-{wave}.csv"

    def close(self) -> None:
        """End those that still run."""
        for process in self._processes:
            if process.poll() is None:
                process.terminate()
        for process in self._processes:
            process.wait(10)


@dataclass(slots=True)
class Seen:
    """What became of one wave of callers. Times are seconds since the epoch.

    `answered` is when each call was at an agent first; `gaps` the seconds from an agent's BYE, while callers were
    waiting, to the next invitation at the same phone; `lost` calls that ended without an agent; `misrouted` those that
    reached two agents, or an agent in conversation.
    """

    dialled: dict[str, float] = field(default_factory=dict)
    waiting: list[float] = field(default_factory=list)
    answered: dict[str, float] = field(default_factory=dict)
    gaps: list[float] = field(default_factory=list)
    lost: int = 0
    misrouted: int = 0


def seen(crowd: Crowd, wave: int) -> Seen:
    """Read what became of a wave whose calls are all over."""
    found = Seen()
    ended = _callers(crowd.calls_of(wave), found)
    callers = {call: caller for call, caller in _rings(crowd.rings) if caller.endswith(f"-{wave:03d}")}
    floor = _Floor(found)
    for line in lines(crowd.messages):
        if line.call not in callers:
            continue
        if line.direction == "R" and line.first.startswith("INVITE"):
            floor.rung(line, callers[line.call])
        elif line.direction == "S" and line.first.startswith("BYE"):
            floor.free(line)
    found.lost = len(set(found.dialled) - set(found.answered)) + len(set(found.answered) - ended)
    return found


def _callers(path: Path, found: Seen) -> set[str]:
    """The callers' side; gives those whose call has ended."""
    ended = set()
    for line in lines(path):
        if line.direction == "S" and line.first.startswith("INVITE"):
            found.dialled.setdefault(line.call, line.at)
        elif line.direction == "R" and line.first.startswith("SIP/2.0 200"):
            found.waiting.append(line.at + MEDIA_SECONDS)
        elif line.direction == "R" and not line.first.startswith("SIP/2.0 1"):
            ended.add(line.call)
    found.waiting.sort()
    return ended


class _Floor:
    """The agents' side, message by message."""

    def __init__(self, found: Seen) -> None:
        self._found = found
        self._agent_of: dict[str, str] = {}
        self._free_at: dict[str, float] = {}
        self._talks: Counter[str] = Counter()

    def rung(self, line: Line, caller: str) -> None:
        """A call reaches an agent; the same invitation said again is no other call."""
        if line.call in self._agent_of:
            return
        found, agent = self._found, line.first.split()[1].partition("@")[0].removeprefix("sip:")
        self._agent_of[line.call] = agent
        since = self._free_at.pop(agent, None)
        if since is not None:
            found.gaps.append(line.at - since)
        found.misrouted += caller in found.answered or self._talks[agent] > 0
        found.answered.setdefault(caller, line.at)
        self._talks[agent] += 1

    def free(self, line: Line) -> None:
        """An agent hangs up; from here the next ring is waited for, if callers wait."""
        agent = self._agent_of[line.call]
        self._talks[agent] -= 1
        if bisect_right(self._found.waiting, line.at) > len(self._found.answered):
            self._free_at.setdefault(agent, line.at)
        else:
            self._free_at.pop(agent, None)


def _rings(path: Path) -> Iterator[tuple[str, str]]:
    """For each call at an agent's phone, the caller's own call id, made from the number shown."""
    for line in path.read_text(errors="replace").splitlines():
        call, _, shown = line.partition(" ")
        number = shown.partition("sip:+86")[2].partition("@")[0]
        if number:
            yield call, f"{number[3:]}-{number[:3]}"
