"""The words of a form: fields that an outcome or a script's step asks for."""

from typing import Literal

from pydantic import ConfigDict, with_config
from typing_extensions import TypedDict

from crm_bridge.fields import Field

Exactly = with_config(ConfigDict(extra="forbid"))


@Exactly
class ChoiceView(TypedDict):
    """One of a field's choices, by name in each language."""

    id: str
    name: dict[str, str]


@Exactly
class FieldView(TypedDict):
    """A field by name in each language; `choices` only of a choice."""

    id: str
    name: dict[str, str]
    type: Literal["text", "number", "date", "choice"]
    required: bool
    choices: list[ChoiceView]


def field_view(field: Field) -> FieldView:
    """A field as the console shows it."""
    return {
        "id": field.id,
        "name": field.names,
        "type": field.type,
        "required": field.required,
        "choices": [{"id": one.id, "name": one.names} for one in field.choices],
    }
