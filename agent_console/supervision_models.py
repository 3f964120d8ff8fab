"""The API's words about supervision: moves, messages to the floor, and the audit log."""

from typing import Any, Literal

from pydantic import Field, field_validator, model_validator

from agent_console.models import Model

LONGEST_MINUTES = 12 * 60


class Move(Model):
    """Where a waiting call goes, exactly one: to the head of its class (`up`), to a queue, or to an agent alone."""

    up: bool = False
    to_queue: str | None = Field(None, max_length=64)
    to_agent: str | None = Field(None, max_length=64)

    @model_validator(mode="after")
    def _one_way(self) -> "Move":
        if self.up + (self.to_queue is not None) + (self.to_agent is not None) != 1:
            raise ValueError("give exactly one of up, to_queue and to_agent")
        return self


class FloorMessage(Model):
    """A message to everybody, to the agents of `queues`, or to `agents`; shown for so many `minutes` unless closed."""

    text: str = Field(min_length=1, max_length=500)
    to: Literal["all", "queues", "agents"] = "all"
    queues: list[str] = Field(default_factory=list, max_length=200)
    agents: list[str] = Field(default_factory=list, max_length=1000)
    minutes: float = Field(60.0, gt=0, le=LONGEST_MINUTES)

    @field_validator("text")
    @classmethod
    def _said(cls, text: str) -> str:
        said = text.strip()
        if not said or "\0" in said:
            raise ValueError("write what the floor is to read")
        return said


class FloorMessageView(Model):
    """A message as it was sent."""

    id: str
    by: str
    text: str
    at: str
    until: str
    queues: list[str]
    agents: list[str]


class AuditQuestion(Model):
    """What to look for: who (a part of the name), which act, what it was done to (a part of its id or name), from and
    to (ISO 8601 with a zone), and before which position of the journal."""

    who: str = Field("", max_length=120)
    act: str = Field("", max_length=40)
    what: str = Field("", max_length=120)
    start: str = Field("", alias="from", max_length=40)
    end: str = Field("", alias="to", max_length=40)
    before: int | None = Field(None, ge=1)
    limit: int = Field(50, ge=1, le=200)


class AuditEntry(Model):
    """One act: who did it, when, to what (`kind` is agent, queue, call, site or floor), and its details."""

    position: int
    at: str
    by: str
    act: str
    kind: str
    id: str
    name: str
    details: dict[str, Any]


class AuditView(Model):
    """Acts, the newest first; `next` is the position to go on before, None at the end."""

    entries: list[AuditEntry]
    next: int | None
