"""Writes the web's types from the wire's structs, and from an OpenAPI document, by one JSON-Schema-to-TypeScript walk.

    python -m troth.wire.typescript web/wire [--openapi openapi.json]

`index.ts` holds every frame, event and event body; `api.ts` the schemas and operations of the HTTP API. A property is
optional in TypeScript when the schema does not require it, which is also when the wire may leave it out.
"""

import json
import re
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import msgspec

from . import events, frames

Schema = Mapping[str, Any]

_HEAD = "// Made from {source} by `python -m troth.wire.typescript web/wire`. Never edited by hand.\n\n"
_NAME = re.compile(r"^[A-Za-z_$][\w$]*$")
_SCALARS = {"string": "string", "integer": "number", "number": "number", "boolean": "boolean", "null": "null"}


def type_of(schema: Schema | bool, depth: int = 0) -> str:
    """The TypeScript type of a JSON Schema; what it can't say becomes `unknown`, never `any`."""
    if isinstance(schema, bool):
        return "unknown" if schema else "never"
    if "$ref" in schema:
        return _identifier(str(schema["$ref"]).rsplit("/", 1)[-1])
    if "const" in schema:
        return _literal(schema["const"])
    if "enum" in schema:
        return _union(_literal(value) for value in schema["enum"])
    for key in ("anyOf", "oneOf"):
        if key in schema:
            return _union(type_of(part, depth) for part in schema[key])
    if "allOf" in schema:
        return " & ".join(type_of(part, depth) for part in schema["allOf"])
    kind = schema.get("type")
    if isinstance(kind, list):
        return _union(type_of({**schema, "type": one}, depth) for one in kind)
    if kind == "array":
        return _array(schema, depth)
    if kind == "object" or "properties" in schema:
        return _object(schema, depth)
    return _SCALARS.get(str(kind), "unknown")


def interface(name: str, schema: Schema) -> str:
    """One exported declaration, with the schema's description above it."""
    says = _comment(schema.get("description"))
    if schema.get("type") == "object" and "properties" in schema:
        return f"{says}export interface {_identifier(name)} {_object(schema, 0)}\n"
    return f"{says}export type {_identifier(name)} = {type_of(schema)};\n"


def wire() -> str:
    """The whole of web/wire/index.ts."""
    bodies = {name: struct for name, _, struct in events.KINDS.values()}
    client, server = frames.AnyClientFrame.__args__, frames.AnyServerFrame.__args__
    named = (*client, *server, *bodies.values(), events.WireEvent)
    _, components = msgspec.json.schema_components(named, ref_template="{name}")
    limits = {name: getattr(frames, name) for name in ("PROTOCOL", "MAX_FRAME", "MAX_TEXT", "MAX_FILES", "MAX_AFTER")}
    parts = [_HEAD.format(source="src/troth/wire")]
    parts += [f"export const {name} = {value};\n" for name, value in limits.items()]
    parts += ["\n" + interface(name, schema) for name, schema in sorted(components.items()) if name != "WireEvent"]
    parts.append(_event(components["WireEvent"], bodies))
    parts.append("\nexport type ClientFrame = " + " | ".join(struct.__name__ for struct in client) + ";\n")
    parts.append("export type ServerFrame = " + " | ".join(struct.__name__ for struct in server) + ";\n")
    return "".join(parts)


def api(document: Schema) -> str:
    """The whole of web/wire/api.ts: schemas, then operations by operation id."""
    schemas = document.get("components", {}).get("schemas", {})
    parts = [_HEAD.format(source="the API's OpenAPI document")]
    parts += [interface(name, schema) + "\n" for name, schema in sorted(schemas.items())]
    rows = []
    for path, methods in sorted(document.get("paths", {}).items()):
        for method, operation in sorted(methods.items()):
            if method in ("get", "post", "put", "patch", "delete"):
                rows.append(_operation(path, method, operation))
    parts.append("/** Every operation: what goes in, what comes out. */\nexport interface Operations {\n")
    return "".join([*parts, *rows, "}\n"])


def _event(schema: Schema, bodies: Mapping[str, type]) -> str:
    """A WireEvent is told apart by its kind; the body of an erased event is null."""
    envelope = {name: part for name, part in schema["properties"].items() if name not in ("kind", "body")}
    required = [name for name in schema["required"] if name in envelope]
    head = interface("Envelope", {"type": "object", "properties": envelope, "required": required})
    rows = "".join(f"  {name}: {struct.__name__};\n" for name, struct in bodies.items())
    return (
        f"\n{head}\n/** What each kind of event carries. */\nexport interface Bodies {{\n{rows}}}\n\n"
        "/** An event as it travels. `body` is null once it was erased. */\n"
        "export type WireEvent = {\n  [K in keyof Bodies]: Envelope & { kind: K; body: Bodies[K] | null };\n"
        "}[keyof Bodies];\n"
    )


def _operation(path: str, method: str, operation: Schema) -> str:
    asked = operation.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema")
    answers = [
        type_of(content["application/json"]["schema"], 2)
        for code, answer in sorted(operation.get("responses", {}).items())
        if str(code).startswith("2") and "application/json" in (content := answer.get("content", {}) or {})
    ]
    query = [part for part in operation.get("parameters", []) if part.get("in") == "query"]
    asks = {
        "properties": {part["name"]: part["schema"] for part in query},
        "required": [part["name"] for part in query if part.get("required")],
    }
    rows = {
        "method": _literal(method.upper()),
        "path": _literal(path),
        "query": _object(asks, 2) if query else "undefined",
        "body": type_of(asked, 2) if asked else "undefined",
        "answer": _union(answers) if answers else "undefined",
    }
    name = operation.get("operationId", f"{method} {path}")
    return f"  {_property(name)}: {{\n" + "".join(f"    {key}: {value};\n" for key, value in rows.items()) + "  };\n"


def _object(schema: Schema, depth: int) -> str:
    pad = "  " * (depth + 1)
    required = set(schema.get("required", ()))
    rows = [
        f"{_comment(part.get('description') if isinstance(part, Mapping) else None, pad)}"
        f"{pad}{_property(name)}{'' if name in required else '?'}: {type_of(part, depth + 1)};\n"
        for name, part in schema.get("properties", {}).items()
    ]
    rest = schema.get("additionalProperties")
    if not rows:
        return f"Record<string, {type_of(rest, depth) if isinstance(rest, Mapping) else 'unknown'}>"
    return "{\n" + "".join(rows) + "  " * depth + "}"


def _array(schema: Schema, depth: int) -> str:
    if "prefixItems" in schema:
        return "[" + ", ".join(type_of(part, depth) for part in schema["prefixItems"]) + "]"
    inner = type_of(schema.get("items", True), depth)
    return f"({inner})[]" if " " in inner and not inner.startswith("{") else f"{inner}[]"


def _union(parts: Iterable[str]) -> str:
    return " | ".join(dict.fromkeys(parts)) or "never"


def _literal(value: object) -> str:
    if isinstance(value, str):
        return "'" + json.dumps(value, ensure_ascii=False)[1:-1].replace('\\"', '"').replace("'", "\\'") + "'"
    return json.dumps(value)


def _property(name: str) -> str:
    return name if _NAME.match(name) else _literal(name)


def _identifier(name: str) -> str:
    return re.sub(r"[^\w$]", "_", name)


def _comment(text: str | None, pad: str = "") -> str:
    if not text:
        return ""
    line = " ".join(text.split()).replace("*/", "* /")
    return f"{pad}/** {line} */\n"


def main(arguments: list[str]) -> None:
    folder = Path(arguments[0])
    (folder / "index.ts").write_text(wire(), encoding="utf-8")
    if "--openapi" in arguments:
        document = json.loads(Path(arguments[arguments.index("--openapi") + 1]).read_text(encoding="utf-8"))
        (folder / "api.ts").write_text(api(document), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
