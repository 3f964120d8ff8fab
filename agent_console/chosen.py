"""Which phone is an agent's now, and which could be."""

from agent_console.house import House
from agent_console.phone_models import DeskPhone, PhoneKind
from cti.chosen_phone import ChosenPhone, chosen_phone
from cti.ids import AgentId


def has_desk_phone(house: House, agent: AgentId) -> bool:
    """Whether the settings name a desk phone of this agent's."""
    known = house.agents.get(agent)
    return bool(known and known.phone)


def phone_of(house: House, agent: AgentId) -> ChosenPhone:
    """Where the agent's calls ring."""
    return chosen_phone(house.presences.get(agent), has_desk_phone=has_desk_phone(house, agent))


def shown(house: House, agent: AgentId) -> DeskPhone:
    """The phone as the desk shows it."""
    phone = phone_of(house, agent)
    desk: list[PhoneKind] = ["desk"] if has_desk_phone(house, agent) else []
    return {"kind": phone.kind, "number": phone.number, "choices": ["browser", *desk, "number"]}
