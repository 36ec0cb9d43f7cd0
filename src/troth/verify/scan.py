"""Words that are nowhere else, and the look for them in bytes: as they are, or in whatever wrapping."""

import base64
import contextlib
import gzip
import hashlib
import secrets
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path

MARK = f"k{secrets.token_hex(4)}"  # how all canaries begin: who sees none of these in some bytes sees no canary there
ZEROS = bytes(4096)


def canary(end: str = "") -> str:
    """A new one. end: what it ends with, "@example.test" say."""
    return MARK + secrets.token_hex(7) + end


def in_bytes(canaries: Iterable[str], data: bytes) -> set[str]:
    """Which of them are in these bytes."""
    wanted = {one: _forms(one) for one in canaries}
    return {canary for text in _layers(data) for canary in _in(text, wanted)}


def found(canaries: Iterable[str], folders: Iterable[Path], *, without: tuple[str, ...] = ()) -> dict[str, list[str]]:
    """Canary -> the files that hold it, as it is or in whatever wrapping."""
    wanted = {one: _forms(one) for one in canaries}
    held: dict[str, list[str]] = {}
    seen: dict[bytes, set[str]] = {}  # databases of one cluster are copies of each other, but for a few tables
    for path in (one for folder in folders for one in sorted(folder.rglob("*")) if one.is_file()):
        if any(part in str(path) for part in without):
            continue
        try:
            data = path.read_bytes()
        except OSError:  # gone meanwhile
            continue
        same = hashlib.sha256(data).digest()
        if same not in seen:
            seen[same] = {canary for text in _layers(data) for canary in _in(text, wanted)}
        for canary in wanted:
            if canary in seen[same] and path.name not in held.setdefault(canary, []):
                held[canary].append(path.name)
    return {canary: files for canary, files in held.items() if files}


def _in(text: bytes, wanted: dict[str, list[bytes]]) -> set[str]:
    marked = any(form in text for form in _forms(MARK))
    looked_for = ((one, forms) for one, forms in wanted.items() if marked or not one.startswith(MARK))
    return {canary for canary, forms in looked_for if any(form in text for form in forms)}


def _forms(canary: str) -> list[bytes]:
    raw = canary.encode()
    found = [raw, canary.encode("utf-16-le")[:-1], raw.hex().encode()]  # the middle of both kinds of UTF-16 is the same
    for shift in range(3):  # base64 of a text around it: the whole groups of the canary's own, which have no + or /
        skip = (3 - shift) % 3
        found.append(base64.b64encode(raw[skip : skip + (len(raw) - skip) // 3 * 3]))
    return found


def _layers(data: bytes) -> Iterator[bytes]:
    """The bytes, without the line breaks of base64 and quoted-printable, and what is compressed in them."""
    data = data.replace(ZEROS, b"\0")  # logs written ahead are mostly that
    yield data
    yield data.replace(b"=\r\n", b"").replace(b"=\n", b"").replace(b"\r", b"").replace(b"\n", b"")
    start = data.find(b"\x1f\x8b\x08")
    while start >= 0:
        with contextlib.suppress(zlib.error):
            yield zlib.decompressobj(16 + zlib.MAX_WBITS).decompress(data[start:], 10_000_000)
        start = data.find(b"\x1f\x8b\x08", start + 1)


def wrapped(canary: str) -> list[bytes]:
    """Ways in which a copy could hide, each of which `found` must see."""
    text = f"of {canary} and more".encode()
    lines = base64.encodebytes(b"x" * 50 + text)
    half = text[: len(text) // 2] + b"=\r\n" + text[len(text) // 2 :]
    return [text, text.decode().encode("utf-16-le"), base64.b64encode(text), lines, half, b"junk" + gzip.compress(text)]
