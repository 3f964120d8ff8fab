from dataclasses import replace

import pytest

from crm_bridge import customer as wording
from crm_bridge.absorption import as_customer
from crm_bridge.customer import Customer, CustomerDraft, InvalidCustomer, changed, draft, merged, with_note
from crm_bridge.search import matches
from cti.ids import AgentId, CustomerId


def made(name: str = "王伟", *numbers: str, **fields: str) -> Customer:
    return as_customer(draft(name=name, numbers=numbers, region="CN", **fields), CustomerId("c1"))  # type: ignore[arg-type]


def test_a_draft_is_cleaned_and_its_numbers_read_once() -> None:
    said = draft(
        name="  王\r\n伟\x00 ",
        numbers=["138 0013 8000", "+8613800138000", "", "10086"],
        region="CN",
        email=" w@example.com ",
        company="",
        note="first\r\nsecond\x07",
    )
    assert said.name == "王 伟"
    assert [number.e164 for number in said.numbers] == ["+8613800138000", None]
    assert (said.email, said.company, said.note) == ("w@example.com", None, "first\nsecond")


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"name": " \n"}, "A customer needs a name; write one."),
        ({"name": "x" * 201}, "shorten it to 200"),
        ({"name": "A", "numbers": ["hello"]}, "“hello” is not a phone number"),
        ({"name": "A", "numbers": ["1.38E+10"]}, "is not a phone number"),
        ({"name": "A", "numbers": ["7"]}, "is not a phone number"),
        ({"name": "A", "numbers": [f"1380013{n:04}" for n in range(21)]}, "can have 20 numbers"),
        ({"name": "A", "email": "a@b"}, "is not an e-mail address"),
        ({"name": "A", "company": "x" * 300}, "The company is 300 characters long"),
        ({"name": "A", "note": "x" * 20_001}, "The note is 20001 characters long"),
    ],
)
def test_what_cannot_be_kept_is_told_in_one_sentence(fields: dict[str, object], sentence: str) -> None:
    with pytest.raises(InvalidCustomer, match=sentence) as told:
        draft(region="CN", **fields)  # type: ignore[arg-type]
    assert str(told.value).count("\n") == 0


def test_changes_leave_alone_what_they_do_not_name_and_clear_what_they_empty() -> None:
    before = made("王伟", "13800138000", email="w@example.com", company="Acme")
    after = changed(before, wording.changes(region="CN", company="", name="Wei Wang", vip=True))
    assert after == replace(before, company=None, name="Wei Wang", vip=True)


def test_a_number_that_stays_keeps_its_label() -> None:
    before = made("王伟", "13800138000")
    before = replace(before, numbers=(replace(before.numbers[0], label="mobile"),))
    after = changed(before, wording.changes(region="CN", numbers=["+86 138 0013 8000", "10086"]))
    assert [number.label for number in after.numbers] == ["mobile", None]


def test_a_file_adds_numbers_and_never_empties_a_field() -> None:
    before = made("王伟", "13800138000", email="w@example.com", note="likes tea")
    after = merged(before, draft(name="王大伟", numbers=["13800138000", "10086"], region="CN", note="likes tea"))
    assert (after.name, after.email, after.note) == ("王大伟", "w@example.com", "likes tea")
    assert [number.raw for number in after.numbers] == ["13800138000", "10086"]


def test_notes_are_added_on_their_own_lines() -> None:
    assert with_note(with_note(made(), "one"), "two").note == "one\ntwo"


@pytest.mark.parametrize("query", ["wang", "ACME wang", "138 0013", "+86138", "0013800", "w@ex", "", "8000 acme"])
def test_a_search_finds_by_any_words(query: str) -> None:
    assert matches(made("Wang Wei", "13800138000", company="Acme", email="w@example.com"), query)


@pytest.mark.parametrize("query", ["zhang", "wang zhang", "139", "%", "_", "\\", "-"])
def test_a_search_finds_nothing_by_words_that_are_not_there(query: str) -> None:
    assert not matches(made("Wang Wei", "13800138000"), query)


def test_a_draft_says_all_a_customer_is() -> None:
    assert isinstance(made(), CustomerDraft)


def test_an_owner_is_an_agent_who_is_there() -> None:
    said = draft(name="A", region="CN", owner=" 1001 ", agents={"1001"})
    assert said.owner == "1001"
    assert draft(name="A", region="CN", owner="", agents={"1001"}).owner is None
    for unknown in ("1009", "Anna"):
        with pytest.raises(InvalidCustomer, match=rf"^The owner “{unknown}” is no agent; write the id of one, as 1001"):
            draft(name="A", region="CN", owner=unknown, agents={"1001"})
        with pytest.raises(InvalidCustomer, match="is no agent"):
            wording.changes(region="CN", owner=unknown, agents={"1001"})


def test_an_owner_stays_changes_and_goes() -> None:
    agents = {"1001", "1002"}
    before = Customer(id=CustomerId("1"), name="A", owner=AgentId("1001"))
    assert changed(before, wording.changes(region="CN", name="B")).owner == "1001"
    assert changed(before, wording.changes(region="CN", owner="1002", agents=agents)).owner == "1002"
    assert changed(before, wording.changes(region="CN", owner="", agents=agents)).owner is None
    assert merged(before, draft(name="A", region="CN")).owner == "1001"
    assert merged(before, draft(name="A", region="CN", owner="1002", agents=agents)).owner == "1002"
