"""Which telephone is an agent's now: the one that was chosen, or else the one of the settings. Pure."""

from dataclasses import dataclass
from typing import Literal, cast

from cti.agent_presence import AgentPresence

PhoneKind = Literal["browser", "desk", "number"]


@dataclass(frozen=True, slots=True)
class ChosenPhone:
    """Where an agent's calls ring; `number` only where that is a number outside."""

    kind: PhoneKind = "browser"
    number: str = ""


def chosen_phone(presence: AgentPresence, *, has_desk_phone: bool) -> ChosenPhone:
    """Who has chosen nothing has the own desk phone if there is one. Without one, nothing rings at it."""
    if presence.phone_kind == "number":
        return ChosenPhone("number", presence.phone_number)
    if presence.phone_kind == "" or not has_desk_phone:
        return ChosenPhone("desk" if has_desk_phone else "browser")
    return ChosenPhone(cast(PhoneKind, presence.phone_kind))
