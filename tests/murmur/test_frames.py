"""Words as they travel."""

from base64 import b64decode

import pytest

from troth.kernel.clock import now
from troth.kernel.ids import new_id
from troth.murmur import Here, SignedOut, Types, Word
from troth.murmur.frames import Ear, Mouth

SECRET, ANOTHER = b"1" * 32, b"2" * 32
LONGEST = 7_999  # bytes of a NOTIFY
LONG_PAGE = "https://shop.example/" + "ö" * 479


def _here() -> Here:
    return Here(new_id(), new_id(), new_id(), now(), LONG_PAGE, "ツ" * 200)


def test_what_is_said_is_heard_in_order_and_fits() -> None:
    said: list[Word] = [_here() for _ in range(50)]
    said += [Types(new_id(), new_id(), True, new_id(), on) for on in (True, False) for _ in range(500)]
    frames = Mouth(SECRET, me := new_id()).frames(said)
    assert 1 < len(frames) < 100
    assert max(len(frame) for frame in frames) <= LONGEST
    ear = Ear(SECRET)
    opened = [heard for frame in frames if (heard := ear.open(frame, but=new_id()))]
    assert [(sender, number) for sender, number, _ in opened] == [(me, n + 1) for n in range(len(frames))]
    assert [word for _, _, words in opened for word in words] == said


def test_nothing_to_say_is_a_frame_too() -> None:
    (frame,) = Mouth(SECRET, me := new_id()).frames([])
    assert Ear(SECRET).open(frame, but=new_id()) == (me, 1, [])


def test_nobody_else_reads_it_or_speaks_for_us() -> None:
    here = _here()
    (frame,) = Mouth(SECRET, me := new_id()).frames([here])
    whole = b64decode(frame)
    assert here.visitor.bytes not in whole
    assert b"shop.example" not in whole
    assert Ear(ANOTHER).open(frame, but=new_id()) is None
    altered = frame[:-8] + ("A" if frame[-8] != "A" else "B") + frame[-7:]
    assert Ear(SECRET).open(altered, but=new_id()) is None
    assert Ear(SECRET).open(frame, but=me) is None  # our own come back to us


@pytest.mark.parametrize("frame", ["", "x", "häh", "AAAA", "A" * 100])
def test_what_is_no_frame_is_passed_over(frame: str) -> None:
    assert Ear(SECRET).open(frame, but=new_id()) is None


class Newer(Word, frozen=True, tag=99):
    """A word of a later version."""

    what: str


class Longer(Word, frozen=True, tag=5):
    """SignedOut with a field more."""

    person: object
    at: int
    why: str


def test_words_and_fields_of_a_later_version_are_passed_over() -> None:
    person = new_id()
    (frame,) = Mouth(SECRET, new_id()).frames([Newer("?"), Longer(person, 7, "time"), SignedOut(person, 8)])
    heard = Ear(SECRET).open(frame, but=new_id())
    assert heard is not None
    assert heard[2] == [SignedOut(person, 7), SignedOut(person, 8)]
