"""docs/protocol.md is whole and true: every frame, event, error, close code and operation has its place, and every
example is decoded by the structs themselves."""

import json
import re
from pathlib import Path
from typing import Any, get_args

import msgspec
import pytest

from tests.law.files import ROOT, document
from troth.kernel import errors
from troth.wire import events, frames

SECTIONS = dict(re.findall(r"^### `(.+?)\n(.*?)(?=^##|\Z)", document("protocol.md").replace("\r", ""), re.M | re.S))
Struct = type[msgspec.Struct]


def _tag(struct: Struct) -> str:
    return str(struct.__struct_config__.tag)


FRAMES: list[tuple[str, Struct]] = [
    *((f"{_tag(one)}` (client)", one) for one in get_args(frames.AnyClientFrame)),
    *((f"{_tag(one)}` (server)", one) for one in get_args(frames.AnyServerFrame)),
]
EVENTS: list[tuple[str, Struct]] = [(f"{name}`", struct) for name, _, struct in events.KINDS.values()]


def _examples(section: str) -> list[str]:
    return re.findall(r"```json\n(.*?)```", section, re.S)


def _unknown(example: Any, struct: Struct) -> list[str]:
    """Keys of an example that the struct does not have: a misspelt one would be dropped in silence."""
    return sorted(set(example) - {"op"} - {field.encode_name for field in msgspec.structs.fields(struct)})


@pytest.mark.parametrize(("heading", "struct"), FRAMES + EVENTS, ids=lambda one: one if isinstance(one, str) else "")
def test_every_frame_and_event_is_described_with_examples_that_decode(heading: str, struct: Struct) -> None:
    section = SECTIONS[heading]
    examples = _examples(section)
    assert examples
    for example in examples:
        decoded = msgspec.json.decode(example, type=struct)
        assert isinstance(decoded, struct)
        assert _unknown(json.loads(example), struct) == []
    fields = [field.encode_name for field in msgspec.structs.fields(struct)]
    assert [name for name in fields if f"`{name}`" not in section and f"the seq `{name}`" not in section] == []


def test_every_field_is_shown_by_an_example() -> None:
    missing = [
        f"{heading} {field.encode_name}"
        for heading, struct in FRAMES + EVENTS
        for field in msgspec.structs.fields(struct)
        if not any(field.encode_name in json.loads(example) for example in _examples(SECTIONS[heading]))
    ]
    assert missing == []


def test_nothing_is_described_that_does_not_exist() -> None:
    assert set(SECTIONS) == {heading for heading, _ in FRAMES + EVENTS}


def test_every_error_has_its_row() -> None:
    """Read from the sources: which classes are loaded depends on what ran before. The SDK's own stay with it."""
    rows = dict(re.findall(r"^\| `(\w+)` \| (\d{3}) \|", document("protocol.md"), re.M))
    sources = [path for path in (ROOT / "src/troth").rglob("*.py") if "client" not in path.parts]
    told = "\n".join(path.read_text() for path in sources)
    codes = dict(re.findall(r'\bcode, status, sentence = "(\w+)", (\d{3})', told))
    assert rows == {**codes, errors.TrothError.code: str(errors.TrothError.status)}
    assert {kind.code for kind in errors.TrothError.__subclasses__() if kind.__module__ == errors.__name__} <= set(
        codes
    )


def test_every_close_code_has_its_row() -> None:
    sources = "".join(path.read_text() for path in (ROOT / "src/troth/gateway").glob("*.py"))
    sources += (ROOT / "src/troth/wire/closing.py").read_text()
    used = set(re.findall(r"\b(?:close\w*\(|CLOSE\w* = )(1\d{3}|4\d{3})\b", sources))
    described = set(re.findall(r"^\| (\d{4}) \|", document("protocol.md"), re.M))
    assert used - described == set()
    ours = set(re.findall(r"\b(1\d{3}|4\d{3})\b", sources)) | {"1011"}  # which picows and websockets send
    assert described - ours == set()  # none that is never sent


def _operations() -> set[str]:
    from tests.law.openapi import schema

    paths: dict[str, dict[str, object]] = schema()["paths"]
    return {f"{method.upper()} {path.removeprefix('/api/v1')}" for path, acts in paths.items() for method in acts}


def test_every_operation_has_its_row() -> None:
    described = set(re.findall(r"^\| `((?:GET|POST|PUT|PATCH|DELETE) /[^`]*)` \|", document("protocol.md"), re.M))
    # The description of the API does not describe itself.
    assert described - {"GET /openapi.json"} == _operations() - {"GET /openapi.json"}


@pytest.mark.parametrize(
    "page", [*sorted((ROOT / "docs").rglob("*.md")), ROOT / "README.md"], ids=lambda path: path.name
)
def test_no_link_of_the_docs_is_broken(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    for target in re.findall(r"\]\((?!https?:|mailto:)([^)#\s]+)", text):
        assert (page.parent / target).exists(), target
    anchors = {
        re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in re.findall(r"^#+ (.+)$", text, re.M)
    }
    anchors |= set(re.findall(r'<a id="([^"]+)"></a>', text))
    assert [one for one in re.findall(r"\]\(#([^)]+)\)", text) if one not in anchors] == []
