"""A text as the words by which it is found: the same for both databases, for what is kept and for what is asked.

Letters and digits of any script, compared without case, accents, points and width. What is written without spaces
(Chinese, Japanese, Thai ...) is cut into pairs of signs, and its last sign stands alone too, so that each is the
beginning of some word.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from typing import NamedTuple

LONGEST = 64  # characters of a word; what follows is not looked at
MOST = 4_000  # words of a text; what follows is not found

_ASCII = re.compile(r"[a-z0-9]+")
_UNSPACED = (
    (0x0E00, 0x0EFF), (0x1000, 0x109F), (0x1780, 0x17FF), (0x3005, 0x3007), (0x3040, 0x30FF), (0x31F0, 0x31FF),
    (0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0x20000, 0x3FFFF),
)  # fmt: skip
# written one way or the other by different people
_SAME = {"ى": "ي", "ة": "ه", "ـ": "", "ı": "i", "ø": "o", "ł": "l", "đ": "d", "ħ": "h", "\u00ad": "", "\u200b": "",
         "\u200c": "", "\u200d": "", "\u2060": "", "\ufeff": ""}  # fmt: skip


class Word(NamedTuple):
    """Where it stands in the text: from `start` up to `end`, code points. last: it is the last sign of several that
    are written without spaces; alone: it is the only one."""

    word: str
    start: int
    end: int
    last: bool = False
    alone: bool = False


def plain(text: str) -> list[str]:
    """The words alone."""
    if text.isascii():
        return [word[:LONGEST] for word in _ASCII.findall(text.lower())[:MOST]]
    return [one.word for one in words(text)]


def words(text: str) -> list[Word]:
    """In their order, each with its place."""
    found: list[Word] = []
    for word in _words(text):
        if len(found) == MOST:
            break
        found.append(word)
    return found


def _words(text: str) -> Iterator[Word]:
    if text.isascii():
        for match in _ASCII.finditer(text.lower()):
            yield Word(match[0][:LONGEST], match.start(), match.end())
        return
    run: list[tuple[str, int, int]] = []  # signs of one kind, side by side
    unspaced = False
    for at, sign in enumerate(text):
        folded = fold(sign)
        if not folded and run:  # an accent belongs to its letter
            letter, start, _ = run[-1]
            run[-1] = letter, start, at + 1
        for letter in folded:
            kind = _is_unspaced(letter)
            if run and (letter == " " or kind != unspaced):
                yield from _of_run(run, unspaced)
                run = []
            if letter != " ":
                unspaced = kind
                run.append((letter, at, at + 1))
    if run:
        yield from _of_run(run, unspaced)


def _of_run(run: list[tuple[str, int, int]], unspaced: bool) -> Iterator[Word]:
    if not unspaced:
        yield Word("".join(letter for letter, _, _ in run[:LONGEST]), run[0][1], run[-1][2])
        return
    for (one, start, _), (other, _, end) in pairwise(run):
        yield Word(one + other, start, end)
    letter, start, end = run[-1]
    yield Word(letter, start, end, len(run) > 1, len(run) == 1)


@cache
def fold(sign: str) -> str:
    """One sign of a text: its letters, a blank where a word ends, nothing where it is only an accent."""
    taken = unicodedata.normalize("NFKD", sign).casefold()
    return "".join(map(_letter, unicodedata.normalize("NFKD", taken)))


def _letter(sign: str) -> str:
    if sign in _SAME:
        return _SAME[sign]
    if unicodedata.combining(sign):
        return ""
    if sign.isdecimal():
        return str(unicodedata.decimal(sign))
    return sign if sign.isalnum() or unicodedata.category(sign).startswith("M") else " "


def _is_unspaced(letter: str) -> bool:
    code = ord(letter)
    return code >= 0x0E00 and any(first <= code <= last for first, last in _UNSPACED)
