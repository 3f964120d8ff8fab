"""A tone for each party: what a telephone says, and which tones are in what it hears."""

from typing import Any

import numpy as np

RATE = 8000
PACKET = 160
# Unevenly apart, so that what two of them make together is none of the others; all are above the music that plays.
TONES = {"customer": 1730, "1001": 1990, "1002": 2310, "1003": 2710, "outside": 3190}
NEIGHBOURS = (-130, -90, 90, 130)
LOUDER_DB, LEAST_DB = 18.0, -46.0
# Of full scale: four who speak at once must not clip, or what a bridge takes out of the mix for each is not all of it.
LOUDNESS = 0.2

Samples = np.ndarray[Any, Any]


def _ulaw_table() -> Samples:
    codes = ~np.arange(256).astype(np.int32) & 0xFF
    exponent, mantissa = (codes >> 4) & 7, codes & 15
    magnitude = (((mantissa << 3) + 132) << exponent) - 132
    return np.where(codes & 0x80, -magnitude, magnitude) / 32768.0


_TABLE = _ulaw_table()
# By value: which code is nearest.
_ORDER = np.argsort(_TABLE, kind="stable")


def ulaw(samples: Samples) -> bytes:
    """Samples between -1 and 1 as µ-law."""
    places = np.searchsorted(_TABLE[_ORDER], samples).clip(0, 255)
    return bytes(_ORDER[places].astype(np.uint8))


def spoken(frequency: int) -> list[bytes]:
    """A second of a tone, packet by packet; it may go round for ever."""
    samples = LOUDNESS * np.sin(2 * np.pi * frequency * np.arange(RATE) / RATE)
    return [ulaw(samples[start : start + PACKET]) for start in range(0, RATE, PACKET)]


def heard(packets: list[bytes]) -> set[str]:
    """Whose tones are in what was heard: the last second of it."""
    samples = _TABLE[np.frombuffer(b"".join(packets[-50:]), dtype=np.uint8)]
    if len(samples) < RATE // 2:
        return set()
    spectrum = np.abs(np.fft.rfft(samples * np.hanning(len(samples)))) / len(samples) * 4
    level = 20 * np.log10(spectrum + 1e-9)

    def at(frequency: float) -> float:
        place = round(frequency * len(samples) / RATE)
        return float(level[place - 3 : place + 4].max())

    return {
        name
        for name, tone in TONES.items()
        if at(tone) > LEAST_DB and at(tone) - max(at(tone + off) for off in NEIGHBOURS) > LOUDER_DB
    }
