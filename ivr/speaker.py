"""The child process that speaks: one order a line on standard input (JSON), one answer a line on standard output.

pyttsx3 prints to standard output, returns before a long text is written, and keeps only the last of two queued
texts; so its output goes elsewhere, each text is waited for, and the file is written beside and renamed.
"""

import contextlib
import json
import os
import sys
import tempfile
import wave
from pathlib import Path
from typing import IO, Any

import numpy as np
import soxr

RATE = 8000
EMPTY_BYTES = 44
# On a busy machine the engine now and then ends before it has written anything.
TRIES = 3


def load_engine() -> Any:
    """pyttsx3 over the espeak-ng that the machine has, or else the one that came with the packages."""
    import espeakng_loader

    os.environ.setdefault("ESPEAK_DATA_PATH", espeakng_loader.get_data_path())
    espeakng_loader.load_library()
    import pyttsx3

    return pyttsx3.init("espeak")


def spoken(engine: Any, text: str, voice: str, folder: Path) -> tuple[np.ndarray[Any, Any], int]:
    """The text as samples between -1 and 1, and their rate.

    Raises:
        ValueError: nothing was written, however often it was tried.
    """
    file = folder / "spoken.wav"
    for _ in range(TRIES):
        _speak(engine, text, voice, file)
        if file.stat().st_size > EMPTY_BYTES:
            break
    else:
        raise ValueError("nothing was spoken")
    with wave.open(str(file)) as sound:
        frames = sound.readframes(sound.getnframes())
        samples = np.frombuffer(frames, dtype=np.int16).astype(np.float32) / 32768
        return samples, sound.getframerate()


def _speak(engine: Any, text: str, voice: str, file: Path) -> None:
    file.write_bytes(b"")
    engine.setProperty("rate", 160)
    engine.setProperty("voice", voice)
    engine.save_to_file(text, str(file))
    engine.runAndWait()
    driver = sys.modules.get("pyttsx3.drivers._espeak")
    if driver is not None:
        driver.Synchronize()


def write(samples: np.ndarray[Any, Any], rate: int, target: Path) -> None:
    """Write samples as Asterisk plays them, beside the target first."""
    low = soxr.resample(samples, rate, RATE)
    peak = float(np.max(np.abs(low))) or 1.0
    low = low * min(4.0, 0.7 / peak)
    beside = target.with_suffix(f".{os.getpid()}.part")
    with wave.open(str(beside), "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(RATE)
        sound.writeframes((low * 32767).astype(np.int16).tobytes())
    beside.rename(target)


def serve(orders: IO[str], answers: IO[str]) -> None:
    """Take orders until there are no more."""
    engine = None
    for line in orders:
        order = json.loads(line)
        try:
            with tempfile.TemporaryDirectory() as folder, contextlib.redirect_stdout(sys.stderr):
                engine = engine or load_engine()
                runs = [spoken(engine, text, voice, Path(folder)) for text, voice in order["parts"]]
                write(np.concatenate([samples for samples, _rate in runs]), runs[0][1], Path(order["file"]))
            answer = "ok"
        except Exception as error:
            answer = str(error).replace("\n", " ") or type(error).__name__
        answers.write(answer + "\n")
        answers.flush()


if __name__ == "__main__":
    serve(sys.stdin, os.fdopen(os.dup(1), "w"))
