"""Which phone is an agent's now, which could be, and which is wished for."""

from agent_console.auth import Refused
from agent_console.house import House
from agent_console.phone_models import DeskPhone, LoginPhone, PhoneKind, PhoneWish
from agent_console.telephone_number import dialable
from cti.chosen_phone import ChosenPhone, chosen_phone
from cti.events import PhoneChosen
from cti.ids import AgentId

FREE = frozenset({"ready", "not_ready", "wrap_up", "logged_out"})


def has_desk_phone(house: House, agent: AgentId) -> bool:
    """Whether the settings name a desk phone of this agent's."""
    known = house.agents.get(agent)
    return bool(known and known.phone)


def may_choose(house: House, agent: AgentId) -> bool:
    """Whether another phone may ring from now on: not while a call is on the present one."""
    return house.presences.get(agent).state in FREE


def phone_of(house: House, agent: AgentId) -> ChosenPhone:
    """Where the agent's calls ring."""
    return chosen_phone(house.presences.get(agent), has_desk_phone=has_desk_phone(house, agent))


def shown(house: House, agent: AgentId) -> DeskPhone:
    """The phone as the desk shows it."""
    phone = phone_of(house, agent)
    desk: list[PhoneKind] = ["desk"] if has_desk_phone(house, agent) else []
    return {"kind": phone.kind, "number": phone.number, "choices": ["browser", *desk, "number"]}


def wished(house: House, agent: AgentId, wish: PhoneWish | LoginPhone) -> PhoneChosen:
    """The fact that this phone is chosen from now on. Raises Refused where it cannot be, saying what to do."""
    if wish.phone == "desk" and not has_desk_phone(house, agent):
        raise Refused(409, "no_desk_phone", "You have no desk phone; ask whoever administrates agents to enter one.")
    number = dialable(house, wish.number) if wish.phone == "number" else ""
    kind = "" if wish.phone == "usual" else wish.phone
    return PhoneChosen(at=house.clock.now(), agent=agent, phone=kind, number=number)
