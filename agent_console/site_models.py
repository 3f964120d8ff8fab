"""The API's words about what callers hear, the flow with its nodes and the sounds with their texts, and the trunks."""

from typing import Any

from pydantic import Field

from agent_console.live_models import TrunkRow
from agent_console.models import Model


class FlowNodeView(Model):
    """A node of a flow: its kind, where it leads (by what), and its texts by language."""

    name: str
    kind: str
    leads_to: dict[str, str]
    text: dict[str, str]
    details: dict[str, Any]


class FlowView(Model):
    """The flow that callers hear since the start, and `problem`: what is wrong with its file as it is now, a sentence
    (empty: nothing; the next start takes it)."""

    name: str
    start: str
    language: str
    nodes: list[FlowNodeView]
    problem: str


class FlowText(Model):
    """A flow's file that is not in place, to be read and judged; nothing of it is kept. `name` is the file's."""

    text: str = Field(max_length=500_000)
    name: str = Field("flow.toml", min_length=1, max_length=120)


class FlowProblem(Model):
    """What is wrong, in one sentence with the remedy; in which line and which node, where that is known."""

    line: int | None
    node: str
    sentence: str


class FlowReading(Model):
    """What a text says: the flow as far as it can be read, and everything that is wrong with it."""

    flow: FlowView | None
    problems: list[FlowProblem]


class FlowsView(Model):
    """Every flow."""

    flows: list[FlowView]


class PromptView(Model):
    """A sound: what it says in which language, and whether it has been spoken yet."""

    id: str
    language: str
    text: str
    spoken: bool


class PromptsView(Model):
    """Every sound that callers may hear."""

    prompts: list[PromptView]


class TrunksView(Model):
    """Every trunk, as the board shows it."""

    trunks: list[TrunkRow]
