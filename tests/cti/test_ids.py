"""The ids of a call's legs: what each says of itself."""

from cti.ids import CallId, OfferId, asked_in_turn, call_of_offer, is_party, leg_id, offer_of_leg, party_id, same_party

CALL = CallId("main-1700000000.12")


def test_who_is_rung_in_turn_is_a_leg_of_one_party() -> None:
    first = asked_in_turn(party_id(CALL, 3), 1)
    second = asked_in_turn(party_id(CALL, 3), 2)
    assert first == party_id(CALL, 3)
    assert second != first
    assert same_party(first, second)
    assert not same_party(second, party_id(CALL, 32))
    assert not same_party(second, None)
    assert not same_party(OfferId(f"{CALL}-o1"), OfferId(f"{CALL}-o2"))


def test_a_leg_that_was_rung_in_turn_is_known_for_what_it_is() -> None:
    second = asked_in_turn(party_id(CALL, 3), 2)
    assert is_party(second)
    assert call_of_offer(second) == CALL
    assert offer_of_leg(second) == second
    assert offer_of_leg(leg_id(second, 1)) == second, "its phone was lost, and came back"
