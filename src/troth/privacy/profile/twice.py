"""What a file says twice. TOML stops at the first of these without its name; here each is found, and what is left can
be read for what else is wrong."""

import re
from collections.abc import Iterator

from .shape import Finding

_HEADER = re.compile(r"\s*\[([^\[\]]+)\]\s*(?:#.*)?$")
_KEY = re.compile(
    r"""\s*((?:[A-Za-z0-9_-]+|"[^"]*"|'[^']*')(?:\s*\.\s*(?:[A-Za-z0-9_-]+|"[^"]*"|'[^']*'))*)\s*=(.*)$"""
)
_QUOTED = re.compile(r"""[A-Za-z0-9_-]+|"[^"]*"|'[^']*'""")


def once(text: str) -> tuple[str, list[Finding]]:
    """The text with each key once, as it was said first, and a finding for each of the others."""
    seen: dict[str, int] = {}
    tables: dict[str, list[str]] = {}
    found: list[Finding] = []
    keep = True
    for number, table, key, line in _lines(text):
        if key:
            where = f"{table}.{key}".strip(".")
            keep = where not in seen
            if keep:
                seen[where] = number
            else:
                found.append(_twice(where, seen[where], number))
        if keep or not line.strip():
            tables.setdefault(table, []).append(line)
    headers = {name: [f"[{name}]"] if name else [] for name in tables}
    return "\n".join("\n".join(headers[name] + lines) for name, lines in tables.items()), found


def lines(text: str) -> dict[str, int]:
    """Where each table and key is said first, without quotes: signals.gpc -> 7."""
    found: dict[str, int] = {}
    for number, line in enumerate(text.splitlines(), 1):
        if header := _HEADER.match(line):
            found.setdefault(_plain(header[1]).replace('"', ""), number)
    for number, table, key, _ in _lines(text):
        if key:
            found.setdefault(f"{table}.{key}".strip(".").replace('"', ""), number)
    return found


def _lines(text: str) -> Iterator[tuple[int, str, str, str]]:
    """Number, table, key that begins here (else empty), line; headers left out. Values may go over several lines."""
    table, inside, depth = "", "", 0
    for number, line in enumerate(text.splitlines(), 1):
        key = ""
        if not inside and depth <= 0:
            if header := _HEADER.match(line):
                table = _plain(header[1])
                continue
            if begun := _KEY.match(line):
                key = _plain(begun[1])
        for mark in ('"""', "'''"):
            if inside in ("", mark) and line.count(mark) % 2:
                inside = "" if inside else mark
        if not inside:
            bare = re.sub(r"\"[^\"]*\"|'[^']*'|#.*", "", line)
            depth = max(0, depth + bare.count("[") + bare.count("{") - bare.count("]") - bare.count("}"))
        yield number, table, key, line


def _plain(name: str) -> str:
    """signals . "gpc": signals.gpc. A name with dots of its own keeps its quotes."""
    parts = [one.strip("\"'") for one in _QUOTED.findall(name)]
    return ".".join(f'"{one}"' if "." in one else one for one in parts)


def _twice(where: str, first: int, again: int) -> Finding:
    bare = where.replace('"', "")
    return Finding(
        code="twice", key=bare,
        sentence=f"{bare} is said twice, in line {first} and in line {again}. Keep one of them.",
    )  # fmt: skip
