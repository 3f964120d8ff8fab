"""The API's words about callbacks."""

from typing import Any, Literal

from pydantic import AwareDatetime, Field

from agent_console.models import CustomerCard, Model


class CallbackBody(Model):
    """Who is to be called back from which queue. Nobody is called before `not_before` or after `not_after`.

    `skills` are asked for beside the queue's: `billing`, or with a level `billing:3`.
    """

    queue: str = Field(min_length=1, max_length=64)
    number: str = Field(min_length=1, max_length=64)
    name: str = Field("", max_length=200)
    note: str = Field("", max_length=2000)
    not_before: AwareDatetime | None = None
    not_after: AwareDatetime | None = None
    skills: list[str] = Field(default_factory=list, max_length=20)


class CallbackSearch(Model):
    """Which callbacks."""

    state: Literal["open", "closed"] = "open"
    queue: str | None = Field(None, max_length=64)
    limit: int = Field(100, ge=1, le=500)


CallbackState = Literal["waiting", "in_line", "dialling", "on_hold", "closed"]


class CallbackView(Model):
    """A callback as it stands.

    `state` is waiting (for `next_try`), in_line, dialling, on_hold (the customer is on the line) or closed, with its
    `outcome`: done, cancelled, too_late, or why the last try failed. `since` is the place kept; `order` counts the
    queue's open callbacks from 1, the next one first. `by` is caller, web, agent or abandoned. `merged` says that the
    same number was to be called back from this queue already: nobody is called twice.
    """

    id: str
    queue: str
    number: str
    display: str
    name: str
    note: str
    customer: CustomerCard | None
    by: str
    state: CallbackState
    outcome: str
    call: str | None
    asked_at: str
    since: str
    not_before: str | None
    not_after: str | None
    skills: list[str]
    attempts: int
    next_try: str | None
    order: int | None
    merged: bool = False


class CallbackDetail(CallbackView):
    """A callback with every fact about it, in order."""

    history: list[dict[str, Any]]


class CallbacksView(Model):
    """Callbacks, the newest place first; closed ones for about a day."""

    callbacks: list[CallbackView]
