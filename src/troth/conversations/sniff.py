"""What a file is, told from its bytes and never from what the sender says."""

import io
import re
import zipfile

from troth.kernel.pictures import picture_kind

_DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

# A file may be made to be slow to look at; beyond these bounds it is taken as what it is without another look.
MOST_ENTRIES = 10_000  # of an archive whose names are read
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
    if picture := picture_kind(data):
        return picture
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
