"""What two files must agree upon though no compiler sees both: the dialplan's names, the filter, the modules."""

import re
from pathlib import Path

from cti.asterisk import dialplan
from cti.asterisk.legs import Legs
from cti.asterisk.translate import Translator
from cti.ids import NodeId

CONF = Path(__file__).parents[2] / "asterisk_conf"
# Who makes, and who reads, what is written for a leg that is gone.
NOTE_FIELDS = {"ended", "arrived", "answered", "cause", "caller", "dialled", "fallback"}


def conf(name: str) -> str:
    return (CONF / name).read_text(encoding="utf-8")


def contexts() -> set[str]:
    return set(re.findall(r"^\[([\w-]+)\]", conf("extensions.conf"), re.MULTILINE))


def test_every_name_of_the_border_is_in_the_dialplan() -> None:
    names = {value for key, value in vars(dialplan).items() if key.isupper() and isinstance(value, str)}
    text = conf("extensions.conf")
    assert [name for name in sorted(names) if name not in text] == []
    for context in (*dialplan.CALLER_CONTEXTS, dialplan.AGENT, dialplan.GONE):
        assert context in contexts()


def test_every_context_that_is_gone_to_is_there() -> None:
    gone_to = set(
        re.findall(r"(?:Goto\(|Gosub\(|\?|F\(|hangup_handler_push\)=)(switchroom-[a-z]+)", conf("extensions.conf"))
    )
    assert gone_to
    assert gone_to <= contexts()


def test_callers_wait_and_talk_only_where_the_border_looks_for_them() -> None:
    """A context a caller can be in, and the border does not know, would make a living call look ended."""
    elsewhere = contexts() - dialplan.CALLER_CONTEXTS - dialplan.LEG_CONTEXTS - {dialplan.GONE, "general", "globals"}
    assert elsewhere == {"switchroom-in", "switchroom-guest", "switchroom-from-agent"}
    for name in elsewhere:
        body = conf("extensions.conf").partition(f"[{name}]")[2].partition("\n[")[0]
        assert not re.search(r"Wait|Queue|Playback|Bridge|AGI|Record|Dial\(", body), f"a caller stays in {name}"


def test_the_endpoints_send_callers_where_the_dialplan_expects_them() -> None:
    files = conf("pjsip.conf") + conf("trunk.conf.example")
    named = set(re.findall(r"^\s*;?\s*context\s*=\s*([\w-]+)", files, re.MULTILINE))
    assert named
    assert named <= contexts()


def test_every_event_the_border_understands_is_let_through() -> None:
    filters = re.findall(r"^eventfilter\s*=\s*(.+)$", conf("manager.conf"), re.MULTILINE)
    understood = Translator(NodeId("main"), Legs())._table
    for event in understood:
        assert any(re.search(one.strip(), f"Event: {event}\r\n") for one in filters), event


def test_nothing_is_let_through_that_nobody_understands() -> None:
    let_through = re.search(r"\^Event: \(([\w|]+)\)", conf("manager.conf"))
    assert let_through
    told_to_the_log_only = {"FullyBooted", "Shutdown", "Reload"}
    assert set(let_through[1].split("|")) == set(Translator(NodeId("main"), Legs())._table) | told_to_the_log_only


def test_the_control_line_listens_on_this_machine_only() -> None:
    text = conf("manager.conf")
    assert "deny = 0.0.0.0/0.0.0.0" in text
    assert re.findall(r"^permit = (.*)$", text, re.MULTILINE) == ["127.0.0.1/255.255.255.255"]


def test_a_note_of_a_leg_that_is_gone_has_the_fields_that_are_read() -> None:
    body = conf("extensions.conf").partition("[switchroom-gone]")[2].partition("\n[")[0]
    written = set(re.findall(r"[=&](\w+)=\$\{", body))
    assert written >= NOTE_FIELDS


def test_the_modules_are_names_that_can_be_loaded_and_each_once() -> None:
    names = [line.strip() for line in conf("modules.list").splitlines() if line.strip() and not line.startswith("#")]
    assert [name for name in names if not re.fullmatch(r"[a-z0-9_]+\.so", name)] == []
    assert len(names) == len(set(names))
    applications = {
        "AGI": "res_agi.so",
        "Bridge": "",
        "MixMonitor": "app_mixmonitor.so",
        "Record": "app_record.so",
        "Dial": "app_dial.so",
        "Playback": "app_playback.so",
        "Playtones": "app_playtones.so",
        "ChanSpy": "app_chanspy.so",
        "ConfBridge": "app_confbridge.so",
        "Gosub": "app_stack.so",
        "Queue": "app_queue.so",
        "UserEvent": "app_userevent.so",
        "StartMusicOnHold": "res_musiconhold.so",
        "ExecIf": "app_exec.so",
        "Return": "app_stack.so",
        "FILTER": "func_strings.so",
        "TIMEOUT": "func_timeout.so",
        "DB": "func_db.so",
        "SHARED": "func_global.so",
        "LOCK": "func_lock.so",
        "UNLOCK": "func_lock.so",
        "CHANNEL": "func_channel.so",
        "CALLERID": "func_callerid.so",
        "PJSIP_HEADER": "res_pjsip_header_funcs.so",
    }
    text = conf("extensions.conf")
    for word, module in applications.items():
        if re.search(rf"\b{word}\(", text) and module:
            assert module in names, f"{word} needs {module}"
    assert "app_playback.so" in names, "prompts are played with EXEC Playback"
    assert "res_mutestream.so" in names, "a leg is muted with the action MuteAudio"


def test_no_secret_is_written_into_the_configuration() -> None:
    for file in CONF.iterdir():
        for name, value in re.findall(r"^\s*(secret|password)\s*=\s*(.*)$", file.read_text(), re.MULTILINE):
            assert value.startswith("@@"), f"{file.name} has a {name} of its own"
