"""What is announced becomes sounds in the caller's language, spoken before they are ordered."""

from pathlib import Path

import pytest

from cti import commands as c
from cti import events as e
from cti.bus import InProcessBus, Recorded
from cti.ids import QueueId
from ivr import sentences
from ivr.prompts import Prompts
from ivr.rehearsal import Rehearsal, texts_in
from ivr.speaking import SpeakingTelephony
from ivr.waiting_voice import WaitingVoice
from tests.cti.world import CALL, T0, until
from tests.doubles.exchange import Exchange
from tests.ivr.test_speech import QuietSpeech


def announced(
    position: int | None = None, minutes: int | None = None, text: dict[str, str] | None = None
) -> e.CallAnnounced:
    return e.CallAnnounced(at=T0, call=CALL, number=1, position=position, minutes=minutes, text=text or {})


def sounds(fact: e.CallAnnounced, language: str = "en") -> tuple[str, ...]:
    voice = WaitingVoice("zh", lambda text, language: text)
    voice.apply(e.FlowEntered(at=T0, call=CALL, flow="f", node="n", attempt=1, language=language))
    voice.apply(fact)
    orders = voice.decide(fact)
    assert all(isinstance(order, c.Announce) for order in orders)
    return orders[0].sounds if orders else ()  # type: ignore[attr-defined]


def test_place_wait_and_words_are_said_in_this_order_in_the_callers_language() -> None:
    fact = announced(3, 5, {"en": "Hold on.", "zh": "请稍候。"})
    assert sounds(fact) == ("You are number 3 in line.", "The expected wait is about 5 minutes.", "Hold on.")
    assert sounds(fact, "zh") == ("您目前排在第3位。", "预计等待大约5分钟。", "请稍候。")
    assert sounds(announced(1)) == ("You are next in line.",)
    assert sounds(announced()) == ()
    assert WaitingVoice("en", lambda text, language: text).decide(e.TelephonyLost(at=T0, node="main")) == []


@pytest.mark.parametrize(
    ("minutes", "said"),
    [
        (1, "about one minute"),
        (2, "about 2 minutes"),
        (4, "about 5 minutes"),
        (30, "about 30 minutes"),
        (31, "more than thirty"),
        (400, "more than thirty"),
    ],
)
def test_few_numbers_are_told_so_that_few_sounds_are_needed(minutes: int, said: str) -> None:
    assert said in sentences.wait(minutes)["en"]


def test_every_sentence_is_known_beforehand_in_every_language() -> None:
    prepared = set(sentences.every())
    for texts in (*(sentences.position(n) for n in range(1, 21)), *(sentences.wait(n) for n in range(1, 99))):
        assert set(texts.items()) <= prepared
    assert {language for language, _ in prepared} == {"zh", "en"}


def test_the_texts_of_settings_are_found_at_any_depth() -> None:
    settings = {
        "names": {"en": "Sales"},
        "when_full": {"kind": "message", "text": {"en": "Full."}},
        "steps": [{"after": 5, "exit": {"text": {"en": "Bye.", "zh": "再见。"}}}, {"after": 9, "exit": None}],
        "announcements": {"text": {}},
    }
    assert list(texts_in(settings)) == [("en", "Full."), ("en", "Bye."), ("zh", "再见。")]


async def test_an_order_waits_until_its_sound_is_spoken_and_goes_on_without_one_that_cannot_be(tmp_path: Path) -> None:
    speech = QuietSpeech()
    prompts = Prompts(tmp_path, speech)
    exchange = Exchange(lambda fact: None)
    door, call = SpeakingTelephony(exchange, prompts), exchange.dials("1")
    assert door.up
    new, odd = prompts.sound("New.", "en"), prompts.sound("unspeakable", "en")
    await door.perform(c.PlayPrompt(call=call, step="a.1", sound=new))
    assert prompts.path("New.", "en").exists()
    await door.perform(c.Announce(call=call, sounds=(new, odd)))
    await door.perform(c.PlayPrompt(call=call, step="a.2", sound="not/of/ours"))
    await door.perform(c.EnterFlow(call=call))
    assert [type(order).__name__ for order in exchange.orders] == ["PlayPrompt", "Announce", "PlayPrompt", "EnterFlow"]
    assert speech.spoken == [("en", "New.")]


async def test_changed_settings_are_rehearsed_before_anybody_hears_them(tmp_path: Path) -> None:
    speech, bus = QuietSpeech(), InProcessBus()
    rehearsal = Rehearsal(Prompts(tmp_path, speech))
    rehearsal.start(bus.subscribe())
    settings = {"when_full": {"text": {"en": "unspeakable", "zh": "已满。"}}}
    configured = e.QueueConfigured(at=T0, queue=QueueId("sales"), version=2, by="Sue", settings=settings)
    for position, fact in enumerate((configured, e.SiteClosed(at=T0, by="Sue", text={"en": "Fire."})), 1):
        bus.publish(Recorded(position, fact))
    await until(lambda: ("en", "Fire.") in speech.spoken)
    assert speech.spoken == [("zh", "已满。"), ("en", "Fire.")]
    await rehearsal.close()
