"""What every operation's description has and ninja leaves out: its errors, and the events' shapes."""

from http import HTTPStatus
from typing import Any

import msgspec

from troth.wire.events import Answer, FileRef, WireEvent
from troth.wire.frames import MarkOf

from .problems import CONTENT_TYPE

PROBLEM: dict[str, Any] = {
    "title": "Problem",
    "type": "object",
    "required": ["type", "title", "status", "code", "detail"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "code": {"type": "string", "description": "docs/protocol.md lists the codes"},
        "detail": {"type": "string"},
        "fields": {"type": "object", "additionalProperties": {"type": "string"}},
    },
}


def complete(schema: dict[str, Any]) -> dict[str, Any]:
    """Add to ninja's schema, in place: errors of each operation, the problem's shape, the shapes of the wire."""
    shapes = schema.setdefault("components", {}).setdefault("schemas", {})
    _, wire = msgspec.json.schema_components(
        [WireEvent, FileRef, Answer, MarkOf], ref_template="#/components/schemas/{name}"
    )
    for name, shape in wire.items():
        shapes.setdefault(name, shape)
    shapes["Problem"] = PROBLEM
    for path, operations in schema["paths"].items():
        for method, operation in operations.items():
            for status in _errors(path, method, operation):
                operation["responses"].setdefault(status, _problem(status))
    return schema


def _errors(path: str, method: str, operation: dict[str, Any]) -> list[int]:
    statuses = [404, 422, 429, 500, 503]
    if operation.get("security"):
        statuses += [401, 403]
    if method != "get":
        statuses += [409, 413]
    if path.endswith("/files"):
        statuses.append(415)
    return sorted(statuses)


def _problem(status: int) -> dict[str, Any]:
    return {
        "description": HTTPStatus(status).phrase,
        "content": {CONTENT_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
    }
