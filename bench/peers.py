"""Fifty agents who are never idle, and always more callers than agents: this server and Asterisk's own Queue().

SIPp plays both sides on the same machine with the same Asterisk: an agent's phone picks up at once, talks for two
seconds and hangs up; a caller waits until that happens and is replaced. Measured from SIPp's own log of messages:
from an agent's BYE to the next INVITE at the same phone; calls served in a minute; processor time of what serves.
"""

import asyncio
import contextlib
import csv
import os
import statistics
import subprocess
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from bench.reoffer import serve_natively
from tests.asterisk.site import HOST, Site, company, free_ports

AGENTS, CALLERS, TALK_MS, WARM_SECONDS, SECONDS = 50, 80, 2000, 10, 60
FLOW = """
language = "en"
[nodes.sales]
kind = "queue"
queue = "sales"
"""
SDP = """v=0
o=- 1 1 IN IP4 [local_ip]
s=-
c=IN IP4 [media_ip]
t=0 0
m=audio [media_port] RTP/AVP 0
a=rtpmap:0 PCMU/8000
"""
UAS = f"""<?xml version="1.0" encoding="ISO-8859-1" ?>
<scenario name="agent">
<recv request="INVITE" rrs="true" crlf="true">
 <action>
  <ereg regexp=".*" search_in="hdr" header="From:" assign_to="1"/>
  <ereg regexp=".*" search_in="hdr" header="To:" assign_to="2"/>
 </action>
</recv>
<send><![CDATA[
SIP/2.0 200 OK
[last_Via:]
[last_From:]
[last_To:];tag=[call_number]
[last_Call-ID:]
[last_CSeq:]
Contact: <sip:[local_ip]:[local_port]>
Content-Type: application/sdp
Content-Length: [len]

{SDP}]]></send>
<recv request="ACK" crlf="true"/>
<pause milliseconds="{TALK_MS}"/>
<send retrans="500"><![CDATA[
BYE [next_url] SIP/2.0
Via: SIP/2.0/[transport] [local_ip]:[local_port];branch=[branch]
From:[$2];tag=[call_number]
To:[$1]
[last_Call-ID:]
CSeq: 1 BYE
Max-Forwards: 70
Content-Length: 0

]]></send>
<recv response="200" crlf="true"/>
</scenario>
"""
UAC = f"""<?xml version="1.0" encoding="ISO-8859-1" ?>
<scenario name="caller">
<send retrans="500"><![CDATA[
INVITE sip:1000@[remote_ip]:[remote_port] SIP/2.0
Via: SIP/2.0/[transport] [local_ip]:[local_port];branch=[branch]
From: <sip:+86138[call_number]@[local_ip]:[local_port]>;tag=[call_number]
To: <sip:1000@[remote_ip]:[remote_port]>
Call-ID: [call_id]
CSeq: 1 INVITE
Contact: <sip:caller@[local_ip]:[local_port]>
Max-Forwards: 70
Content-Type: application/sdp
Content-Length: [len]

{SDP}]]></send>
<recv response="100" optional="true"/>
<recv response="180" optional="true"/>
<recv response="183" optional="true"/>
<recv response="200" rrs="true"/>
<send><![CDATA[
ACK [next_url] SIP/2.0
Via: SIP/2.0/[transport] [local_ip]:[local_port];branch=[branch]
[last_From:]
[last_To:]
Call-ID: [call_id]
CSeq: 1 ACK
Max-Forwards: 70
Content-Length: 0

]]></send>
<recv request="BYE" timeout="300000"/>
<send><![CDATA[
SIP/2.0 200 OK
[last_Via:]
[last_From:]
[last_To:]
[last_Call-ID:]
[last_CSeq:]
Content-Length: 0

]]></send>
</scenario>
"""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one side did: gaps in seconds, calls served a minute, and processor seconds a minute of its processes."""

    gaps: list[float]
    calls: float
    processor: dict[str, float]


def _processor(pid: int) -> float:
    """Seconds of processor time a process has used."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


class Crowd:
    """The SIPp processes: agents' phones on one port, callers on another."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True)
        self.folder = folder
        self.port, self.caller_port, self.media, self.caller_media = free_ports(4)
        (folder / "agent.xml").write_text(UAS)
        (folder / "caller.xml").write_text(UAC)
        self.messages = folder / "messages.csv"
        self._processes: list[subprocess.Popen[bytes]] = []

    def _sipp(self, *words: str) -> None:
        command = ["sipp", "-i", HOST, "-mi", HOST, "-nostdin", "-aa", *words]
        self._processes.append(
            subprocess.Popen(command, cwd=self.folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        )

    def answers(self) -> None:
        """The agents' phones are there from now on."""
        log = ("-trace_shortmsg", "-shortmessage_file", str(self.messages))
        self._sipp("-sf", "agent.xml", "-p", str(self.port), "-mp", str(self.media), *log)

    def dials(self, exchange: int) -> None:
        """So many callers at any time from now on."""
        many = ("-l", str(CALLERS), "-r", str(CALLERS), "-m", "1000000")
        port = ("-p", str(self.caller_port), "-mp", str(self.caller_media))
        self._sipp("-sf", "caller.xml", *port, *many, f"{HOST}:{exchange}")

    def close(self) -> None:
        for process in self._processes:
            process.terminate()
        for process in self._processes:
            process.wait(10)

    def gaps(self, start: float, end: float) -> list[float]:
        """From each agent's BYE to the next INVITE at the same agent, of the INVITEs between two times."""
        agent_of: dict[str, str] = {}
        free_at: dict[str, float] = {}
        found = []
        with self.messages.open(newline="", errors="replace") as file:
            for fields in csv.reader(file, delimiter="\t"):
                at, direction, call, first = _message(fields)
                if direction == "R" and first.startswith("INVITE") and call not in agent_of:
                    agent_of[call] = first.split()[1].partition("@")[0].removeprefix("sip:")
                    since = free_at.pop(agent_of[call], None)
                    if since is not None and start <= at <= end:
                        found.append(at - since)
                elif direction == "S" and first.startswith("BYE"):
                    free_at.setdefault(agent_of[call], at)
        return found


def _message(fields: list[str]) -> tuple[float, str, str, str]:
    """Time, S(ent) or R(eceived), call id and first line of one line of SIPp's short log."""
    if len(fields) < 7:
        return 0.0, "", "", ""
    return float(fields[2]), fields[3], fields[4], fields[6]


def _company(crowd: Crowd) -> str:
    phones = {str(2000 + number): f"sip:{2000 + number}@{HOST}:{crowd.port}" for number in range(AGENTS)}
    return company(phones, wrap_up=0)


async def _measured(site: Site, crowd: Crowd, pids: dict[str, int]) -> Outcome:
    crowd.dials(site.sip)
    await asyncio.sleep(WARM_SECONDS)
    before, begun = {name: _processor(pid) for name, pid in pids.items()}, time.time()
    await asyncio.sleep(SECONDS)
    ended = time.time()
    minutes = (ended - begun) / 60
    used = {name: (_processor(pid) - before[name]) / minutes for name, pid in pids.items()}
    crowd.close()
    gaps = crowd.gaps(begun, ended)
    return Outcome(gaps, len(gaps) / minutes, used)


def _site(folder: Path, program: str, crowd: Crowd) -> Site:
    site = Site(folder, Path(program), _company(crowd), FLOW, RECORDING__ENABLED="false")
    # SIPp knows one dialogue only: the voice must not be led past Asterisk by a second invitation.
    trunk = site.trunks.read_text().replace("type = endpoint", "type = endpoint\ndirect_media = no")
    site.trunks.write_text(trunk)
    return site


async def ours(folder: Path, program: str) -> Outcome:
    """This server, its agents logged in with their consoles open."""
    crowd = Crowd(folder / "sipp")
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
            return await _measured(site, crowd, pids)
    finally:
        crowd.close()
        site.close()


async def native(folder: Path, program: str) -> Outcome:
    """app_queue alone, with the same agents as members."""
    crowd = Crowd(folder / "sipp")
    site = _site(folder / "site", program, crowd)
    await site.prepare()
    crowd.answers()
    try:
        await serve_natively(site, [str(2000 + number) for number in range(AGENTS)])
        return await _measured(site, crowd, {"Asterisk": site.asterisk_pid() or 0})
    finally:
        crowd.close()
        site.close()


def table(sides: dict[str, Outcome]) -> list[str]:
    """Both sides, and their ratios."""
    lines = [
        "| | re-offers | median ms | 99th ms | calls/min | processor s/min | s per 1000 calls |",
        "|---|---|---|---|---|---|---|",
    ]
    for name, one in sides.items():
        used = sum(one.processor.values())
        shown = ", ".join(f"{part} {seconds:.1f}" for part, seconds in one.processor.items())
        ordered = sorted(one.gaps)
        median, late = statistics.median(ordered), ordered[int(0.99 * (len(ordered) - 1))]
        lines.append(
            f"| {name} | {len(ordered)} | {1000 * median:.1f} | {1000 * late:.1f} | {one.calls:.0f} | {shown} "
            f"| {1000 * used / one.calls:.2f} |"
        )
    mine, theirs = sides["Switchroom"], sides["Queue()"]
    sooner = statistics.median(theirs.gaps) / statistics.median(mine.gaps)
    used = sum(mine.processor.values()) / sum(theirs.processor.values())
    per_call = used / (mine.calls / theirs.calls)
    lines += [
        "",
        f"Re-offer {sooner:.0f} times sooner, {mine.calls / theirs.calls:.2f} times the calls, {used:.2f} times",
    ]
    lines[-1] += f" the processor time ({per_call:.2f} times per call)."
    return lines


async def measure(program: str) -> dict[str, Outcome]:
    """Both, one after the other in one run."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        return {"Switchroom": await ours(home / "ours", program), "Queue()": await native(home / "native", program)}
