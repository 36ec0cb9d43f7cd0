"""A part of a text around what was found in it."""

from typing import NamedTuple

from .question import Question

LENGTH = 160  # code points
BEFORE = 40  # of them in front of the first place
_MORE = "…"


class Snippet(NamedTuple):
    """places: (start, length) in the text, code points."""

    text: str
    places: list[tuple[int, int]]


def around(question: Question, text: str) -> Snippet:
    """One line. Begins and ends between words where it can."""
    line = text.replace("\n", " ").replace("\r", " ").replace("\t", " ")
    places = question.places(line)
    first = places[0][0] if places else 0
    start = 0 if first <= BEFORE or len(line) <= LENGTH else _word_from(line, first - BEFORE, first)
    end = len(line) if len(line) - start <= LENGTH else _word_upto(line, start + LENGTH, first + 1)
    front, back = _MORE if start else "", _MORE if end < len(line) else ""
    shift = len(front) - start
    within = [(at, min(length, end - at)) for at, length in places if start <= at < end]
    return Snippet(front + line[start:end] + back, [(at + shift, length) for at, length in within])


def _word_from(line: str, at: int, most: int) -> int:
    blank = line.find(" ", at, most)
    return at if blank < 0 else blank + 1


def _word_upto(line: str, at: int, least: int) -> int:
    blank = line.rfind(" ", least, at + 1)
    return at if blank < 0 else blank
