"""The laws of the house that a reader of the source can check: purity, size, one place for each dangerous thing."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ROOMS = ("cti", "acd", "ivr", "crm_bridge", "recordings", "reports", "agent_console", "switchroom")
SOURCES = sorted(
    path.relative_to(ROOT)
    for room in ROOMS
    for path in (ROOT / room).rglob("*.py")
    if "web" not in path.parts and "versions" not in path.parts
)
# All of the room but its tables, what reads and changes them, and draws that a seeded source of chance is handed to.
WORLDLY_ACD = {"__init__.py", "store.py", "history.py", "settings_desk.py", "arrivals.py", "patience.py"}
ACD = {path.name for path in (ROOT / "acd").glob("*.py")} - WORLDLY_ACD
CTI = ("call", "agent_presence", "conversation", "segment", "commands", "ids", "opening_hours")
FACTS = (
    "event",
    "events",
    "queue_events",
    "floor_events",
    "ivr_events",
    "callback_events",
    "supervision_events",
    "admin_events",
)
IVR = ("engine", "flow", "attendant", "departures", "callback_dialogue", "waiting_voice", "languages", "sentences")
MACHINES = [
    *(f"acd/{name}" for name in sorted(ACD)),
    *(f"ivr/{name}.py" for name in IVR),
    *(f"cti/{name}.py" for name in (*CTI, *FACTS)),
    *(f"cti/asterisk/{name}.py" for name in ("translate", "resync", "actions", "legs", "dialplan")),
    "recordings/policy.py",
    *(
        f"reports/{name}.py"
        for name in (
            "metrics",
            "visit",
            "alerts",
            "recent",
            "intraday",
            "tally",
            "board",
            "report",
            "intervals",
            "period",
            "queue_log",
        )
    ),
    "crm_bridge/timeline/interaction.py",
]
WORLD = {
    *("asyncio", "aiohttp", "sqlalchemy", "redis", "socket", "time", "threading", "subprocess", "os", "random"),
    *("uuid", "secrets", "requests", "urllib.request", "structlog", "logging"),
}
WORLDLY_CALLS = {"now", "utcnow", "today", "uuid4", "uuid1", "open", "print", "sleep", "urandom"}


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse((ROOT / path).read_text(encoding="utf-8"))


def imports(path: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            found.add(node.module or "")
    return found


def calls(path: Path) -> Iterator[tuple[str, int]]:
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Call):
            function = node.func
            yield (function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")), node.lineno


@pytest.mark.parametrize("file", MACHINES)
def test_the_machines_touch_no_world_and_take_no_clock(file: str) -> None:
    path = Path(file)
    worldly = {name for name in imports(path) if name in WORLD or name.partition(".")[0] in WORLD}
    assert worldly == set(), f"{file} decides, so it must not import {worldly}"
    done = [(name, line) for name, line in calls(path) if name in WORLDLY_CALLS]
    assert done == [], f"{file} asks the world: {done}"
    waiting = [node.lineno for node in ast.walk(tree(path)) if isinstance(node, ast.AsyncFunctionDef | ast.Await)]
    assert waiting == [], f"{file} waits in lines {waiting}"


@pytest.mark.parametrize("path", SOURCES, ids=str)
def test_every_source_file_obeys_the_house(path: Path) -> None:
    text = (ROOT / path).read_text(encoding="utf-8")
    assert len(text.splitlines()) <= 400, f"{path} is longer than 400 lines: give a part of it a room of its own"
    assert ast.get_docstring(tree(path)), f"{path} does not say what it is for"
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            length = (node.end_lineno or node.lineno) - node.lineno + 1
            # Statements, not lines, tell a function from a table or a long call that is written downwards.
            statements = sum(isinstance(inner, ast.stmt) for inner in ast.walk(node))
            assert length <= 50 or statements <= 25, f"{path}:{node.lineno} {node.name} has {length} lines"


def test_background_tasks_are_started_in_one_place() -> None:
    starters = {"create_task", "ensure_future", "run_coroutine_threadsafe", "TaskGroup"}
    elsewhere = [
        f"{path}:{line}"
        for path in SOURCES
        for name, line in calls(path)
        if name in starters and path != Path("cti/tasks.py")
    ]
    assert elsewhere == []


def test_no_failure_is_passed_over_in_silence() -> None:
    silent = []
    for path in SOURCES:
        for node in ast.walk(tree(path)):
            if not isinstance(node, ast.ExceptHandler):
                continue
            caught = {getattr(one, "id", "") for one in ast.walk(node.type)} if node.type else {"BaseException"}
            if caught & {"Exception", "BaseException"} and all(
                isinstance(s, ast.Pass | ast.Continue) for s in node.body
            ):
                silent.append(f"{path}:{node.lineno}")
            if node.type is None:
                silent.append(f"{path}:{node.lineno} catches everything without a name")
    assert silent == []


def test_one_file_knows_panoramisk_and_one_knows_redis() -> None:
    knowing = {
        package: {str(path) for path in SOURCES if any(name.partition(".")[0] == package for name in imports(path))}
        for package in ("panoramisk", "redis")
    }
    assert knowing == {"panoramisk": {"cti/asterisk/link.py"}, "redis": {"cti/bus_redis.py"}}


def test_tables_and_sql_live_in_the_stores() -> None:
    words = {"Table", "Column", "select", "insert", "update", "delete", "text"}
    outside = []
    for path in SOURCES:
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.ImportFrom) and (node.module or "").partition(".")[0] == "sqlalchemy":
                named = {alias.name for alias in node.names} & words
                # The door to the database takes a Table as a type, and builds the one upsert that both dialects need.
                if named and path.name != "store.py" and path != Path("cti/database.py"):
                    outside.append(f"{path}: {sorted(named)}")
    assert outside == []


def test_no_comment_promises_work_to_come() -> None:
    promises = ("TO" + "DO", "FIX" + "ME", "XX" + "X", "HA" + "CK")
    found = [
        f"{path}:{number}"
        for path in SOURCES
        for number, line in enumerate((ROOT / path).read_text(encoding="utf-8").splitlines(), 1)
        if any(word in line for word in promises)
    ]
    assert found == []
