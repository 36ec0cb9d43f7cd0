"""What every operation's description has and ninja leaves out: its errors, and the events' shapes."""

from copy import deepcopy
from http import HTTPStatus
from typing import Any

import msgspec

from troth.datamap.doors import purpose
from troth.gateway import purposes
from troth.wire.events import Answer, FileRef, WireEvent
from troth.wire.frames import MarkOf

from .openapi_line import LINE
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


# Served on the loop (gateway/files.py, exports.py), so ninja knows nothing of them.
_ID = {"in": "path", "required": True, "schema": {"type": "string", "format": "uuid"}}
_BY_PASS: list[dict[str, list[str]]] = [{"Pass": []}]
_BYTES = {"schema": {"type": "string", "format": "binary"}}
FILES: dict[str, Any] = {
    "/api/v1/conversations/{conversation_id}/files": {
        "post": {
            **purpose(purposes.FILES),
            "operationId": "upload_file",
            "summary": "Upload File",
            "description": "Upload a file; a message then names it. The type is sniffed, not believed.",
            "tags": ["files"],
            "parameters": [
                {**_ID, "name": "conversation_id"},
                {"in": "query", "name": "name", "required": True, "schema": {"type": "string", "maxLength": 200}},
            ],
            "requestBody": {"required": True, "content": {"*/*": _BYTES}},
            "responses": {
                201: {
                    "description": "Created",
                    "content": {"application/json": {"schema": {"$ref": "#/components/schemas/FileRef"}}},
                }
            },
            "security": _BY_PASS,
        }
    },
    "/api/v1/files/{ticket}": {
        "get": {
            **purpose(purposes.FILES),
            "operationId": "download_file",
            "summary": "Download File",
            "description": "Once, within 60 seconds of the ticket.",
            "tags": ["files"],
            "parameters": [{"in": "path", "name": "ticket", "required": True, "schema": {"type": "string"}}],
            "responses": {200: {"description": "OK", "content": {"*/*": _BYTES}}},
        }
    },
    "/api/v1/exports/{ticket}": {
        "get": {
            **purpose(purposes.EXPORTS),
            "operationId": "download_export",
            "summary": "Download Export",
            "description": "What somebody ordered of themselves, once, within 60 seconds of the ticket.",
            "tags": ["privacy"],
            "parameters": [{"in": "path", "name": "ticket", "required": True, "schema": {"type": "string"}}],
            "responses": {200: {"description": "OK", "content": {"application/zip": _BYTES}}},
        }
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
    schema["paths"].update(deepcopy(FILES | LINE))
    for path, operations in schema["paths"].items():
        for method, operation in operations.items():
            for status in _errors(path, method):
                operation["responses"].setdefault(status, _problem(status))
    return schema


def _errors(path: str, method: str) -> list[int]:
    statuses = [401, 403, 404, 409, 422, 429, 500, 503]
    if method != "get":
        statuses.append(413)
    if path.endswith(("/files", "/picture")):
        statuses.append(415)
    if path.endswith("/exports/{ticket}"):
        statuses.append(410)
    return sorted(statuses)


def _problem(status: int) -> dict[str, Any]:
    return {
        "description": HTTPStatus(status).phrase,
        "content": {CONTENT_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
    }
