"""Which phones can be reached, as Asterisk tells it; of each agent only the chosen one is told of. Pure."""

from collections.abc import Iterable

from cti import events as e
from cti.asterisk import dialplan
from cti.asterisk.agent_phones import PhoneOf
from cti.chosen_phone import ChosenPhone
from cti.ids import AgentId

GONE = frozenset({"Removed", "Unreachable"})


class Contacts:
    """The contacts of every endpoint that is an agent's phone."""

    def __init__(self, phone_of: PhoneOf) -> None:
        self._phone_of = phone_of
        self._contacts: dict[str, set[str]] = {}

    def forget(self) -> None:
        """Know nothing: Asterisk's whole list is about to be read."""
        self._contacts.clear()

    def hear(self, name: str, contact: str, status: str, at: float) -> list[e.Event]:
        """What a change of one contact means for its agent."""
        agent, kind = dialplan.agent_of_endpoint(name), dialplan.kind_of_endpoint(name)
        if agent is None or kind is None:
            return []
        contacts = self._contacts.setdefault(name, set())
        rings = self._phone_of(agent).kind == kind
        if status in GONE:
            was_last = contacts == {contact}
            contacts.discard(contact)
            return [e.PhoneLost(at=at, agent=agent)] if was_last and rings else []
        new = contact not in contacts
        contacts.add(contact)
        return [e.PhoneRegistered(at=at, agent=agent, contact=contact)] if new and rings else []

    def chosen(self, agent: AgentId, at: float) -> e.Event:
        """Whether the phone that the agent has chosen now can be rung."""
        phone = self._phone_of(agent)
        if phone.kind == "number":
            return e.PhoneRegistered(at=at, agent=agent, contact=phone.number)
        found = self._contacts.get(dialplan.endpoint(agent, phone.kind))
        if found:
            return e.PhoneRegistered(at=at, agent=agent, contact=max(found))
        return e.PhoneLost(at=at, agent=agent)

    def outside(self, endpoints: Iterable[str], at: float) -> list[e.Event]:
        """Of the agents whose accounts are listed, those whose phone is a number: it can always be rung."""
        agents = {dialplan.agent_of_endpoint(name) for name in endpoints} - {None}
        numbers = {agent: self._phone_of(agent) for agent in sorted(filter(None, agents))}
        return [self.chosen(agent, at) for agent, phone in numbers.items() if phone.kind == "number"]


def browsers_alone(_agent: AgentId) -> ChosenPhone:
    """Where nobody says otherwise, the browser is the phone."""
    return ChosenPhone()
