"""What Asterisk's lists say of a trunk."""

from cti.asterisk.link import Ami
from cti.asterisk.trunk_reader import trunk
from cti.trunks import Trunk


def endpoint(state: str = "Not in use", **fields: str) -> Ami:
    usual = {"objectname": "trunk", "aor": "trunk", "contacts": "trunk/sip:sip.provider.example:5060,"}
    return Ami({"devicestate": state} | usual | fields)


def registration(status: str, **fields: str) -> Ami:
    return Ami({"serveruri": "sip:SIP.provider.example:5060;line=1", "status": status} | fields)


def test_a_trunk_that_answers_and_is_registered() -> None:
    found = trunk(endpoint("In use"), {"trunk"}, [registration("Registered")], ["PJSIP/trunk-00000001"])
    assert found == Trunk("trunk", True, True, 1, "Registered")


def test_calls_are_those_of_its_own_channels() -> None:
    channels = ["PJSIP/trunk-00000001", "PJSIP/trunk-0000000a", "PJSIP/trunk-2-00000003", "Local/x@y-0001;1"]
    assert trunk(endpoint(), {"trunk"}, [], channels).calls == 2


def test_a_trunk_that_does_not_answer_is_not_reachable() -> None:
    assert trunk(endpoint("Unavailable"), {"trunk"}, [], []).reachable is False


def test_of_a_trunk_that_is_never_asked_nobody_knows_whether_it_is_reachable() -> None:
    assert trunk(endpoint(), set(), [], []) == Trunk("trunk", None, None, 0)
    assert trunk(endpoint("Unavailable", aor="", contacts=""), {"trunk"}, [], []).reachable is None


def test_a_registration_is_the_trunks_which_it_names_or_whose_host_it_is_for() -> None:
    assert trunk(endpoint(), {"trunk"}, [registration("Rejected")], []).registered is False
    named = registration("Registered", serveruri="sip:other.example", endpoint="trunk")
    assert trunk(endpoint(), {"trunk"}, [named], []).registered is True
    assert trunk(endpoint(contacts="trunk/sip:10.0.0.7,"), {"trunk"}, [registration("Rejected")], []).registered is None
