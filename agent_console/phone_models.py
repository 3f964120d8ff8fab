"""The words about an agent's telephone: which one it is, and how well a call was heard there."""

from typing import Literal

from pydantic import Field
from typing_extensions import TypedDict

from agent_console.form_models import Exactly
from agent_console.models import Model

PhoneKind = Literal["browser", "desk", "number"]


@Exactly
class DeskPhone(TypedDict):
    """The phone that rings for the agent; `number` only where it is one outside. `choices` is what can be chosen."""

    kind: PhoneKind
    number: str
    choices: list[PhoneKind]


class PhoneWish(Model):
    """The phone the agent works with from now on; `number` belongs to the phone of that kind alone."""

    phone: PhoneKind
    number: str = Field("", max_length=40)


class LoginPhone(Model):
    """The phone an agent logs in with; `usual` is the one that the agent's settings name, or else the browser."""

    phone: PhoneKind | Literal["usual"]
    number: str = Field("", max_length=40)


class LogIn(Model):
    """A name and a password; and, of who takes calls, the phone that is to ring (absent: whichever did before)."""

    username: str = Field(min_length=1, max_length=64)
    password: str = Field(min_length=1, max_length=200)
    phone: LoginPhone | None = None


class QualityBody(Model):
    """What a browser measured of its part of a call: opinion scores from 1 to 5, lost packets as a share of all."""

    mos: float = Field(ge=1, le=5)
    mos_min: float = Field(ge=1, le=5)
    loss: float = Field(ge=0, le=1)
    jitter_ms: float = Field(ge=0, le=60_000)
    rtt_ms: float = Field(ge=0, le=60_000)
