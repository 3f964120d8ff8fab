"""A small telephone that speaks real SIP and RTP over UDP: the customers, and agents with a desk phone, of our tests.

It knows just what a test needs: to dial, to be rung, answer or refuse, press keys (RFC 4733), hear, hang up.
"""

import asyncio
import random
import re
import struct
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field

HOST = "127.0.0.1"
KEYS = "0123456789*#"
SILENCE = b"\xff" * 160
LATELY_SECONDS = 1.2
TONE = bytes(0x80 | (n * 7 % 0x40) for n in range(160))


def _header(text: str, name: str) -> str:
    found = re.search(rf"^{name}\s*:\s*(.*?)\r$", text, re.IGNORECASE | re.MULTILINE)
    return found.group(1) if found else ""


def _vias(text: str) -> str:
    return "".join(f"Via: {via}\r\n" for via in re.findall(r"^Via\s*:\s*(.*?)\r$", text, re.I | re.M))


class _Rtp(asyncio.DatagramProtocol):
    """The voice: sends what it is given, counts what it hears."""

    def __init__(self) -> None:
        self.heard = 0
        self.loud = 0
        self.shouted = 0
        self._lately: deque[tuple[float, bytes]] = deque(maxlen=50)
        self.remote: tuple[str, int] | None = None
        self._sequence, self._ssrc = random.randrange(60000), random.randrange(2**32)
        self._stamp = 0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = transport

    def datagram_received(self, data: bytes, _address: tuple[str, int]) -> None:
        if data[1] & 0x7F == 0:
            self.heard += 1
            self._lately.append((time.monotonic(), data[12:]))
            if any(byte not in (0xFF, 0x7F) for byte in data[12:]):
                self.loud += 1
            # Above half of what the line carries: louder than the music.
            if any(byte & 0x7F < 0x10 for byte in data[12:]):
                self.shouted += 1

    @property
    def lately(self) -> list[bytes]:
        """What came a moment ago, a second of it at most: who is sent nothing hears nothing."""
        return [payload for at, payload in self._lately if time.monotonic() - at < LATELY_SECONDS]

    def send(self, payload: bytes, kind: int = 0, *, marker: bool = False, advance: int = 160) -> None:
        head = struct.pack(
            "!BBHII", 0x80, kind | (0x80 if marker else 0), self._sequence & 0xFFFF, self._stamp, self._ssrc
        )
        self._sequence += 1
        self._stamp = (self._stamp + advance) & 0xFFFFFFFF
        if self.remote:
            self.transport.sendto(head + payload, self.remote)  # type: ignore[attr-defined]


@dataclass
class Call:
    """One call of a telephone. `state` is calling, ringing, talking or ended; times are `time.time()`."""

    phone: "Softphone"
    id: str
    incoming: bool
    remote_uri: str
    local: str
    remote: str = ""
    target: str = ""
    port: int = 0
    state: str = "calling"
    cseq: int = 1
    invite: str = ""
    rang_at: float = 0.0
    talked_at: float = 0.0
    ended_at: float = 0.0
    rtp: _Rtp = field(default_factory=_Rtp)
    _changed: asyncio.Event = field(default_factory=asyncio.Event)
    hums: deque[bytes] = field(default_factory=deque)
    _voice: bytes = SILENCE
    _sending: asyncio.Task[None] | None = None

    def become(self, state: str) -> None:
        if self.state == "ended":
            return
        self.state = state
        if state == "talking":
            self._sending = asyncio.get_running_loop().create_task(self._send_voice())
        if state == "ended":
            self.ended_at = time.time()
            self.phone.calls.pop(self.id, None)
            if hasattr(self.rtp, "transport"):
                self.rtp.transport.close()
        self._changed.set()

    async def until(self, *states: str, timeout: float = 15) -> "Call":
        """Wait for one of the states."""
        async with asyncio.timeout(timeout):
            while self.state not in states:
                self._changed.clear()
                await self._changed.wait()
        return self

    async def press(self, key: str) -> None:
        """Press a key for 100 ms."""
        event = KEYS.index(key)
        for step in range(1, 6):
            self.rtp.send(struct.pack("!BBH", event, 10, step * 160), 101, marker=step == 1, advance=0)
            await asyncio.sleep(0.02)
        for _ in range(3):
            self.rtp.send(struct.pack("!BBH", event, 0x80 | 10, 960), 101, advance=0)
        self.rtp._stamp += 960

    async def speak(self, tone: bytes, seconds: float) -> None:
        """Say a sound (µ-law, 160 bytes each 20 ms) for a while; silence is sent before and after."""
        self._voice = tone
        await asyncio.sleep(seconds)
        self._voice = SILENCE

    def hum(self, packets: list[bytes]) -> None:
        """Say these packets round and round from now on."""
        self.hums = deque(packets)

    async def _send_voice(self) -> None:
        loop = asyncio.get_running_loop()
        due = loop.time()
        while self.state == "talking":
            self.rtp.send(self._voice[:160])
            if self.hums:
                self.hums.rotate(-1)
                self._voice = self.hums[0]
            due += 0.02
            await asyncio.sleep(max(0.0, due - loop.time()))

    def answer(self) -> None:
        """Pick up."""
        self.phone.reply(self.invite, "200 OK", self, sdp=True)
        self.talked_at = time.time()
        self.become("talking")

    def refuse(self, status: str = "486 Busy Here") -> None:
        """Do not pick up."""
        self.phone.reply(self.invite, status, self)
        self.become("ended")

    def hang_up(self) -> None:
        """End the call (or stop calling)."""
        if self.state == "ended":
            return
        self.phone.request("BYE" if self.state == "talking" else "CANCEL", self)
        if self.state == "talking":
            self.become("ended")


class Softphone(asyncio.DatagramProtocol):
    """One telephone on a port of its own. `on_ring` is told of each call that comes in."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.calls: dict[str, Call] = {}
        self._coming: set[str] = set()
        self.on_ring: Callable[[Call], None] = lambda call: None
        self.port = 0

    @classmethod
    async def open(cls, name: str = "phone", port: int = 0) -> "Softphone":
        phone = cls(name)
        loop = asyncio.get_running_loop()
        transport, _ = await loop.create_datagram_endpoint(lambda: phone, local_addr=(HOST, port))
        phone.port = transport.get_extra_info("sockname")[1]
        return phone

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = transport

    def close(self) -> None:
        for call in list(self.calls.values()):
            call.hang_up()
        self.transport.close()

    async def dial(self, number: str, exchange_port: int, caller: str = "+8613800138001") -> Call:
        """Call a number of the exchange on this machine."""
        id_ = f"{random.getrandbits(64):x}@test"
        target = f"sip:{number}@{HOST}:{exchange_port}"
        local = f"<sip:{caller}@{HOST}:{self.port}>;tag={random.getrandbits(32):x}"
        call = Call(self, id_, False, target, local, f"<{target}>", target, exchange_port)
        await self._open_rtp(call)
        self.calls[id_] = call
        self.request("INVITE", call, sdp=True)
        return call

    async def _open_rtp(self, call: Call) -> None:
        loop = asyncio.get_running_loop()
        await loop.create_datagram_endpoint(lambda: call.rtp, local_addr=(HOST, 0))

    def _sdp(self, call: Call) -> str:
        port = call.rtp.transport.get_extra_info("sockname")[1]
        return (
            f"v=0\r\no=- 1 1 IN IP4 {HOST}\r\ns=-\r\nc=IN IP4 {HOST}\r\nt=0 0\r\nm=audio {port} RTP/AVP 0 101\r\n"
            "a=rtpmap:0 PCMU/8000\r\na=rtpmap:101 telephone-event/8000\r\na=sendrecv\r\n"
        )

    def _send(self, text: str, port: int) -> None:
        self.transport.sendto(text.encode(), (HOST, port))  # type: ignore[attr-defined]

    def request(self, method: str, call: Call, *, sdp: bool = False, branch: str = "") -> None:
        body = self._sdp(call) if sdp else ""
        call.cseq += method not in {"ACK", "CANCEL"}
        if method == "INVITE":
            call.invite = branch = f"z9hG4bK{random.getrandbits(64):x}"
        elif method == "CANCEL":
            branch = call.invite
        branch = branch or f"z9hG4bK{random.getrandbits(64):x}"
        self._send(
            f"{method} {call.target} SIP/2.0\r\nVia: SIP/2.0/UDP {HOST}:{self.port};branch={branch}\r\n"
            f"From: {call.local}\r\nTo: {call.remote}\r\nCall-ID: {call.id}\r\n"
            f"CSeq: {call.cseq} {method}\r\nContact: <sip:{self.name}@{HOST}:{self.port}>\r\nMax-Forwards: 70\r\n"
            + ("Content-Type: application/sdp\r\n" if body else "")
            + f"Content-Length: {len(body)}\r\n\r\n{body}",
            call.port,
        )

    def reply(self, request: str, status: str, call: Call | None, *, sdp: bool = False) -> None:
        body = self._sdp(call) if sdp and call else ""
        to = _header(request, "To")
        if call and call.incoming and "tag=" not in to:
            to = call.local
        via = re.search(r"^Via\s*:.*?SIP/2\.0/UDP [^:;]+:(\d+)", request, re.I | re.M)
        self._send(
            f"SIP/2.0 {status}\r\n{_vias(request)}From: {_header(request, 'From')}\r\nTo: {to}\r\n"
            f"Call-ID: {_header(request, 'Call-ID')}\r\nCSeq: {_header(request, 'CSeq')}\r\n"
            f"Contact: <sip:{self.name}@{HOST}:{self.port}>\r\n"
            + ("Content-Type: application/sdp\r\n" if body else "")
            + f"Content-Length: {len(body)}\r\n\r\n{body}",
            int(via.group(1)) if via else 5060,
        )

    def datagram_received(self, data: bytes, address: tuple[str, int]) -> None:
        text = data.decode(errors="replace")
        call = self.calls.get(_header(text, "Call-ID"))
        if text.startswith("SIP/2.0"):
            if call:
                self._answered(text, call)
        elif text.startswith("INVITE") and call is None:
            asyncio.get_running_loop().create_task(self._rung(text, address[1]))
        else:
            self._asked(text, call)

    def _answered(self, text: str, call: Call) -> None:
        status, method = int(text[8:11]), _header(text, "CSeq").split()[-1]
        if method != "INVITE":
            return
        if 180 <= status < 200:
            call.rang_at = call.rang_at or time.time()
            call.become("ringing")
        elif status == 200:
            call.remote = _header(text, "To")
            self._learn(text, call)
            self.request("ACK", call)
            if call.state != "talking":
                call.talked_at = time.time()
                call.become("talking")
        elif status >= 300:
            call.remote = _header(text, "To")
            self.request("ACK", call, branch=call.invite)
            call.become("ended")

    def _learn(self, text: str, call: Call) -> None:
        contact = re.search(r"^Contact\s*:\s*<([^>]+)>", text, re.I | re.M)
        media = re.search(r"^m=audio (\d+)", text, re.M)
        if contact:
            call.target = contact.group(1)
        if media:
            call.rtp.remote = (HOST, int(media.group(1)))

    async def _rung(self, text: str, port: int) -> None:
        id_ = _header(text, "Call-ID")
        local = f"{_header(text, 'To')};tag={random.getrandbits(32):x}"
        call = Call(self, id_, True, "", local, _header(text, "From"), port=port, state="ringing", invite=text)
        call.rang_at = time.time()
        self._learn(text, call)
        # Only a call that can be answered is seen; the same invitation said again meanwhile is no other call.
        if id_ in self._coming:
            return
        self._coming.add(id_)
        await self._open_rtp(call)
        self.calls[id_] = call
        self.reply(text, "180 Ringing", call)
        self.on_ring(call)

    def _asked(self, text: str, call: Call | None) -> None:
        method = text.split(" ", 1)[0]
        if method == "ACK":
            return
        if method == "INVITE" and call and call.state == "ringing":
            # On a busy machine the first answer was late, and the same is asked again: that is no picking up.
            self.reply(text, "180 Ringing", call)
            return
        if method == "INVITE" and call:
            self._learn(text, call)
            self.reply(text, "200 OK", call, sdp=True)
            return
        self.reply(text, "200 OK", call)
        if method == "CANCEL" and call:
            self.reply(call.invite, "487 Request Terminated", call)
        if method in {"BYE", "CANCEL"} and call:
            call.become("ended")
