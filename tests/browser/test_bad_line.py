"""A line that loses packets, in a real browser on a real Asterisk: the agent is warned, and the call's figures say so.

Between the two stands a relay that the page is told of instead of Asterisk's own address.
"""

import asyncio
import random
from typing import Any

import pytest
from playwright.async_api import Browser, expect

from cti import events as e
from tests.browser.floor import Floor, floor

__all__ = ["floor"]

pytestmark = [pytest.mark.asterisk, pytest.mark.browser]

LOST = 0.25
# Voice and its reports begin with one of these (RFC 7983); what makes and keeps the connection is never lost.
VOICE = range(128, 192)

# Each of the two is told one address of the other's voice, which is the relay's. The page's connections are made of a
# class of the tests' own (ears.py), so what is overridden is its parent's.
THROUGH_THE_RELAY = """
() => {
  const told = RTCPeerConnection.prototype.setRemoteDescription
  const { localDescription } = Object.getOwnPropertyDescriptors(Object.getPrototypeOf(RTCPeerConnection.prototype))
  const isAddress = (line) => line.startsWith('a=candidate:')
  const only = ({ type, sdp }, port) => {
    const lines = sdp.split('\\r\\n')
    const first = lines.findIndex((line) => /^a=candidate:.* udp /i.test(line))
    if (first < 0) return { type, sdp }
    lines[first] = lines[first].split(' ').toSpliced(4, 2, '127.0.0.1', port).join(' ')
    return { type, sdp: lines.filter((line, at) => at === first || !isAddress(line)).join('\\r\\n') }
  }
  RTCPeerConnection.prototype.setRemoteDescription = async function (description) {
    const [, , , , host, port] = description.sdp.split('\\r\\n').find(isAddress).split(' ')
    this.relay ??= await window.relayTo(host, Number(port))
    return told.call(this, only(description, this.relay.near))
  }
  Object.defineProperty(RTCPeerConnection.prototype, 'localDescription', {
    get() {
      const description = localDescription.get.call(this)
      return description && this.relay ? only(description, this.relay.far) : description
    },
  })
}
"""


class Side(asyncio.DatagramProtocol):
    """One end of the relay: hears from one, and passes on to the other end."""

    def __init__(self, line: "BadLine") -> None:
        self.line = line
        self.other: Side | None = None
        self.peer: Any = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport: Any = transport

    def datagram_received(self, data: bytes, address: Any) -> None:
        self.peer = address
        if self.other is not None and self.other.peer and not self.line.loses(data):
            self.other.transport.sendto(data, self.other.peer)


class BadLine:
    """A relay of datagrams that loses what share of the voice it is told to."""

    def __init__(self) -> None:
        self.lost = 0.0
        self._dice = random.Random(1)

    def loses(self, data: bytes) -> bool:
        return data[:1] != b"" and data[0] in VOICE and self._dice.random() < self.lost

    async def relay_to(self, host: str, port: int) -> dict[str, int]:
        """The ports at which the page reaches that address, and is reached from there."""
        loop, here = asyncio.get_running_loop(), ("127.0.0.1", 0)
        _transport, near = await loop.create_datagram_endpoint(lambda: Side(self), local_addr=here)
        _transport, far = await loop.create_datagram_endpoint(lambda: Side(self), local_addr=here)
        near.other, far.other, far.peer = far, near, (host, port)
        return {side: end.transport.get_extra_info("sockname")[1] for side, end in (("near", near), ("far", far))}


async def test_a_line_that_loses_packets_warns_and_is_told_at_the_end(floor: Floor, browser: Browser) -> None:
    line = BadLine()
    anna = (await floor.open(browser, "1001")).anna
    await anna.page.expose_function("relayTo", line.relay_to)
    await anna.page.evaluate(THROUGH_THE_RELAY)
    await floor.talks()
    await floor.is_heard(anna={"customer"}, customer={"1001"})
    await expect(anna.at("quality")).to_have_attribute("data-grade", "good", timeout=15_000)
    await expect(anna.at("quality-warning")).to_be_empty()

    line.lost = LOST
    await expect(anna.at("quality-warning")).not_to_be_empty(timeout=30_000)
    await expect(anna.at("quality")).to_have_attribute("data-grade", "poor")
    await anna.picture("desk-bad-line")

    line.lost = 0.0
    await expect(anna.at("quality-warning")).to_be_empty(timeout=30_000)
    await expect(anna.at("quality")).to_have_attribute("data-grade", "good")
    await anna.press("hang-up")
    heard = await floor.site.until(e.CallQualityMeasured, call=floor.call)
    assert heard.mos_min < 3.6 < heard.mos
    assert heard.loss > 0.01
