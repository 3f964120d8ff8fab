"""Speaking: prompts are spoken once, in files that Asterisk can play, by a child that may die."""

import wave
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from cti.errors import SwitchroomError
from ivr.prompts import Prompts
from ivr.speech import EspeakSpeech, runs


@dataclass
class QuietSpeech:
    """The voice's twin: writes what it is told into the file, at once."""

    voices: dict[str, str] = field(default_factory=dict)
    spoken: list[tuple[str, str]] = field(default_factory=list)

    def voice(self, language: str) -> str:
        return self.voices.get(language, language)

    async def speak(self, text: str, language: str, file: Path) -> None:
        if text == "unspeakable":
            raise SwitchroomError("The text 'unspeakable' could not be spoken: no.")
        self.spoken.append((language, text))
        file.write_text(text)


async def test_each_text_is_spoken_once_and_never_again(tmp_path: Path) -> None:
    speech = QuietSpeech()
    prompts = Prompts(tmp_path / "p", speech)
    told: list[tuple[int, int]] = []
    sayings = [("en", "Hello."), ("en", "Hello."), ("zh", "您好"), ("en", "")]
    assert await prompts.prepare(sayings, lambda done, total: told.append((done, total))) == 2
    assert told == [(0, 2), (1, 2), (2, 2)]
    assert await prompts.prepare(sayings) == 0
    assert sorted(speech.spoken) == [("en", "Hello."), ("zh", "您好")]


def test_a_file_is_named_by_what_it_says_and_in_which_voice(tmp_path: Path) -> None:
    british, other = Prompts(tmp_path, QuietSpeech({"en": "en-gb"})), Prompts(tmp_path, QuietSpeech({"en": "en-us"}))
    names = {one.path(text, language) for one in (british, other) for text, language in (("a", "en"), ("b", "en"))}
    assert len(names) == 4
    assert british.path("a", "zh") == other.path("a", "zh"), "the same voice says the same"
    assert british.sound("a", "en") + ".wav" == str(british.path("a", "en"))
    assert british.path("a\0b", "en").name.isascii()


async def test_a_text_that_cannot_be_spoken_is_named_and_what_was_spoken_stays(tmp_path: Path) -> None:
    speech = QuietSpeech()
    prompts = Prompts(tmp_path, speech)
    with pytest.raises(SwitchroomError, match="unspeakable"):
        await prompts.prepare([("en", "a"), ("en", "unspeakable")])
    assert prompts.path("a", "en").exists()


async def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "p").mkdir()
    prompts = Prompts(tmp_path / "p", QuietSpeech())
    prompts.path("a", "en").mkdir()
    prompts.path("b", "en").symlink_to("/no/such/folder/x.wav")
    with pytest.raises(SwitchroomError, match=r"The prompt 'b' cannot be written: No such file"):
        await prompts.prepare([("en", "a"), ("en", "b")])


@pytest.mark.parametrize(
    ("text", "language", "cut"),
    [
        ("Hello.", "en", [("Hello.", "en")]),
        ("您好。", "zh", [("您好。", "zh")]),
        ("您好。For English, press nine.", "zh", [("您好。", "zh"), ("For English, press nine.", "en")]),
        ("按1。Welcome! 再见", "zh", [("按1。", "zh"), ("Welcome!", "en"), ("再见", "zh")]),
        ("Welcome.", "zh", [("Welcome.", "en")]),
        ("……", "zh", []),
        ("A", "zh", [("A", "zh")]),
    ],
)
def test_a_text_is_cut_where_its_script_changes(text: str, language: str, cut: list[tuple[str, str]]) -> None:
    assert runs(text, language) == cut


def sound(file: Path) -> tuple[int, int, int, int]:
    with wave.open(str(file)) as found:
        assert any(found.readframes(found.getnframes())), "it is not silence"
        return found.getframerate(), found.getsampwidth(), found.getnchannels(), found.getnframes()


async def test_the_real_voice_speaks_both_languages_as_asterisk_plays_them_and_survives_its_child(
    tmp_path: Path,
) -> None:
    voice = EspeakSpeech()
    try:
        for number, (text, language) in enumerate((("Welcome.", "en"), ("您好。Press nine.", "zh"))):
            file = tmp_path / f"{number}.wav"
            await voice.speak(text, language, file)
            rate, width, channels, frames = sound(file)
            assert (rate, width, channels) == (8000, 2, 1)
            assert frames > 1600
        first = voice._child
        assert first is not None
        with pytest.raises(SwitchroomError, match="could not be spoken"):
            await voice.speak("Hello.", "en", tmp_path / "no" / "such" / "folder.wav")
        assert voice._child is first, "a text that fails costs no child"
        first.kill()
        await first.wait()
        await voice.speak("Again.", "en", tmp_path / "again.wav")
        assert sound(tmp_path / "again.wav")[0] == 8000
        assert voice._child is not first
        assert [file.name for file in tmp_path.iterdir() if "part" in file.name] == []
    finally:
        await voice.close()


async def test_a_child_that_hangs_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ivr.speech.SPEAK_SECONDS", 0.05)
    voice = EspeakSpeech()
    with pytest.raises(SwitchroomError, match="the voice did not answer; is espeak-ng installed"):
        await voice.speak("Hello.", "en", tmp_path / "a.wav")
    assert voice._child is None
    await voice.close()
