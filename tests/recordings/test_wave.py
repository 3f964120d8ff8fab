"""From raw sound to a WAV with the customer left, without what was said on hold."""

import io
import wave as wav

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from cti import events as e
from cti.bus import Recorded
from cti.ids import OfferId
from recordings import wave
from recordings.policy import Policy
from tests.cti.world import ANNA, CALL, OFFER, T0, talk

ANSWERED = T0 + 8


def raw(seconds: float, agent: int = 1, customer: int = 2) -> bytes:
    return np.tile(np.array([agent, customer], dtype="<i2"), round(seconds * wave.RATE)).tobytes()


def test_the_customer_is_left_and_the_agent_right() -> None:
    with wav.open(io.BytesIO(wave.to_wav(wave.stereo(raw(0.01, agent=7, customer=9))))) as sound:
        assert (sound.getnchannels(), sound.getsampwidth(), sound.getframerate()) == (2, 2, 8000)
        assert sound.readframes(1) == b"\x09\0\x07\0"


@pytest.mark.parametrize("torn", [0, 1, 2, 3])
def test_a_torn_last_frame_is_left_out(torn: int) -> None:
    assert len(wave.stereo(raw(0.01) + b"\xff" * torn)) == 80


def test_what_is_cut_is_gone_and_nothing_else() -> None:
    samples = np.arange(16_000, dtype="<i2").reshape(-1, 1).repeat(2, axis=1)
    kept = wave.cut(samples, [(0.5, 1.0), (0.25, 0.375), (1.75, 99.0)])
    expected = [n for n in range(16_000) if not (4000 <= n < 8000 or 2000 <= n < 3000 or n >= 14_000)]
    assert kept[:, 0].tolist() == expected
    assert wave.seconds(kept) == len(expected) / 8000


@given(st.lists(st.tuples(st.floats(-2, 5), st.floats(-2, 5)), max_size=5))
def test_cutting_never_fails_and_never_adds(spans: list[tuple[float, float]]) -> None:
    samples = wave.stereo(raw(1.0))
    assert len(wave.cut(samples, spans)) <= len(samples)


def facts(*told: e.Event) -> list[Recorded]:
    return [Recorded(n, fact) for n, fact in enumerate([*talk(), *told], 1)]


def held(at: float) -> e.CallHeld:
    return e.CallHeld(at=ANSWERED + at, call=CALL, offer=OFFER)


def back(at: float) -> e.CallRetrieved:
    return e.CallRetrieved(at=ANSWERED + at, call=CALL, offer=OFFER)


def agent(kind: type[e.CallEvent], at: float) -> e.Event:
    return kind(at=ANSWERED + at, call=CALL, agent=ANNA, offer=OFFER)  # type: ignore[call-arg]


@pytest.mark.parametrize(
    ("told", "spans"),
    [
        ([], []),
        ([held(10), back(15)], [(10, 15)]),
        ([held(10), held(12), back(15), back(17), held(20), back(21)], [(10, 15), (20, 21)]),
        ([held(10), agent(e.SegmentEnded, 30)], [(10, 30)]),
        ([held(10), agent(e.AgentPhoneLost, 12), agent(e.AgentRejoined, 40), held(45), back(50)], [(10, 12), (17, 22)]),
        ([agent(e.AgentPhoneLost, 12), agent(e.AgentRejoined, 40), held(41), agent(e.SegmentEnded, 60)], [(13, 32)]),
    ],
)
def test_what_is_said_on_hold_is_cut_where_it_is_in_the_recording(
    told: list[e.Event], spans: list[tuple[float, float]]
) -> None:
    assert Policy().cuts(facts(*told), OFFER) == [pytest.approx(span) for span in spans]
    assert Policy(keep_hold=True).cuts(facts(*told), OFFER) == []


def test_the_hold_of_another_conversation_is_not_cut_from_this_one() -> None:
    other = OfferId(f"{CALL}-o2")
    told = facts(replace(held(10), offer=other), replace(back(15), offer=other))
    assert Policy().cuts(told, OFFER) == []


def test_a_full_disk_is_one_sentence_with_two_remedies() -> None:
    problem = Policy(least_free=200 * 2**20).problem(5 * 2**20)
    assert problem == (
        "The disk for recordings has only 5 MB left: this call is not recorded. "
        "Free space, or lower recording.minimum_free_mb (200)."
    )
    assert Policy(least_free=0).problem(0) is None
