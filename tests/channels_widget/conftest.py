"""A tiny build in place of the real one: these tests are about how it is served, not about what npm makes."""

import gzip
import json
from pathlib import Path

import pytest

from troth.channels.widget import built

MANIFEST = {
    "panel/main.tsx": {"file": "main-abc.js", "isEntry": True, "css": ["main-abc.css"]},
    "panel/talk.tsx": {"file": "talk-def.js", "isDynamicEntry": True},
}


@pytest.fixture
def build(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for folder, name, text in (
        ("loader", "loader.js", "console.log(__TROTH_SITE__)"),
        ("panel", "main-abc.js", "// the panel"),
        ("panel", "main-abc.css", "body{}"),
        ("panel", "manifest.json", json.dumps(MANIFEST)),
    ):
        (tmp_path / folder).mkdir(exist_ok=True)
        (tmp_path / folder / name).write_text(text)
        (tmp_path / folder / f"{name}.gz").write_bytes(gzip.compress(text.encode()))
        (tmp_path / folder / f"{name}.br").write_bytes(b"as brotli")
    monkeypatch.setattr(built, "ROOT", tmp_path)
    return tmp_path
