"""A telephone number as an agent writes it, and as it is dialled."""

from agent_console.auth import Refused
from agent_console.house import House
from crm_bridge.phone_number import parse


def dialable(house: House, written: str) -> str:
    """The number as it is dialled. Raises Refused for what is none."""
    number = parse(written, house.region)
    plain = "".join(char for char in number.raw if char in "+0123456789")
    if not number.e164 and len(plain) < 2:
        raise Refused(
            422, "no_number", f"{written!r} cannot be dialled; write it with country code, as +8613800138000."
        )
    return number.e164 or plain
