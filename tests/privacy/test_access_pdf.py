"""What people get as a PDF: in whatever script, and nothing is fetched for it."""

import re
import zlib
from ctypes.util import find_library

import pytest

from tests.cast import Cast
from tests.conversations.talk import opened
from tests.privacy.packages import made, unpacked
from troth.log import Log
from troth.privacy.access.pdf import MOST, pdf

SCRIPTS = "Latin, Ελληνικά, русский, العربية, עברית, 你好, 日本語, हिन्दी, ไทย, 🙂👩‍👩‍👧 \ufffd \u200f"


@pytest.fixture(scope="module")
def drawn() -> bytes:
    if find_library("pango-1.0") is None:
        pytest.skip("Pango is not installed")
    found = pdf(f"<html lang=en><title>Yours</title><p>{SCRIPTS}</p><img src=http://127.0.0.1:9/x></html>")
    assert found is not None
    return found


def test_no_script_makes_it_fail(drawn: bytes) -> None:
    assert drawn.startswith(b"%PDF-")
    assert drawn.rstrip().endswith(b"%%EOF")


def test_it_tells_its_language_and_its_title_to_those_who_hear_it(drawn: bytes) -> None:
    streams = [zlib.decompress(one) for one in re.findall(rb"stream\r?\n(x.*?)\r?\nendstream", drawn, re.S)]
    everything = drawn + b"".join(streams)
    assert b"/Lang" in everything
    assert b"Yours" in everything


def test_a_package_has_one(cast: Cast, log: Log, drawn: bytes) -> None:
    opened(cast.vi, text=SCRIPTS.replace("\ufffd", ""))
    packed = unpacked(made(cast.bikes, cast.vi.id, language="ar"))
    assert packed.read("your-data.pdf").startswith(b"%PDF-")


def test_what_is_too_long_is_left_out() -> None:
    assert pdf("x" * (MOST + 1)) is None
