"""Facts to and from JSON: the `kind` is the class name in snake case, the rest are its fields."""

from functools import reduce
from operator import or_
from typing import Any

import msgspec

from cti import events
from cti.events import Event

_BASES = {"Event", "CallEvent", "AgentEvent", "CallbackEvent"}


def kind_of(event_type: type[Event]) -> str:
    """The name a kind of fact has in the journal and in the public event stream, as `call_arrived`."""
    return str(event_type.__struct_config__.tag)


KINDS: dict[str, type[Event]] = {
    kind_of(value): value
    for value in vars(events).values()
    if isinstance(value, type) and issubclass(value, Event) and value.__name__ not in _BASES
}

_encoder = msgspec.json.Encoder()
_decoder: msgspec.json.Decoder[Event] = msgspec.json.Decoder(reduce(or_, KINDS.values()))


def to_dict(event: Event) -> dict[str, Any]:
    """The fact as plain values, `kind` first."""
    return {"kind": kind_of(type(event)), **msgspec.structs.asdict(event)}


def encode(event: Event) -> str:
    """One line of JSON. Half of a surrogate pair, which no file or database takes, becomes a question mark."""
    try:
        return _encoder.encode(event).decode()
    except UnicodeEncodeError:
        return _encoder.encode(_whole(to_dict(event))).decode()


def _whole(value: Any) -> Any:
    """The same value with whole letters only."""
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode()
    if isinstance(value, dict):
        return {_whole(key): _whole(one) for key, one in value.items()}
    return [_whole(one) for one in value] if isinstance(value, list | tuple) else value


def from_dict(data: dict[str, Any]) -> Event:
    """The fact that `to_dict` wrote. Fields it does not know are left out, so older code reads newer journals.

    Raises:
        ValueError: the kind is unknown, or a field that the fact needs is missing or of another type.
    """
    try:
        return msgspec.convert(data, _decoder.type)
    except msgspec.ValidationError as error:
        kind = str(data.get("kind"))
        if kind not in KINDS:
            message = f"There is no kind of event called {kind!r}; upgrade to the version that wrote it."
            raise ValueError(message) from error
        raise ValueError(f"The event {kind} is incomplete: {error}.") from error


def decode(text: str | bytes) -> Event:
    """The fact that `encode` wrote. Raises ValueError as `from_dict` does."""
    try:
        return _decoder.decode(text)
    except msgspec.ValidationError:
        return from_dict(msgspec.json.decode(text))
