"""Which telephone is an agent's: chosen, kept through a restart, told of alone, and where a leg leads."""

import pytest

from cti import commands as c
from cti import events as e
from cti.agent_presence import Presences
from cti.asterisk import actions, dialplan
from cti.asterisk.agent_phones import AgentPhones, Destination
from cti.asterisk.contacts import Contacts
from cti.asterisk.legs import Leg, Legs
from cti.asterisk.link import Ami
from cti.asterisk.translate import Translator
from cti.chosen_phone import ChosenPhone, chosen_phone
from cti.errors import TelephonyError
from cti.ids import AgentId
from tests.cti.world import ANNA, CALL, NODE, OFFER

MOBILE = ChosenPhone("number", "+8613900139000")
DESK = ChosenPhone("desk")


def at_work(*facts: e.Event) -> Presences:
    presences = Presences()
    for fact in (
        e.AgentLoggedIn(at=1, agent=ANNA),
        e.ConsoleConnected(at=1, agent=ANNA),
        e.AgentBecameReady(at=1, agent=ANNA),
        *facts,
    ):
        presences.apply(fact)
    return presences


def chooses(phone: ChosenPhone, at: float = 2) -> e.PhoneChosen:
    return e.PhoneChosen(at=at, agent=ANNA, phone=phone.kind, number=phone.number)


def test_who_chose_nothing_has_the_phone_of_the_settings() -> None:
    anna = at_work().get(ANNA)
    assert chosen_phone(anna, has_desk_phone=True) == DESK
    assert chosen_phone(anna, has_desk_phone=False) == ChosenPhone("browser")


def test_a_desk_phone_that_was_taken_from_the_settings_is_chosen_no_more() -> None:
    anna = at_work(chooses(DESK)).get(ANNA)
    assert chosen_phone(anna, has_desk_phone=True) == DESK
    assert chosen_phone(anna, has_desk_phone=False) == ChosenPhone("browser")


def test_a_number_can_be_offered_calls_at_once_and_another_phone_when_it_is_seen() -> None:
    presences = at_work(e.PhoneRegistered(at=1, agent=ANNA), chooses(MOBILE))
    assert presences.get(ANNA).can_be_offered
    presences.apply(chooses(DESK, at=3))
    assert not presences.get(ANNA).can_be_offered, "nobody has seen the desk phone yet"
    presences.apply(e.PhoneRegistered(at=4, agent=ANNA))
    assert presences.get(ANNA).can_be_offered


def test_choosing_the_same_phone_again_changes_nothing() -> None:
    presences = at_work(chooses(DESK), e.PhoneRegistered(at=3, agent=ANNA), chooses(DESK, at=4))
    assert presences.get(ANNA).can_be_offered


def test_a_choice_outlives_a_restart_and_ends_with_the_logging_out() -> None:
    restarted = at_work(chooses(MOBILE), e.ServiceStarted(at=9, version="1"))
    assert restarted.get(ANNA).phone
    assert chosen_phone(restarted.get(ANNA), has_desk_phone=False) == MOBILE
    restarted.apply(e.AgentLoggedOut(at=10, agent=ANNA))
    restarted.apply(e.AgentLoggedIn(at=11, agent=ANNA))
    assert chosen_phone(restarted.get(ANNA), has_desk_phone=False) == ChosenPhone("browser")
    assert not restarted.get(ANNA).phone


def test_what_is_chosen_at_login_is_the_phone_of_this_login() -> None:
    presences = at_work(chooses(DESK), e.AgentLoggedOut(at=4, agent=ANNA), chooses(MOBILE, at=5))
    presences.apply(e.AgentLoggedIn(at=6, agent=ANNA))
    assert chosen_phone(presences.get(ANNA), has_desk_phone=True) == MOBILE
    assert presences.get(ANNA).phone


class Seen:
    """Contacts of Anna's two phones, of whom one is chosen."""

    def __init__(self, chosen: ChosenPhone) -> None:
        self.chosen = chosen
        self.contacts = Contacts(lambda _agent: self.chosen)

    def hears(self, name: str, status: str = "NonQualified", contact: str = "sip:a") -> list[str]:
        return [type(fact).__name__ for fact in self.contacts.hear(name, contact, status, 5.0)]

    def now(self) -> e.Event:
        return self.contacts.chosen(ANNA, 6.0)


def test_only_the_chosen_phone_is_told_of() -> None:
    seen = Seen(DESK)
    assert seen.hears("agent-1001") == [], "a page that is loaded anew does not disturb a call at the desk phone"
    assert seen.hears("desk-1001") == ["PhoneRegistered"]
    assert seen.hears("agent-1001", "Removed") == []
    assert seen.hears("desk-1001", "Unreachable") == ["PhoneLost"]
    assert seen.hears("trunk") == []


def test_another_choice_tells_what_was_seen_of_that_phone_before() -> None:
    seen = Seen(DESK)
    seen.hears("agent-1001", contact="sip:page")
    assert seen.now() == e.PhoneLost(at=6.0, agent=ANNA)
    seen.chosen = ChosenPhone("browser")
    assert seen.now() == e.PhoneRegistered(at=6.0, agent=ANNA, contact="sip:page")
    seen.chosen = MOBILE
    assert seen.now() == e.PhoneRegistered(at=6.0, agent=ANNA, contact=MOBILE.number)


def test_after_a_lost_link_numbers_outside_are_told_of_though_they_have_no_contact() -> None:
    chosen = {ANNA: MOBILE, AgentId("1002"): DESK}
    contacts = Contacts(lambda agent: chosen[agent])
    told = contacts.outside(["agent-1001", "desk-1001", "agent-1002", "trunk"], 7.0)
    assert told == [e.PhoneRegistered(at=7.0, agent=ANNA, contact=MOBILE.number)]


def test_each_phone_has_an_endpoint_and_both_are_the_agents() -> None:
    names = [dialplan.endpoint(ANNA, kind) for kind in ("browser", "desk")]  # type: ignore[arg-type]
    assert names == ["agent-1001", "desk-1001"]
    assert [dialplan.agent_of_endpoint(name) for name in [*names, "trunk", "guest"]] == [ANNA, ANNA, None, None]


@pytest.mark.parametrize(
    ("phone", "destination", "member"),
    [
        (ChosenPhone("browser"), Destination("PJSIP/agent-1001"), "PJSIP/agent-1001"),
        (DESK, Destination("PJSIP/desk-1001"), "PJSIP/desk-1001"),
        (MOBILE, Destination("PJSIP/+8613900139000@line", "/s/press-1", ours=False), ""),
    ],
)
def test_where_the_leg_leads(phone: ChosenPhone, destination: Destination, member: str) -> None:
    phones = AgentPhones(lambda _agent: phone, "line", lambda: "/s/press-1")
    assert phones.destination(ANNA) == destination
    assert phones.member(ANNA) == member


def test_where_nobody_is_to_confirm_nothing_is_asked() -> None:
    asked = AgentPhones(lambda _agent: MOBILE, "line").destination(ANNA)
    assert asked == Destination("PJSIP/+8613900139000@line", ours=False)
    with pytest.raises(TelephonyError, match="'home' is no telephone number; correct it"):
        AgentPhones(lambda _agent: ChosenPhone("number", "home"), "line").destination(ANNA)


def talking_customer() -> Legs:
    legs = Legs()
    legs.add("1763756550.12", Leg("PJSIP/trunk-1", CALL))
    return legs


def test_whoever_answers_a_mobile_is_asked_first_and_goes_where_the_leg_was_to_go() -> None:
    order = c.RingAgent(call=CALL, agent=ANNA, offer=OFFER, ring_seconds=20)
    fields = actions.ring(order, talking_customer(), ("+86", ""), "", to=Destination("PJSIP/1@line", "/s/press-1"))
    assert (fields["Channel"], fields["Context"], fields["Exten"]) == ("PJSIP/1@line", "switchroom-confirm", "s")
    assert {"SWITCHROOM_NEXT=switchroom-agent", "SWITCHROOM_QUESTION=/s/press-1"} <= set(fields["Variable"])
    assert fields["CallerID"] == '"" <+86>', "the customer's number is shown, where the trunk lets it"


def test_a_mailbox_that_answers_is_nobody() -> None:
    legs = talking_customer()
    legs.add(OFFER, Leg(OFFER, CALL, OFFER, ANNA))
    border = Translator(NODE, legs)

    def hears(event: str, **fields: str) -> list[e.Event]:
        return border.translate(Ami({"event": event, "uniqueid": OFFER, **fields}), 5.0)

    assert hears("OriginateResponse", actionid=OFFER, response="Success") == []
    expired = e.OfferExpired(at=5.0, call=CALL, agent=ANNA, offer=OFFER, reason="no_answer")
    assert hears("UserEvent", userevent="SwitchroomUnconfirmed") == [expired]
    assert hears("Hangup", cause="19") == [], "it is told once"
