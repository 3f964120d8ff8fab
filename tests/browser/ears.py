"""Browsers that hum a tone of their own, and tell whose tones they hear."""

import json

from playwright.async_api import Browser, Page

from tests.asterisk.site import Site
from tests.asterisk.tones import LOUDER_DB, LOUDNESS, NEIGHBOURS, TONES
from tests.browser.people import Person

LEAST_DB = -62.0
SAMPLES, BETWEEN_MS = 12, 80

# The page's microphone is an oscillator, and every connection's incoming voice goes to an analyser, too.
SETUP = """
({ frequency, loudness }) => {
  const context = new AudioContext()
  const oscillator = context.createOscillator()
  const gain = context.createGain()
  const microphone = context.createMediaStreamDestination()
  oscillator.frequency.value = frequency
  gain.gain.value = loudness
  oscillator.connect(gain).connect(microphone)
  oscillator.start()
  window.microphoneTracks = []
  navigator.mediaDevices.getUserMedia = async () => {
    const stream = microphone.stream.clone()
    window.microphoneTracks.push(...stream.getTracks())
    return stream
  }
  window.ears = []
  const Made = window.RTCPeerConnection
  window.RTCPeerConnection = class extends Made {
    constructor(...given) {
      super(...given)
      this.addEventListener('track', (event) => {
        const analyser = context.createAnalyser()
        analyser.fftSize = 8192
        analyser.smoothingTimeConstant = 0
        context.createMediaStreamSource(new MediaStream([event.track])).connect(analyser)
        window.ears.push({ connection: this, analyser, rate: context.sampleRate })
      })
    }
  }
}
"""
LISTEN = """
async ({ tones, neighbours, least, louder, samples, between }) => {
  const live = window.ears.filter((ear) => ear.connection.connectionState === 'connected')
  const counts = {}
  const heardBy = (ear) => {
    const levels = new Float32Array(ear.analyser.frequencyBinCount)
    ear.analyser.getFloatFrequencyData(levels)
    const at = (frequency) => {
      const place = Math.round((frequency * ear.analyser.fftSize) / ear.rate)
      return Math.max(...levels.slice(place - 2, place + 3))
    }
    return Object.keys(tones).filter((name) => {
      const tone = tones[name]
      return at(tone) > least && at(tone) - Math.max(...neighbours.map((off) => at(tone + off))) > louder
    })
  }
  for (let n = 0; n < samples; n += 1) {
    for (const name of new Set(live.flatMap(heardBy))) counts[name] = (counts[name] ?? 0) + 1
    await new Promise((done) => setTimeout(done, between))
  }
  return Object.keys(counts).filter((name) => counts[name] > samples / 2)
}
"""


class Humming(Person):
    """An agent or a supervisor whose voice is a tone."""

    @classmethod
    async def of(cls, browser: Browser, site: Site, extension: str) -> "Humming":
        person = await cls.arrives(browser, site)
        voice = {"frequency": TONES[extension], "loudness": LOUDNESS}
        await person.page.add_init_script(f"({SETUP})({json.dumps(voice)})")
        person.extension = extension  # type: ignore[attr-defined]
        return person  # type: ignore[return-value]

    async def hears(self) -> set[str]:
        return await heard(self.page)


async def heard(page: Page) -> set[str]:
    """Whose tones are in what the page's telephone hears, of all its calls together."""
    question = {
        "tones": TONES,
        "neighbours": NEIGHBOURS,
        "least": LEAST_DB,
        "louder": LOUDER_DB,
        "samples": SAMPLES,
        "between": BETWEEN_MS,
    }
    return set(await page.evaluate(LISTEN, question))
