"""What the managed Asterisk is told."""

from pathlib import Path

from switchroom import asterisk_files
from switchroom.asterisk_program import Program
from switchroom.settings import Settings


def test_each_folder_of_music_is_a_class_that_a_queue_may_name(tmp_path: Path) -> None:
    (tmp_path / "music" / "jazz").mkdir(parents=True)
    (tmp_path / "music" / "not a name").mkdir()
    program = Program((str(tmp_path),), tmp_path, tmp_path, "22.10.1")
    asterisk_files.write(Settings(home=tmp_path), program)
    told = (tmp_path / "asterisk" / "etc" / "musiconhold.conf").read_text()
    assert f"[jazz]\nmode = files\ndirectory = {tmp_path}/music/jazz\n" in told
    assert "not a name" not in told
    assert "[default]" in told
