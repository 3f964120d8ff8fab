"""Scripts: every branch leads somewhere, every text can be shown, and every version is kept."""

from pathlib import Path
from typing import Any

import pytest

from crm_bridge.scripts import placeholders
from crm_bridge.scripts.checked import checked_script
from crm_bridge.scripts.script import document_of, script_of
from crm_bridge.scripts.store import ScriptConflict, ScriptStore
from cti.clock import SystemClock
from cti.database import Database
from cti.errors import ConfigurationError
from switchroom.tables import metadata

SALES: dict[str, Any] = {
    "names": {"en": "Sales"},
    "queues": ["sales"],
    "steps": [
        {
            "id": "greet",
            "text": {"en": "Good day, {{ customer.name }}."},
            "branches": [{"id": "buys", "to": "order"}, {"id": "asks", "to": "help"}],
        },
        {"id": "order", "fields": [{"id": "article", "required": True}], "next": "thanks"},
        {"id": "help", "next": "thanks"},
        {"id": "thanks"},
    ],
}


def changed(step: int, **fields: Any) -> dict[str, Any]:
    steps = [{**one, **(fields if at == step else {})} for at, one in enumerate(SALES["steps"])]
    return {**SALES, "steps": steps}


def test_a_script_written_and_read_again_is_the_same() -> None:
    script = checked_script("sales", SALES, ["sales"])
    assert script_of(document_of(script)) == script
    order = script.step("order")
    assert order is not None
    assert order.leads_to == {"thanks"}


@pytest.mark.parametrize(
    ("document", "sentence"),
    [
        (
            changed(0, branches=[{"id": "buys", "to": "ordr"}]),
            "The branch buys of the step greet leads to 'ordr', which is no step",
        ),
        (changed(1, next="nowhere"), "The step order goes on to 'nowhere', which is no step"),
        (changed(0, branches=[{"id": "buys", "to": "order"}]), "No branch leads to the step help"),
        (changed(0, branches=[{"id": "a", "to": "order"}, {"id": "a", "to": "help"}]), "two branches with one id"),
        (changed(2, id="order"), "'order' is none"),
        (changed(0, text={"en": "{{ customer.nam }}"}), "greet, text in en: there is no customer.nam; use one of"),
        (changed(0, text={"en": "{% for x in y %}"}), "greet, text in en"),
        (changed(1, fields=[{"id": "a", "type": "choice"}]), "the field a has no choices"),
        ({**SALES, "queues": ["moon"]}, "There is no queue 'moon'"),
        ({**SALES, "steps": []}, "1 to 100 steps"),
        ({**SALES, "step": []}, "unknown field `step`"),
    ],
)
def test_a_wrong_script_is_one_sentence_that_names_the_place(document: dict[str, Any], sentence: str) -> None:
    with pytest.raises(ConfigurationError, match=sentence):
        checked_script("sales", document, ["sales"])


@pytest.mark.parametrize(
    "text",
    [
        "{{ customer }}",
        "{{ ''.__class__ }}",
        "{{ customer.name.__class__ }}",
        "{% set x = 1 %}",
        "{{ range(9) }}",
        "{{ 2 ** 99 }}",
        "{{ customer.name | attr('x') }}",
        "{{ unclosed",
    ],
)
def test_of_the_templates_language_only_placeholders_are_let_through(text: str) -> None:
    with pytest.raises(ConfigurationError, match=r"^The text"):
        placeholders.check(text, "The text")


def test_a_text_is_filled_in_and_what_nobody_knows_is_left_empty() -> None:
    text = "{{ customer.name | default('dear customer', true) }}, this is {{ agent.name }} <b>"
    placeholders.check(text, "The text")
    assert placeholders.fill(text, {"agent": "Anna"}) == "dear customer, this is Anna <b>"


async def test_each_version_is_kept_and_a_call_can_go_on_with_an_older_one(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path}/s.db")
    async with database.writing() as connection:
        await connection.run_sync(metadata.create_all)
    store = ScriptStore(database, SystemClock())
    first = await store.save("sales", checked_script("sales", SALES, ["sales"]), 0, "Sue")
    newer = checked_script("sales", changed(3, text={"en": "Thank you."}), ["sales"])
    with pytest.raises(ScriptConflict, match="Somebody changed the script sales"):
        await store.save("sales", newer, 0, "Ben")
    second = await store.save("sales", newer, 1, "Sue")
    assert [first.version, second.version] == [1, 2]
    assert await store.of_queue("sales") == second
    assert await store.of_queue("support") is None
    assert await store.version("sales", 1) == first
    assert [(one.version, one.by) for one in await store.history("sales")] == [(2, "Sue"), (1, "Sue")]
    assert await store.remove("sales")
    assert not await store.remove("sales")
    assert await store.of_queue("sales") is None
    assert await store.version("sales", 2) == second, "a call that was begun with it goes on"
    assert (await store.save("sales", newer, 0, "Sue")).version == 3
    await database.close()
