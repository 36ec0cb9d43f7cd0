"""In which line of its file something is wrong."""

from collections.abc import Iterable

from msgspec.structs import replace

from .shape import Finding
from .twice import lines


def placed(found: Iterable[Finding], text: str) -> list[Finding]:
    """text: the file. Each with the line of its key, else of the table around it, else of its promise."""
    known = lines(text)
    return [replace(one, line=one.line or _line(one, known)) for one in found]


def _line(one: Finding, known: dict[str, int]) -> int:
    first = one.promise.partition(",")[0]
    for key in (one.key, f"promises.{first}" if first else ""):
        while key:
            if key in known:
                return known[key]
            key = key.rpartition(".")[0]
    return 0
