"""The contract of `ContactDirectory`: what every end of the port does."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crm_bridge import customer as wording
from crm_bridge.customer import Customer, InvalidCustomer, UnknownCustomer, draft
from crm_bridge.directory import Absorbed, ContactDirectory
from crm_bridge.phone_number import parse
from crm_bridge.search import matches
from cti.ids import CustomerId


async def make(directory: ContactDirectory, name: str, *numbers: str, **fields: str) -> Customer:
    return await directory.create(draft(name=name, numbers=numbers, region="CN", **fields))  # type: ignore[arg-type]


async def test_a_customer_made_is_the_customer_got(directory: ContactDirectory) -> None:
    made = await make(directory, "王伟", "13800138001", "10086", email="w@example.com", company="Acme", note="VIP\n好")
    assert await directory.get(made.id) == made
    assert await directory.get(CustomerId("nobody")) is None


async def test_an_owner_is_remembered_changed_and_forgotten(directory: ContactDirectory) -> None:
    agents = {"1001", "1002"}
    made = await directory.create(draft(name="王伟", region="CN", owner="1001", agents=agents))
    assert await directory.get(made.id) == made
    assert made.owner == "1001"
    await directory.update(made.id, wording.changes(region="CN", owner="1002", agents=agents))
    assert (await directory.get_many([made.id]))[0].owner == "1002"
    await directory.update(made.id, wording.changes(region="CN", owner="", agents=agents))
    assert (await directory.get_many([made.id]))[0].owner is None


async def test_looking_up_finds_none_one_or_many_oldest_first(directory: ContactDirectory) -> None:
    home = parse("0755 2698 8888", "CN")
    assert await directory.find_by_number(home) == ()
    first = await make(directory, "李娜", "075526988888")
    assert await directory.find_by_number(home) == (first,)
    second = await make(directory, "李雷", "+86 755 2698 8888", "13800138002")
    assert set(await directory.find_by_number(home)) == {first, second}
    assert await directory.find_by_number(parse("13800138002", "CN")) == (second,)


async def test_a_short_number_is_found_by_its_raw_text(directory: ContactDirectory) -> None:
    mobile = await make(directory, "China Mobile", "10086")
    assert await directory.find_by_number(parse("10086", "CN")) == (mobile,)


@pytest.mark.parametrize("caller", ["anonymous", "", "+", "' OR 1=1 --"])
async def test_callers_without_a_number_are_nobody(directory: ContactDirectory, caller: str) -> None:
    await make(directory, "A", "13800138001")
    assert await directory.find_by_number(parse(caller, "CN")) == ()


async def test_search_finds_by_name_company_and_fragments(directory: ContactDirectory) -> None:
    wang = await make(directory, "Wang Wei", "13800138001", company="Acme 100%")
    zhang = await make(directory, "Ärzte_Zhang", "0755-26988888")
    for query, found in [
        ("wang", (wang,)),
        ("WANG acme", (wang,)),
        ("ärzte", (zhang,)),
        ("8001", (wang,)),
        ("2698 8888", (zhang,)),
        ("0755", (zhang,)),
        ("100%", (wang,)),
        ("s_z", ()),
        ("e_z", (zhang,)),
        ("%", (wang,)),
        ("\\", ()),
        ("wang zhang", ()),
    ]:
        assert await directory.search(query) == found, query
    assert len(await directory.search("", limit=1)) == 1


async def test_get_many_keeps_the_order_asked_for(directory: ContactDirectory) -> None:
    one, two = await make(directory, "One"), await make(directory, "Two")
    assert await directory.get_many([two.id, CustomerId("x"), one.id, two.id]) == (two, one)
    assert await directory.get_many([]) == ()


async def test_changes_are_kept_and_found_by(directory: ContactDirectory) -> None:
    made = await make(directory, "Wang", "13800138001", company="Acme")
    after = await directory.update(
        made.id, wording.changes(region="CN", name="Zhao", numbers=["13900139000"], company="")
    )
    assert await directory.get(made.id) == after
    assert after.company is None
    assert await directory.search("wang") == ()
    assert await directory.find_by_number(parse("13800138001", "CN")) == ()
    assert await directory.find_by_number(parse("13900139000", "CN")) == (after,)


async def test_a_note_is_added_to_what_is_there(directory: ContactDirectory) -> None:
    made = await make(directory, "Wang", note="first")
    after = await directory.add_note(made.id, " second\x00 ", "wei", 5.0)
    assert after.note == "first\nsecond"
    assert await directory.get(made.id) == after
    assert (await directory.add_note(made.id, "  ", "wei", 6.0)) == after
    with pytest.raises(InvalidCustomer):
        await directory.add_note(made.id, "x" * 20_001, "wei", 6.0)


async def test_nobody_can_be_changed_who_is_not_there(directory: ContactDirectory) -> None:
    with pytest.raises(UnknownCustomer):
        await directory.update(CustomerId("x"), wording.changes(region="CN", name="Zhao"))
    with pytest.raises(UnknownCustomer, match="search for the customer again"):
        await directory.add_note(CustomerId("x"), "hello", "wei", 1.0)


async def test_a_file_makes_some_and_updates_others(directory: ContactDirectory) -> None:
    old = await make(directory, "Wang", "13800138001", email="w@example.com")
    lines = [
        draft(name="Wang Wei", numbers=["+8613800138001", "10086"], region="CN"),
        draft(name="New", numbers=["13900139000"], region="CN"),
        draft(name="New again", numbers=["139 0013 9000", "13700137000"], region="CN", company="Acme"),
        draft(name="By the second number", numbers=["13700137000"], region="CN"),
        draft(name="No number", region="CN"),
    ]
    told: list[int] = []
    assert await directory.absorb(lines, told.append) == Absorbed(created=2, updated=3)
    assert told[-1] == len(lines)
    updated = await directory.get(old.id)
    assert updated is not None
    assert (updated.name, updated.email, len(updated.numbers)) == ("Wang Wei", "w@example.com", 2)
    (new,) = await directory.search("acme")
    assert (new.name, len(new.numbers)) == ("By the second number", 2)


async def test_a_file_that_fails_in_the_middle_leaves_nothing(directory: ContactDirectory) -> None:
    full = await make(directory, "Full", "13800138001", note="x" * 19_990)
    lines = [draft(name="New", region="CN"), draft(name="Full", numbers=["13800138001"], region="CN", note="y" * 99)]
    with pytest.raises(InvalidCustomer):
        await directory.absorb(lines)
    assert await directory.search("") == (full,)


WORDS = st.text("ab%_\\ 18*+É", max_size=6)


@given(name=WORDS.map(lambda text: "n" + text), query=WORDS)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
async def test_every_end_searches_by_the_same_rule(directory: ContactDirectory, name: str, query: str) -> None:
    made = await make(directory, name, "18118811881")
    assert (made in await directory.search(f"{name} {query}", limit=100)) == matches(made, f"{name} {query}")
