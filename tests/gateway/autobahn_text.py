"""Section 6 of the Autobahn cases: what is text and what is not. The strings are those of Markus Kuhn's stress test for
UTF-8 decoders, by which the suite numbers its rows."""

from collections.abc import Iterator

from tests.gateway.autobahn import LATE, Case, fragments, pieces, text
from tests.gateway.raw import frame

WORD = b"\xce\xba\xe1\xbd\xb9\xcf\x83\xce\xbc\xce\xb5"  # a Greek one
BROKEN = WORD + b"\xed\xa0\x80" + b"edited"  # half of a surrogate pair in the middle
BEYOND = WORD + b"\xf4\x90\x80\x80" + b"edited"  # U+110000
MIXED = "Hello-µ@ßöäüàá-UTF-8!!".encode()

_LONE = [b"\xc0", b"\xe0\x80", b"\xf0\x80\x80", b"\xf8\x80\x80\x80", b"\xfc\x80\x80\x80\x80"]
_LONE += [b"\xdf", b"\xef\xbf", b"\xf7\xbf\xbf", b"\xfb\xbf\xbf\xbf", b"\xfd\xbf\xbf\xbf\xbf"]

# section -> its payloads; whether one is text is asked of Python, and test_autobahn.py counts both
PAYLOADS: dict[int, list[bytes]] = {
    5: [b"hello$world", b"hello\xc2\xa2world", b"hello\xe2\x82\xacworld", b"hello\xf0\xa4\xad\xa2world", WORD],
    6: [WORD[:size] for size in range(1, len(WORD) + 1)],
    7: [b"\x00", b"\xc2\x80", b"\xe0\xa0\x80", b"\xf0\x90\x80\x80"],  # the first of each length
    8: [b"\xf8\x88\x80\x80\x80", b"\xfc\x84\x80\x80\x80\x80"],
    9: [b"\x7f", b"\xdf\xbf", b"\xef\xbf\xbf", b"\xf4\x8f\xbf\xbf"],  # the last
    10: [b"\xf7\xbf\xbf\xbf", b"\xfb\xbf\xbf\xbf\xbf", b"\xfd\xbf\xbf\xbf\xbf\xbf"],
    11: [b"\xed\x9f\xbf", b"\xee\x80\x80", b"\xef\xbf\xbd", b"\xf4\x8f\xbf\xbf", b"\xf4\x90\x80\x80"],
    12: [b"\x80", b"\xbf", *((b"\x80\xbf" * 3)[:size] for size in range(2, 7)), bytes(range(0x80, 0xBF))],
    13: [
        b"".join(bytes((first, 0x20)) for first in range(*span))
        for span in ((0xC0, 0xDF), (0xE0, 0xEF), (0xF0, 0xF7), (0xF8, 0xFB), (0xFC, 0xFD))
    ],
    14: _LONE,
    15: [b"".join(_LONE)],
    16: [b"\xfe", b"\xff", b"\xfe\xfe\xff\xff"],
    17: [b"\xc0\xaf", b"\xe0\x80\xaf", b"\xf0\x80\x80\xaf", b"\xf8\x80\x80\x80\xaf", b"\xfc\x80\x80\x80\x80\xaf"],
    18: [b"\xc1\xbf", b"\xe0\x9f\xbf", b"\xf0\x8f\xbf\xbf", b"\xf8\x87\xbf\xbf\xbf", b"\xfc\x83\xbf\xbf\xbf\xbf"],
    19: [b"\xc0\x80", b"\xe0\x80\x80", b"\xf0\x80\x80\x80", b"\xf8\x80\x80\x80\x80", b"\xfc\x80\x80\x80\x80\x80"],
    20: [
        chr(half).encode("utf-8", "surrogatepass")
        for half in (0xD800, 0xDB7F, 0xDB80, 0xDBFF, 0xDC00, 0xDF80, 0xDFFF)
    ],
    21: [
        (chr(high) + chr(low)).encode("utf-8", "surrogatepass")
        for high in (0xD800, 0xDB7F, 0xDB80, 0xDBFF)
        for low in (0xDC00, 0xDFFF)
    ],
    22: [chr(plane << 16 | last).encode() for plane in range(17) for last in (0xFFFE, 0xFFFF)],  # text, yet no letters
    23: [chr(special).encode() for special in range(0xFFF9, 0x10000)],
}  # fmt: skip


def rows() -> list[Case]:
    return [*_fragmented(), *_unfragmented()]


def _fragmented() -> Iterator[Case]:
    yield Case("6.1.1", (frame(b""),), (text(b""),))
    yield Case("6.1.2", fragments(b"", b"", b""), (text(b""),))
    yield Case("6.1.3", fragments(b"", b"in the middle", b""), (text(b"in the middle"),))
    cut = MIXED.index("ö".encode())
    yield Case("6.2.1", (frame(MIXED),), (text(MIXED),))
    yield Case("6.2.2", fragments(MIXED[:cut], MIXED[cut:]), (text(MIXED),))
    yield Case("6.2.3", fragments(*pieces(MIXED, 1)), (text(MIXED),))
    yield Case("6.2.4", fragments(*pieces(WORD, 1)), (text(WORD),))
    yield Case("6.3.1", (frame(BROKEN),), ends=(1007,))
    yield Case("6.3.2", fragments(*pieces(BROKEN, 1)), ends=(1007,))
    three, cruel = (BEYOND[:11], BEYOND[11:15], BEYOND[15:]), (BEYOND[:12], BEYOND[12:13], BEYOND[13:])
    for place, parts in ((1, three), (2, cruel)):
        yield Case(f"6.4.{place}", fragments(*parts), ends=(1007,), why=LATE)
    for place, parts in ((3, three), (4, cruel)):
        whole, ends = frame(BEYOND), [len(parts[0]) - len(BEYOND), -len(parts[2])]
        sent = whole[: ends[0]], whole[ends[0] : ends[1]], whole[ends[1] :]
        yield Case(f"6.4.{place}", sent, ends=(1007,), why=LATE)


def _unfragmented() -> Iterator[Case]:
    for section, payloads in PAYLOADS.items():
        for place, payload in enumerate(payloads, 1):
            number = f"6.{section}.{place}"
            if is_text(payload):
                yield Case(number, (frame(payload),), (text(payload),))
            else:
                yield Case(number, (frame(payload),), ends=(1007,))


def is_text(payload: bytes) -> bool:
    try:
        payload.decode()
    except UnicodeDecodeError:
        return False
    return True
