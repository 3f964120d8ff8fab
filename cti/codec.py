"""Facts to and from JSON: the `kind` is the class name in snake case, the rest are its fields."""

import dataclasses
import json
import re
import types
from typing import Any, get_args, get_origin, get_type_hints

from cti import events
from cti.events import Event

_CAPITAL = re.compile(r"(?<=[a-z])(?=[A-Z])")


def kind_of(event_type: type[Event]) -> str:
    """The name a kind of fact has in the journal and in the public event stream, as `call_arrived`."""
    return _CAPITAL.sub("_", event_type.__name__).lower()


KINDS: dict[str, type[Event]] = {
    kind_of(value): value
    for value in vars(events).values()
    if isinstance(value, type)
    and issubclass(value, Event)
    and value.__name__ not in {"Event", "CallEvent", "AgentEvent", "CallbackEvent"}
}


def _is_tuple(hint: Any) -> bool:
    if isinstance(hint, types.UnionType):
        return any(_is_tuple(part) for part in get_args(hint))
    return get_origin(hint) is tuple


# Made once: `json.dumps` makes an encoder for each fact.
_to_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
_TUPLES = {kind: [name for name, hint in get_type_hints(cls).items() if _is_tuple(hint)] for kind, cls in KINDS.items()}
_KIND_BY_TYPE = {cls: kind for kind, cls in KINDS.items()}
_FIELDS = {cls: tuple(f.name for f in dataclasses.fields(cls)) for cls in KINDS.values()}


def to_dict(event: Event) -> dict[str, Any]:
    """The fact as plain values, `kind` first."""
    cls = type(event)
    return {"kind": _KIND_BY_TYPE[cls], **{name: getattr(event, name) for name in _FIELDS[cls]}}


def from_dict(data: dict[str, Any]) -> Event:
    """The fact that `to_dict` wrote. Fields it does not know are left out, so older code reads newer journals.

    Raises:
        ValueError: the kind is unknown, or a field that the fact needs is missing.
    """
    kind = str(data.get("kind"))
    cls = KINDS.get(kind)
    if cls is None:
        raise ValueError(f"There is no kind of event called {kind!r}; upgrade to the version that wrote it.")
    values = {name: data[name] for name in _FIELDS[cls] if name in data}
    for name in _TUPLES[kind]:
        if values.get(name) is not None:
            values[name] = tuple(tuple(one) if isinstance(one, list) else one for one in values[name])
    try:
        return cls(**values)
    except TypeError as error:
        raise ValueError(f"The event {kind} is incomplete: {error}.") from error


def encode(event: Event) -> str:
    """One line of JSON. Half of a surrogate pair, which no file or database takes, becomes a question mark."""
    text = _to_json(to_dict(event))
    return text if text.isascii() else text.encode("utf-8", "replace").decode("utf-8")


def decode(text: str | bytes) -> Event:
    """The fact that `encode` wrote. Raises ValueError as `from_dict` does."""
    return from_dict(json.loads(text))
