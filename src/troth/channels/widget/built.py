"""The files that `npm run build` made of web/widget: kept in memory, with their compressed twins."""

import gzip
import json
from dataclasses import dataclass
from functools import lru_cache
from os.path import isfile
from pathlib import Path

from django.http import HttpRequest

ROOT = Path(__file__).resolve().parent.parent.parent / "static" / "widget"
TYPES = {
    ".js": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".svg": "image/svg+xml; charset=utf-8",
}


class NotBuilt(Exception):
    """The web was never built in this checkout."""


@dataclass(frozen=True, slots=True)
class Panel:
    """Names of the panel's entry files below /w/assets/."""

    script: str
    styles: list[str]


def loader() -> str:
    """The loader's code; it expects `__TROTH_SITE__` to be defined around it."""
    return _read(ROOT / "loader" / "loader.js").decode()


def panel() -> Panel:
    manifest = json.loads(_read(ROOT / "panel" / "manifest.json"))
    entry = next(part for part in manifest.values() if part.get("isEntry"))
    return Panel(entry["file"], entry.get("css", []))


def asset(name: str, coding: str) -> tuple[bytes, str] | None:
    """The bytes of an asset in this coding ("br", "gzip" or ""), and its content type; None when there is none."""
    kind = TYPES.get(Path(name).suffix)
    found = ROOT / "panel" / name
    if kind is None or found.parent != ROOT / "panel" or not isfile(found):  # also of a name too long to be one
        return None
    return _read(found.with_name(name + {"br": ".br", "gzip": ".gz", "": ""}[coding])), kind


def _read(path: Path) -> bytes:
    """From memory while the file is the same; a new build is met at once."""
    try:
        return _bytes(path, path.stat().st_mtime_ns)
    except FileNotFoundError:
        raise NotBuilt from None


@lru_cache(maxsize=64)
def _bytes(path: Path, _: int) -> bytes:
    return path.read_bytes()


def coding(request: HttpRequest) -> str:
    """The best coding the client takes."""
    taken = {part.split(";")[0].strip() for part in request.headers.get("Accept-Encoding", "").lower().split(",")}
    return next((name for name in ("br", "gzip") if name in taken), "")


@lru_cache(maxsize=256)
def squeezed(text: str) -> bytes:
    """gzip without a time stamp, so that the same text is the same bytes."""
    return gzip.compress(text.encode(), 9, mtime=0)
