"""The words of a PDF as WeasyPrint writes it: read from its bytes, page by page, without blanks."""

import re
import zlib
from collections.abc import Iterator, Mapping

_OBJECT = re.compile(rb"(?<!\d)(\d+) 0 obj\b(.*?)\bendobj", re.S)
_STREAM = re.compile(rb"stream\r?\n(.*?)\r?\nendstream", re.S)
_FONT = re.compile(rb"/([\w.+-]+) (\d+) 0 R")
_SHOWN = re.compile(rb"/([\w.+-]+) [-\d.]+ Tf|<([0-9a-fA-F\s]*)>")
_PAIRS = re.compile(rb"<([0-9a-fA-F]+)>\s*<([0-9a-fA-F]+)>")
_RANGE = re.compile(rb"<([0-9a-fA-F]+)>\s*<([0-9a-fA-F]+)>\s*<([0-9a-fA-F]+)>")

type Letters = Mapping[int, str]


def pages(pdf: bytes) -> list[str]:
    """Each page's text in the order in which it is drawn. Raises ValueError where it is no PDF that can be read."""
    objects = {int(number): body for number, body in _OBJECT.findall(pdf)}
    for body in list(objects.values()):
        if b"/ObjStm" in body:
            objects |= _packed(body)
    fonts = _fonts(objects)
    if not fonts:
        raise ValueError("a PDF without letters")
    drawn = [_stream(body) for body in objects.values()]
    return [text for stream in drawn if b" Tf" in stream and (text := "".join(_text(stream, fonts)))]


def _fonts(objects: Mapping[int, bytes]) -> dict[bytes, Letters]:
    """By the name that pages call them."""
    found: dict[bytes, Letters] = {}
    for body in objects.values():
        for name, number in _FONT.findall(body):
            font = objects.get(int(number), b"")
            if (to := re.search(rb"/ToUnicode (\d+) 0 R", font)) and int(to[1]) in objects:
                found[name] = _letters(_stream(objects[int(to[1])]))
    return found


def _letters(cmap: bytes) -> Letters:
    found: dict[int, str] = {}
    for part in re.findall(rb"beginbfchar(.*?)endbfchar", cmap, re.S):
        for glyph, text in _PAIRS.findall(part):
            found[int(glyph, 16)] = bytes.fromhex(text.decode()).decode("utf-16-be", "replace")
    for part in re.findall(rb"beginbfrange(.*?)endbfrange", cmap, re.S):
        for first, last, text in _RANGE.findall(part):
            for at in range(int(first, 16), int(last, 16) + 1):
                found[at] = chr(int(text, 16) + at - int(first, 16))
    return found


def _text(stream: bytes, fonts: Mapping[bytes, Letters]) -> Iterator[str]:
    letters: Letters = {}
    for font, glyphs in _SHOWN.findall(stream):
        if font:
            letters = fonts.get(font, {})
            continue
        raw = re.sub(rb"\s", b"", glyphs)
        for at in range(0, len(raw) - 3, 4):
            yield letters.get(int(raw[at : at + 4], 16), "").strip()


def _stream(body: bytes) -> bytes:
    found = _STREAM.search(body)
    if found is None:
        return b""
    try:
        packed = b"/FlateDecode" in body[: found.start()]
        return zlib.decompressobj().decompress(found[1]) if packed else found[1]  # its last byte may look like a line's
    except zlib.error:
        return b""


def _packed(body: bytes) -> dict[int, bytes]:
    """The objects of an object stream."""
    first = re.search(rb"/First (\d+)", body)
    data = _stream(body)
    if first is None or not data:
        return {}
    start = int(first[1])
    numbers = [int(one) for one in data[:start].split()]
    places = [*numbers[1::2], len(data) - start]
    return {
        number: data[start + at : start + end]
        for number, at, end in zip(numbers[::2], places, places[1:], strict=False)
    }
