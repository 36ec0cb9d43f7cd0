"""The cases of the Autobahn test suite, sections 1 to 7, as rows of our own: a number, what is sent, how it must end.

Cases 8 do not exist; 9 (speed), 10 (automatic fragments of a sender) and 12, 13 (compression, which no door offers) are
left out. Section 6 is in autobahn_text.py. The suite speaks to an echo, so do the rows; where our doors differ from an
echo on purpose, `why` says so and the row's end is ours.
"""

import struct
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from tests.gateway.raw import BINARY, CLOSE, CONTINUATION, PING, PONG, TEXT, frame

OURS_IS_TEXT = "the doors take no binary messages: 1003"
OURS_IS_SMALL = "the doors take messages of 16 KiB: 1009"
INSIDE = "the websockets library of the fallback takes no goodbye inside a message"
LATE = "picows hands over whole frames, and both doors decode whole messages: not failed at the first bad byte"
UNDEFINED = "the RFC leaves it open; ours is a protocol error"

type Heard = tuple[int, bytes]  # opcode, payload


@dataclass(frozen=True)
class Case:
    """`sent` goes out piece by piece. Then `heard` must come back, and no other message or pong. `ends`: the close
    codes that are right; 0 is a cut without a word. None: nothing is wrong, so we say goodbye and get 1000 back.

    `loose`: the doors that end rightly and may leave out `heard` (NON-STRICT). `apart`: another end of the fallback."""

    number: str
    sent: tuple[bytes, ...]
    heard: tuple[Heard, ...] = ()
    ends: tuple[int, ...] | None = None
    why: str = ""
    loose: frozenset[str] = frozenset()
    apart: tuple[int, ...] = ()

    def verdict(self, door: str) -> str:
        """OK, NON-STRICT (right in the end, but not at once or not after all that was answered before), or "by design":
        refused on purpose."""
        if self.why in (OURS_IS_TEXT, OURS_IS_SMALL):
            return "by design"
        return "NON-STRICT" if door in self.loose or (door == "sansio" and self.apart) or self.why == LATE else "OK"


FALLBACK = frozenset({"sansio"})  # it may close before the task that sends has sent what was answered before
BOTH = frozenset({"sansio", "picows"})  # an answer waits for the end of the turn, and picows fails a bad frame at once


def octets(*frames: bytes) -> tuple[bytes, ...]:
    return pieces(b"".join(frames), 1)


def pieces(whole: bytes, size: int) -> tuple[bytes, ...]:
    return tuple(whole[at : at + size] for at in range(0, len(whole), size))


def together(*frames: bytes) -> tuple[bytes, ...]:
    return (b"".join(frames),)


def fragments(*payloads: bytes) -> tuple[bytes, ...]:
    """One text, in as many frames."""
    last = len(payloads) - 1
    return tuple(frame(part, CONTINUATION if at else TEXT, fin=at == last) for at, part in enumerate(payloads))


def closing(code: int | None = None, reason: bytes = b"") -> bytes:
    return frame(b"" if code is None else struct.pack("!H", code) + reason, CLOSE)


def text(payload: bytes) -> Heard:
    return TEXT, payload


def _framing() -> Iterator[Case]:
    sizes = (0, 125, 126, 127, 128, 65535, 65536)
    for opcode, section, letter in ((TEXT, "1.1", b"*"), (BINARY, "1.2", b"\xfe")):
        for place, size in enumerate((*sizes, 65536), 1):
            whole = frame(letter * size, opcode)
            sent = pieces(whole, 997) if place == 8 else (whole,)
            number = f"{section}.{place}"
            if size > 16 * 1024:
                yield Case(number, sent, ends=(1009,), why=OURS_IS_SMALL)
            elif opcode == BINARY:
                yield Case(number, sent, ends=(1003,), why=OURS_IS_TEXT)
            else:
                yield Case(number, sent, (text(letter * size),))


def _pings() -> Iterator[Case]:
    odd = b"\x00\xff\xfe\xfd\xfc\xfb\x00\xff"
    for place, payload in enumerate((b"", b"Are you there?", odd, b"\xfe" * 125), 1):
        yield Case(f"2.{place}", (frame(payload, PING),), ((PONG, payload),))
    yield Case("2.5", (frame(b"\xfe" * 126, PING),), ends=(1002,))
    yield Case("2.6", octets(frame(b"\xfe" * 125, PING)), ((PONG, b"\xfe" * 125),))
    yield Case("2.7", (frame(b"", PONG),))
    yield Case("2.8", (frame(b"unasked", PONG),))
    yield Case("2.9", (frame(b"unasked", PONG), frame(b"asked", PING)), ((PONG, b"asked"),))
    ten = [b"ping %d" % n for n in range(10)]
    pings, pongs = [frame(payload, PING) for payload in ten], tuple((PONG, payload) for payload in ten)
    yield Case("2.10", tuple(pings), pongs)
    yield Case("2.11", octets(*pings), pongs)


def _reserved_bits() -> Iterator[Case]:
    first, ping = frame(b"first"), frame(b"", PING)
    heard, ends = (text(b"first"),), (1002,)
    yield Case("3.1", (frame(b"first", rsv=1),), ends=ends)
    yield Case("3.2", together(first, frame(b"second", rsv=2), ping), heard, ends, loose=FALLBACK)
    yield Case("3.3", (first, frame(b"second", rsv=3), ping), heard, ends, loose=FALLBACK)
    yield Case("3.4", octets(first, frame(b"second", rsv=4), ping), heard, ends, loose=FALLBACK)
    yield Case("3.5", (frame(b"\x00\xff\xfe", BINARY, rsv=5),), ends=ends)
    yield Case("3.6", (frame(b"ping", PING, rsv=6),), ends=ends)
    yield Case("3.7", (frame(struct.pack("!H", 1000), CLOSE, rsv=7),), ends=ends)


def _opcodes() -> Iterator[Case]:
    first, ping, heard = frame(b"first"), frame(b"", PING), (text(b"first"),)
    for section, lowest in (("4.1", 3), ("4.2", 11)):
        for place in range(1, 6):
            odd = frame(b"" if place in (1, 3) else b"payload", lowest + place - 1)
            number = f"{section}.{place}"
            if place < 3:
                yield Case(number, (odd,), ends=(1002,))
            elif place == 5:
                yield Case(number, octets(first, odd, ping), heard, (1002,), loose=BOTH)
            else:
                yield Case(number, (first, odd, ping), heard, (1002,), loose=BOTH)


def _fragmentation() -> Iterator[Case]:
    one, two = fragments(b"fragment1", b"fragment2")
    both, ping, pong = (text(b"fragment1fragment2"),), frame(b"ping", PING), (PONG, b"ping")
    wrong = (1002,)
    for place, opcode in ((1, PING), (2, PONG)):
        broken = frame(b"fragment1", opcode, fin=False), frame(b"fragment2", CONTINUATION)
        yield Case(f"5.{place}", broken, ends=wrong)
    for first, between, heard in ((3, (), both), (6, (ping,), (pong, *both))):
        sent = (one, *between, two)
        for place, way in enumerate((together(*sent), sent, octets(*sent)), first):
            yield Case(f"5.{place}", way, heard)
    for first, fin in ((9, True), (12, False)):
        sent = frame(b"continues nothing", CONTINUATION, fin=fin), frame(b"Hello, world!")
        for place, way in enumerate((together(*sent), sent, octets(*sent)), first):
            yield Case(f"5.{place}", way, ends=wrong)
    lost = frame(b"fragment3", CONTINUATION, fin=False)
    yield Case("5.15", together(one, two, lost, frame(b"fragment4")), both, wrong, loose=FALLBACK)
    for place, fin in ((16, False), (17, True)):
        yield Case(f"5.{place}", (frame(b"continues nothing", CONTINUATION, fin=fin), one, two) * 2, ends=wrong)
    yield Case("5.18", together(one, frame(b"fragment2")), ends=wrong)
    parts = fragments(b"one ", b"two ", b"three ", b"four ", b"five")
    long = (*parts[:2], frame(b"1", PING), *parts[2:4], frame(b"2", PING), parts[4])
    all_three = (PONG, b"1"), (PONG, b"2"), text(b"one two three four five")
    yield Case("5.19", long, all_three)
    yield Case("5.20", together(*long), all_three)


def _closing() -> Iterator[Case]:
    hello, bye, ping = frame(b"Hello"), closing(1000), frame(b"", PING)
    normal, wrong = (1000,), (1002,)
    yield Case("7.1.1", (hello,), (text(b"Hello"),))
    yield Case("7.1.2", (bye, bye), ends=normal)
    yield Case("7.1.3", (bye, ping), ends=normal)
    yield Case("7.1.4", (bye, hello), ends=normal)
    one, two = fragments(b"fragment1", b"fragment2")
    yield Case("7.1.5", (one, bye, two), ends=normal, why=INSIDE, apart=wrong)
    yield Case("7.1.6", (frame(b"x" * 256 * 1024), hello, bye, ping), ends=(1009, 0), why=OURS_IS_SMALL)
    yield Case("7.3.1", (closing(),), ends=(1000, 0))
    yield Case("7.3.2", (frame(b"\x03", CLOSE),), ends=wrong)
    yield Case("7.3.3", (bye,), ends=normal)
    yield Case("7.3.4", (closing(1000, b"Over"),), ends=normal)
    yield Case("7.3.5", (closing(1000, b"x" * 123),), ends=normal)
    yield Case("7.3.6", (closing(1000, b"x" * 124),), ends=wrong)
    yield Case("7.5.1", (closing(1000, b"\xce\xba\xed\xa0\x80"),), ends=(1002, 1007))
    good = (1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 3000, 3999, 4000, 4999)
    for place, code in enumerate(good, 1):
        yield Case(f"7.7.{place}", (closing(code),), ends=(code, 1000))
    for place, code in enumerate((0, 999, 1004, 1005, 1006, 1016, 1100, 2000, 2999), 1):
        yield Case(f"7.9.{place}", (closing(code),), ends=wrong)
    for place, code in enumerate((5000, 65535), 1):
        yield Case(f"7.13.{place}", (closing(code),), ends=wrong, why=UNDEFINED)


def rows() -> list[Case]:
    """All but section 6."""
    sections: list[Iterable[Case]] = [_framing(), _pings(), _reserved_bits(), _opcodes(), _fragmentation(), _closing()]
    return [case for section in sections for case in section]
