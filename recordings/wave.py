"""From what Asterisk writes (two raw channels, the recorded leg left) to a WAV with the customer left. Pure."""

import io
import wave
from collections.abc import Sequence
from typing import Any

import numpy as np

RATE = 8000
FRAME_BYTES = 4
LEAST_LOUD = 300

Span = tuple[float, float]


def stereo(raw: bytes) -> np.ndarray[Any, Any]:
    """Interleaved 16-bit samples as rows of (agent, customer); a torn last frame is left out."""
    whole = len(raw) - len(raw) % FRAME_BYTES
    return np.frombuffer(raw[:whole], dtype="<i2").reshape(-1, 2)


def cut(samples: np.ndarray[Any, Any], spans: Sequence[Span]) -> np.ndarray[Any, Any]:
    """The samples without the spans, which are seconds from the beginning."""
    keep = np.ones(len(samples), dtype=bool)
    for start, end in spans:
        keep[max(0, round(start * RATE)) : max(0, round(end * RATE))] = False
    return samples[keep]


def mono(raw: bytes) -> np.ndarray[Any, Any]:
    """16-bit samples of one channel; a torn last one is left out."""
    return np.frombuffer(raw[: len(raw) - len(raw) % 2], dtype="<i2")


def to_wav(samples: np.ndarray[Any, Any]) -> bytes:
    """A WAV of 8 kHz, 16 bit: two channels with the customer left and the agent right, or a caller's message."""
    swapped = np.ascontiguousarray(samples[:, ::-1]) if samples.ndim == 2 else samples
    buffer = io.BytesIO()
    with wave.open(buffer, "wb") as sound:
        sound.setnchannels(swapped.ndim)
        sound.setsampwidth(2)
        sound.setframerate(RATE)
        sound.writeframes(swapped.astype("<i2").tobytes())
    return buffer.getvalue()


def empty(message: np.ndarray[Any, Any]) -> bool:
    """Whether a message says nothing: shorter than a second, or nowhere louder than a line's own noise."""
    return len(message) < RATE or int(np.max(np.abs(message.astype(np.int32)))) < LEAST_LOUD


def seconds(samples: np.ndarray[Any, Any]) -> float:
    """How long the samples last."""
    return len(samples) / RATE
