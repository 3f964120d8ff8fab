"""Writes the console's types from the server's own models, by way of the OpenAPI document: `make types`.

One schema of the document is one exported type of the same name, in the order of the alphabet, with the model's words.
"""

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import agent_console.api
from agent_console.openapi import describe
from agent_console.routing import ROUTES

FILE = Path(__file__).parent.parent / "agent_console" / "web" / "src" / "wire" / "generated.ts"
HEAD = """// The words spoken with the server, by HTTP and on the live socket.
// Made from the server's models by `make types`: change those.
// Times are ISO-8601 UTC strings; names that end in _s are seconds.
"""
_PLAIN = {"string": "string", "integer": "number", "number": "number", "boolean": "boolean", "null": "null"}
Schema = Mapping[str, Any]


def _literal(value: object) -> str:
    return f"'{value}'" if isinstance(value, str) else json.dumps(value)


def _one_of(parts: list[str]) -> str:
    return " | ".join(dict.fromkeys(parts))


def type_of(schema: Schema) -> str:
    """The type that a schema describes; one that says nothing is unknown."""
    if "$ref" in schema:
        return str(schema["$ref"]).rpartition("/")[2]
    if "const" in schema:
        return _literal(schema["const"])
    if "enum" in schema:
        return _one_of([_literal(value) for value in schema["enum"]])
    for several in ("anyOf", "oneOf"):
        if several in schema:
            return _one_of([type_of(one) for one in schema[several]])
    match schema.get("type"):
        case "array":
            inner = type_of(schema.get("items", {}))
            return f"({inner})[]" if " | " in inner else f"{inner}[]"
        case "object":
            return _object(schema)
        case str(plain):
            return _PLAIN[plain]
    return "unknown"


def _object(schema: Schema) -> str:
    if "properties" not in schema:
        others = schema.get("additionalProperties", {})
        return f"Record<string, {type_of(others) if isinstance(others, Mapping) else 'unknown'}>"
    fields = [_field(name, of, schema) for name, of in schema["properties"].items()]
    if schema.get("additionalProperties") is True:
        fields.append("[other: string]: unknown")
    return "{ " + "; ".join(fields) + " }"


def _field(name: str, of: Schema, owner: Schema) -> str:
    optional = "" if name in owner.get("required", ()) else "?"
    return f"{name}{optional}: {type_of(of)}"


def _words(text: str) -> str:
    lines = text.strip().splitlines()
    if len(lines) < 2:
        return f"/** {text.strip()} */\n" if text else ""
    return "/**\n" + "".join(f" * {line}".rstrip() + "\n" for line in lines) + " */\n"


def declaration(name: str, schema: Schema) -> str:
    """One exported type."""
    words, type_ = _words(schema.get("description", "")), type_of(schema)
    if "properties" in schema:
        return f"{words}export interface {name} {type_}\n"
    return f"{words}export type {name} = {type_}\n"


def written() -> str:
    """The whole file; `make types` lets the formatter break its lines."""
    assert agent_console.api.__all__
    schemas = describe(ROUTES, "")["components"]["schemas"]
    return HEAD + "".join("\n" + declaration(name, schemas[name]) for name in sorted(schemas))


def same(one: str, other: str) -> bool:
    """Whether two texts are the same types, however their lines are broken."""
    return _bare(one) == _bare(other)


def _bare(text: str) -> str:
    return re.sub(r"([=:(])\|", r"\1", re.sub(r"[\s;]", "", text)).replace(",", "")


if __name__ == "__main__":
    FILE.parent.mkdir(exist_ok=True)
    FILE.write_text(written(), encoding="utf-8")
