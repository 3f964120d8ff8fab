"""The live socket's words about work beside the call: what comes next, the script, and the chat with supervisors."""

from typing import Literal

from typing_extensions import TypedDict

from agent_console.form_models import Exactly, FieldView


@Exactly
class DeskNext(TypedDict):
    """What comes when the call and its wrap-up are over; `reason` only if that is not ready."""

    name: Literal["ready", "not_ready"]
    reason: str | None


@Exactly
class DeskBranch(TypedDict):
    """A way on from a script's step."""

    id: str
    name: dict[str, str]


@Exactly
class DeskScriptStep(TypedDict):
    """The step of a script that is shown now; `text` by language, `answers` what is filled in so far."""

    id: str
    text: dict[str, str]
    fields: list[FieldView]
    branches: list[DeskBranch]
    answers: dict[str, str]


@Exactly
class DeskScript(TypedDict):
    """The call's script; without `step` it is at its end. `gone` counts the steps that one can go back."""

    id: str
    name: dict[str, str]
    step: DeskScriptStep | None
    gone: int


@Exactly
class ChatLine(TypedDict):
    """Something said in a chat."""

    at: str
    by: str
    side: Literal["agent", "supervisor"]
    text: str


@Exactly
class AgentChat(TypedDict):
    """An agent's chat with the supervisors: the newest lines, how many each side has not seen, and a raised hand."""

    agent: str
    name: str
    lines: list[ChatLine]
    unread_by_agent: int
    unread_by_supervisors: int
    hand_since: str | None
