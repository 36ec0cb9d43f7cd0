"""The web's types are those of the wire and of the API as they are now."""

from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from troth.wire import typescript

WEB = Path(__file__).resolve().parents[2] / "web" / "wire"
HOW = "make it again: .venv/bin/python -m troth.wire.typescript web/wire --openapi FILE (of /api/v1/openapi.json)"


def test_the_wires_types_are_up_to_date() -> None:
    assert (WEB / "index.ts").read_text(encoding="utf-8") == typescript.wire(), HOW


def test_the_apis_types_are_up_to_date() -> None:
    document = Client(SERVER_NAME="localhost").get("/api/v1/openapi.json").json()
    assert (WEB / "api.ts").read_text(encoding="utf-8") == typescript.api(document), HOW


@pytest.mark.parametrize(
    ("schema", "written"),
    [
        ({"type": "string", "format": "uuid"}, "string"),
        ({"enum": ["a", "it's"]}, "'a' | 'it\\'s'"),
        ({"const": 3}, "3"),
        ({"anyOf": [{"type": "string"}, {"type": "null"}]}, "string | null"),
        ({"type": ["integer", "null"]}, "number | null"),
        ({"type": "array", "items": {"enum": ["a", "b"]}}, "('a' | 'b')[]"),
        ({"type": "array", "prefixItems": [{"type": "string"}, {"type": "number"}]}, "[string, number]"),
        ({"$ref": "#/components/schemas/Some.Thing"}, "Some_Thing"),
        ({"type": "object", "additionalProperties": {"type": "boolean"}}, "Record<string, boolean>"),
        ({"allOf": [{"$ref": "A"}, {"$ref": "B"}]}, "A & B"),
        ({}, "unknown"),
        (True, "unknown"),
    ],
)
def test_a_schema_becomes_a_type(schema: Any, written: str) -> None:
    assert typescript.type_of(schema) == written


def test_what_may_be_left_out_is_optional() -> None:
    schema = {
        "type": "object",
        "description": "A thing.\nOf two */ parts",
        "required": ["a"],
        "properties": {"a": {"type": "string"}, "b-c": {"type": "integer", "description": "how many"}},
    }
    assert typescript.interface("Thing", schema) == (
        "/** A thing. Of two * / parts */\nexport interface Thing {\n"
        "  a: string;\n  /** how many */\n  'b-c'?: number;\n}\n"
    )
