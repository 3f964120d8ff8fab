"""Lines of a file and the customers that are there: whoever shares a number is the same customer."""

from itertools import count

from hypothesis import given
from hypothesis import strategies as st

from crm_bridge.absorption import Absorption, as_customer, holders, numbers_of
from crm_bridge.customer import Customer, CustomerDraft, draft
from cti.ids import CustomerId

NUMBERS = st.lists(st.sampled_from(["13800138001", "13800138002", "13800138003", "10086"]), max_size=3)
DRAFTS = st.lists(
    st.builds(lambda name, numbers: draft(name=name, numbers=numbers, region="CN"), st.sampled_from("ABC"), NUMBERS),
    max_size=12,
)


def absorbed(drafts: list[CustomerDraft], known: list[Customer]) -> Absorption:
    ids = count(1)
    absorption = Absorption(holders(known), lambda: CustomerId(f"new-{next(ids)}"))
    for said in drafts:
        absorption.take(said)
    return absorption


@given(DRAFTS)
def test_every_line_makes_or_updates_one_customer(drafts: list[CustomerDraft]) -> None:
    told = absorbed(drafts, []).counted()
    assert told.created + told.updated == len(drafts)


@given(DRAFTS)
def test_no_number_of_the_file_is_lost(drafts: list[CustomerDraft]) -> None:
    absorption = absorbed(drafts, [])
    kept = {number.raw for customer in absorption.created.values() for number in customer.numbers}
    assert kept == {number.raw for said in drafts for number in said.numbers}
    assert set(numbers_of(drafts)) == set(holders(absorption.created.values()))


@given(DRAFTS)
def test_the_same_file_twice_makes_nobody_new_of_those_with_a_number(drafts: list[CustomerDraft]) -> None:
    first = absorbed(drafts, [])
    second = absorbed(drafts, list(first.created.values()))
    assert second.counted().created == sum(not numbers_of([said]) for said in drafts)


def test_a_short_number_is_shared_by_many_and_joins_nobody() -> None:
    lines = [draft(name=name, numbers=["10086"], region="CN") for name in "AB"]
    assert absorbed(lines, []).counted().created == 2


def test_the_first_of_several_holders_is_updated() -> None:
    home = draft(name="Home", numbers=["075526988888"], region="CN")
    first, second = (as_customer(home, CustomerId(name)) for name in ("first", "second"))
    assert list(absorbed([home], [first, second]).updated) == ["first"]
