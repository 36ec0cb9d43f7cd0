"""The files that `npm run build` made of web/widget: read once, with their compressed twins."""

import gzip
import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.http import HttpRequest

ROOT = Path(__file__).resolve().parent.parent.parent / "static" / "widget"
TYPES = {".js": "text/javascript; charset=utf-8", ".css": "text/css; charset=utf-8"}


class NotBuilt(Exception):
    """The web was never built in this checkout."""


@dataclass(frozen=True, slots=True)
class Panel:
    """Names of the panel's entry files below /w/assets/."""

    script: str
    styles: list[str]


@cache
def loader() -> str:
    """The loader's code; it expects `__TROTH_SITE__` to be defined around it."""
    try:
        return (ROOT / "loader" / "loader.js").read_text(encoding="utf-8")
    except FileNotFoundError:
        raise NotBuilt from None


@cache
def panel() -> Panel:
    try:
        manifest = json.loads((ROOT / "panel" / "manifest.json").read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise NotBuilt from None
    entry = next(part for part in manifest.values() if part.get("isEntry"))
    return Panel(entry["file"], entry.get("css", []))


def asset(name: str, coding: str) -> tuple[bytes, str] | None:
    """The bytes of an asset in this coding ("br", "gzip" or ""), and its content type; None when there is none."""
    kind = TYPES.get(Path(name).suffix)
    found = ROOT / "panel" / name
    if kind is None or found.parent != ROOT / "panel" or not found.is_file():
        return None
    return _bytes(found.with_name(name + {"br": ".br", "gzip": ".gz", "": ""}[coding])), kind


@cache
def _bytes(path: Path) -> bytes:
    return path.read_bytes()


def coding(request: HttpRequest) -> str:
    """The best coding the client takes."""
    taken = {part.split(";")[0].strip() for part in request.headers.get("Accept-Encoding", "").lower().split(",")}
    return next((name for name in ("br", "gzip") if name in taken), "")


def squeezed(text: str) -> bytes:
    """gzip without a time stamp, so that the same text is the same bytes."""
    return gzip.compress(text.encode(), 9, mtime=0)
