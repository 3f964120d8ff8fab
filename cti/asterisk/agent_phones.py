"""Where the leg of an agent leads: to the browser, the desk phone, or a number outside that has to be confirmed."""

from collections.abc import Callable
from dataclasses import dataclass

from cti.asterisk import dialplan
from cti.chosen_phone import ChosenPhone
from cti.errors import TelephonyError
from cti.ids import AgentId

OUTSIDE_KEYS = frozenset("+0123456789")
PhoneOf = Callable[[AgentId], ChosenPhone]


@dataclass(frozen=True, slots=True)
class Destination:
    """A channel to originate. Where `question` names a sound, it is played to who answers, who then has to press 1.
    `ours` tells whether it is a phone of ours, not one outside."""

    channel: str
    question: str = ""
    ours: bool = True


@dataclass(frozen=True, slots=True)
class AgentPhones:
    """The agents' phones as they are chosen now. `question` gives the sound a mobile is asked with, None to take
    whoever answers there for the agent; numbers are dialled over the endpoint `trunk`."""

    phone_of: PhoneOf
    trunk: str
    question: Callable[[], str] | None = None

    def destination(self, agent: AgentId) -> Destination:
        """Where the agent is rung. Raises TelephonyError for a number that cannot be dialled."""
        phone = self.phone_of(agent)
        if phone.kind == "number":
            question = self.question() if self.question else ""
            return Destination(f"PJSIP/{telephone_number(phone.number)}@{self.trunk}", question, ours=False)
        return Destination(f"PJSIP/{dialplan.endpoint(agent, phone.kind)}")

    def member(self, agent: AgentId) -> str:
        """The agent's phone as a member of the native queue; empty for a number outside, whose mailbox would take the
        caller there."""
        phone = self.phone_of(agent)
        return "" if phone.kind == "number" else f"PJSIP/{dialplan.endpoint(agent, phone.kind)}"


def every_member(agent: AgentId) -> tuple[str, ...]:
    """Whatever an agent may be as a member of the native queue."""
    return tuple(f"PJSIP/{name}" for name in (dialplan.endpoint(agent), dialplan.endpoint(agent, "desk")))


def telephone_number(text: str) -> str:
    """What of a number can be dialled. Raises TelephonyError where that is nothing."""
    number = "".join(char for char in text if char in OUTSIDE_KEYS)
    if not number:
        raise TelephonyError(f"{text!r} is no telephone number; correct it.")
    return number
