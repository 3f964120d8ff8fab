"""The music callers wait with, made on this machine: a slow progression of soft broken chords. Pure but for `write`."""

import wave
from pathlib import Path
from typing import Any

import numpy as np

RATE = 8000
BEAT_SECONDS = 0.5
# Four bars that may go round for ever: C, A minor, F, G, as half-tones above A (220 Hz).
CHORDS = ((3, 7, 10, 15), (0, 3, 7, 12), (-4, 0, 3, 8), (-2, 2, 5, 10))
PATTERN = (0, 1, 2, 3, 2, 1, 2, 1)
TIMES = 4

Samples = np.ndarray[Any, Any]


def _tone(half_tones: int, seconds: float) -> Samples:
    times = np.arange(int(RATE * seconds)) / RATE
    frequency = 220.0 * 2 ** (half_tones / 12)
    wave_ = sum(np.sin(2 * np.pi * frequency * n * times) / n**2 for n in (1, 2, 3))
    fade_in = np.minimum(1.0, times / 0.02)
    return np.asarray(wave_ * fade_in * np.exp(-times * 2.2))


def compose() -> Samples:
    """Half a minute of music, whose end leads into its beginning; between -1 and 1."""
    beats = [
        (chord[step], bar * len(PATTERN) + beat)
        for bar, chord in enumerate(CHORDS * TIMES)
        for beat, step in enumerate(PATTERN)
    ]
    ring = 4 * BEAT_SECONDS
    length = int(RATE * BEAT_SECONDS * len(beats))
    track = np.zeros(length + int(RATE * ring))
    for half_tones, beat in beats:
        tone, start = _tone(half_tones, ring), int(beat * BEAT_SECONDS * RATE)
        track[start : start + len(tone)] += tone
    track[: len(track) - length] += track[length:]
    music = track[:length]
    return np.asarray(0.28 * music / np.max(np.abs(music)))


def write(folder: Path) -> bool:
    """Write the music as Asterisk plays it, unless the folder has music already; whether it did."""
    folder.mkdir(parents=True, exist_ok=True)
    if any(folder.iterdir()):
        return False
    with wave.open(str(folder / "switchroom.wav"), "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(RATE)
        sound.writeframes((compose() * 32767).astype(np.int16).tobytes())
    return True
