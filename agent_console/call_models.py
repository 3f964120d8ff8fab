"""The API's words of call control: to whom a call goes, who is asked, who helps, which note is the newest."""

from typing import Literal, Self

from pydantic import Field, model_validator

from agent_console.models import Model


class NoteKept(Model):
    """The how manieth text of the call's note it is: a text with a lower number is an older one."""

    revision: int


class Target(Model):
    """To whom: exactly one of an agent, a queue, a number outside, or a node of the flow."""

    agent: str | None = Field(None, max_length=64)
    queue: str | None = Field(None, max_length=64)
    number: str | None = Field(None, max_length=64)
    node: str | None = Field(None, max_length=64)

    @model_validator(mode="after")
    def one_of_them(self) -> Self:
        """Refuse none and several."""
        if sum(value is not None for value in (self.agent, self.queue, self.number, self.node)) != 1:
            raise ValueError("name exactly one of agent, queue, number, node")
        return self


class TransferBody(Model):
    """Where the call goes."""

    to: Target


class Toggle(Model):
    """With whom the agent wants to speak now."""

    to: Literal["customer", "party"]


class ParkedView(Model):
    """A parked call."""

    slot: int
    call: str
    caller: str
    by: str
    since: str
    until: str


class ParkedList(Model):
    """All parked calls."""

    parked: list[ParkedView]


class Slot(Model):
    """Where a call is parked."""

    slot: int


class DialBody(Model):
    """A number to call for a queue; its `shown_number` is what the customer sees."""

    number: str = Field(min_length=2, max_length=40)
    queue: str | None = Field(None, max_length=64)


class CallMade(Model):
    """The call that was begun."""

    call: str


class Digits(Model):
    """Keys to press."""

    digits: str = Field(min_length=1, max_length=32, pattern=r"^[0-9A-D*#]+$")


class Muted(Model):
    """Whether the agent's side is heard."""

    muted: bool


class RecordingWish(Model):
    """Whether the conversation is recorded now."""

    state: Literal["recording", "paused"]


class HelpBody(Model):
    """How a supervisor is with an agent."""

    mode: Literal["listen", "whisper", "barge"] = "listen"


class ColleagueView(Model):
    """Somebody who can be asked, or given a call: `free` says whether the phone would ring now."""

    id: str
    name: str
    state: str
    reason: str | None
    free: bool
    queues: list[str]


class Colleagues(Model):
    """Everybody else, and where a call can go besides."""

    agents: list[ColleagueView]
    nodes: list[str]
