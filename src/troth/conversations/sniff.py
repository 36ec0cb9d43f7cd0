"""What a file is, told from its bytes and never from what the sender says; and how large a picture is."""

import io
import re
import struct
import zipfile

_DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

# A file may be made to be slow to look at; beyond these bounds it is taken as what it is without another look.
MOST_ENTRIES = 10_000  # of an archive whose names are read
MOST_MARKERS = 1_000  # of a picture before its size
_ENTRY = b"PK\x01\x02"
_CONTROLS = re.compile("[\x00-\x08\x0b\x0e-\x1f]")

ENDINGS: dict[str, tuple[str, ...]] = {  # the first is added to a name that has none
    "image/png": ("png",),
    "image/jpeg": ("jpg", "jpeg", "jpe", "jfif"),
    "image/gif": ("gif",),
    "image/webp": ("webp",),
    "application/pdf": ("pdf",),
    "application/zip": ("zip",),
    _DOCX: ("docx",),
    _XLSX: ("xlsx",),
    "text/csv": ("csv",),
    "text/plain": ("txt", "log", "md", "text"),
}


def sniff(data: bytes, ending: str) -> str | None:
    """The media type, or None for what is not on the list. `ending` decides only between kinds of plain text."""
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    if data.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    if data.startswith((b"GIF87a", b"GIF89a")):
        return "image/gif"
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "image/webp"
    if data.startswith(b"%PDF-"):
        return "application/pdf"
    if data.startswith(b"PK\x03\x04"):
        return _archive(data)
    return _plain(data, ending)


def _archive(data: bytes) -> str | None:
    if data.count(_ENTRY) > MOST_ENTRIES:
        return "application/zip"
    try:
        names = zipfile.ZipFile(io.BytesIO(data)).namelist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        return None
    if "[Content_Types].xml" in names:
        if "word/document.xml" in names:
            return None if "word/vbaProject.bin" in names else _DOCX
        if "xl/workbook.xml" in names:
            return None if "xl/vbaProject.bin" in names else _XLSX
    return "application/zip"


def _plain(data: bytes, ending: str) -> str | None:
    """UTF-8 text without control characters that does not look like a page, a picture or a script."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return None
    if _CONTROLS.search(text):
        return None
    start = text.lstrip()[:2]
    if start.startswith("<") or start == "#!":
        return None
    return "text/csv" if ending == "csv" else "text/plain"


def picture_size(data: bytes, kind: str) -> tuple[int, int]:
    """(width, height) in pixels as the file says; (0, 0) when it does not say or is no picture."""
    try:
        if kind == "image/png":
            return struct.unpack(">II", data[16:24])
        if kind == "image/gif":
            return struct.unpack("<HH", data[6:10])
        if kind == "image/jpeg":
            return _jpeg_size(data)
        if kind == "image/webp":
            return _webp_size(data)
    except (struct.error, IndexError):
        pass
    return 0, 0


def _jpeg_size(data: bytes) -> tuple[int, int]:
    at = 2
    for _ in range(MOST_MARKERS):
        if at + 9 >= len(data) or data[at] != 0xFF:
            break
        marker = data[at + 1]
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):  # start of frame
            height, width = struct.unpack(">HH", data[at + 5 : at + 9])
            return width, height
        at += 1 if marker == 0xFF else 2 + struct.unpack(">H", data[at + 2 : at + 4])[0]
    return 0, 0


def _webp_size(data: bytes) -> tuple[int, int]:
    chunk = data[12:16]
    if chunk == b"VP8X":
        return 1 + int.from_bytes(data[24:27], "little"), 1 + int.from_bytes(data[27:30], "little")
    if chunk == b"VP8 ":
        width, height = struct.unpack("<HH", data[26:30])
        return width & 0x3FFF, height & 0x3FFF
    if chunk == b"VP8L":
        bits = int.from_bytes(data[21:25], "little")
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    return 0, 0
