"""OpenAPI 3.1 from the routes as they are. Pure."""

import re
from collections.abc import Iterable, Sequence
from typing import Any, Literal

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from agent_console.live_models import Pong, ServerMessage
from agent_console.permissions import Permission
from agent_console.routing import Route

_Mode = tuple[type[BaseModel], Literal["validation", "serialization"]]
PREFIX = "/api/v1"
ROOT = frozenset({"/healthz", "/readyz", "/metrics"})
_REF = "#/components/schemas/{model}"
_ERROR = {
    "type": "object",
    "required": ["error"],
    "properties": {
        "error": {
            "type": "object",
            "required": ["code", "message"],
            "properties": {"code": {"type": "string"}, "message": {"type": "string"}},
        }
    },
}
_WORDS = {
    401: "Nobody is logged in, or the name or password is wrong",
    403: "Not permitted",
    404: "Not there",
    409: "Not legal now",
    413: "Too large",
    415: "Not multipart",
    422: "Wrong input",
    429: "Too many attempts",
    503: "Asterisk or the database is away",
}


def full_path(route: Route) -> str:
    """Where a route is served."""
    return route.path if route.path in ROOT else PREFIX + route.path


def _content(schema: dict[str, Any], media: str = "application/json") -> dict[str, Any]:
    return {media: {"schema": schema}}


def _reference(model: type[BaseModel]) -> dict[str, str]:
    return {"$ref": _REF.format(model=model.__name__)}


def _parameters(route: Route) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = [
        {"name": name, "in": "path", "required": True, "schema": {"type": "string"}}
        for name in re.findall(r"{(\w+)}", route.path)
    ]
    if route.query is not None:
        schema = route.query.model_json_schema()
        for name, of in schema["properties"].items():
            required = name in schema.get("required", [])
            found.append({"name": name, "in": "query", "required": required, "schema": of})
    return found


def _responses(route: Route) -> dict[str, Any]:
    good: dict[str, Any] = {"description": route.summary}
    if route.answer is not None:
        good["content"] = _content(_reference(route.answer))
    elif route.status == 200:
        good["content"] = _content({}, route.media)
    codes = set(route.errors)
    codes |= set() if route.permission is Permission.PUBLIC else {401, 403}
    codes |= {422} if route.body or route.query else set()
    wrong = {"content": _content({"$ref": "#/components/schemas/Error"})}
    return {str(route.status): good} | {str(code): {"description": _WORDS[code], **wrong} for code in sorted(codes)}


def _operation(route: Route) -> dict[str, Any]:
    operation: dict[str, Any] = {
        "operationId": f"{route.handler.__module__.rpartition('.')[2]}_{route.handler.__name__}",
        "summary": route.summary,
        "description": (route.handler.__doc__ or "").strip(),
        "tags": [route.handler.__module__.rpartition(".")[2]],
        "x-permission": str(route.permission),
        "parameters": _parameters(route),
        "responses": _responses(route),
    }
    if route.body is not None:
        operation["requestBody"] = {"required": True, "content": _content(_reference(route.body))}
    if route.permission is not Permission.PUBLIC:
        operation["security"] = [{"session": []}, {"token": []}]
    return operation


def _schemas(routes: Sequence[Route]) -> dict[str, Any]:
    """Every model of a body or an answer, and the words of the live socket, by name. An answer has all its fields."""
    bodies: list[_Mode] = [(route.body, "validation") for route in routes if route.body is not None]
    answers: list[_Mode] = [(route.answer, "serialization") for route in routes if route.answer is not None]
    live: list[_Mode] = [(ServerMessage, "serialization"), (Pong, "validation")]
    ordered = sorted({*bodies, *answers, *live}, key=lambda one: (one[0].__name__, one[1]))
    _map, schema = models_json_schema(ordered, ref_template=_REF)
    found: dict[str, Any] = schema.get("$defs", {})
    return found


def describe(routes: Iterable[Route], version: str) -> dict[str, Any]:
    """The whole description."""
    routes = list(routes)
    schemas = _schemas(routes)
    paths: dict[str, dict[str, Any]] = {}
    for route in routes:
        paths.setdefault(full_path(route), {})[route.method.lower()] = _operation(route)
    return {
        "openapi": "3.1.0",
        "info": {"title": "Switchroom", "version": version},
        "paths": paths,
        "components": {
            "schemas": {**schemas, "Error": _ERROR},
            "securitySchemes": {
                "session": {"type": "apiKey", "in": "cookie", "name": "switchroom_session"},
                "token": {"type": "http", "scheme": "bearer"},
            },
        },
    }
