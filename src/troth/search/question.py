"""What somebody typed, as what must be there: every word, the last one as a beginning, and what is quoted side by
side."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from troth.kernel.errors import Invalid

from .words import Word, plain, words

LONGEST = 200  # code points
MOST = 16  # words
SHORTEST = 2  # letters of a word that stands for all that begin with it

_PART = re.compile(r'["“”„«»]([^"“”„«»]*)["“”„«»]?|([^\s"“”„«»]+)')


class Term(NamedTuple):
    """Words that stand side by side; with `begins` the last may go on."""

    words: tuple[str, ...]
    begins: bool = False

    def at(self, there: Sequence[str], place: int) -> bool:
        """Whether it stands at this place of a text's words."""
        last = place + len(self.words) - 1
        if last >= len(there) or any(there[place + n] != word for n, word in enumerate(self.words[:-1])):
            return False
        return there[last].startswith(self.words[-1]) if self.begins else there[last] == self.words[-1]


class Question(NamedTuple):
    terms: tuple[Term, ...]

    def found_in(self, there: Sequence[str]) -> bool:
        """Whether all of it stands in a text of these words: what the indexes answer, said in Python."""
        return all(any(term.at(there, place) for place in range(len(there))) for term in self.terms)

    def places(self, text: str) -> list[tuple[int, int]]:
        """(start, length) of what stands in the text, in code points; those that touch are one."""
        found = words(text)
        there = [one.word for one in found]
        spans = sorted(
            (found[place].start, found[place + len(term.words) - 1].end)
            for term in self.terms
            for place in range(len(there))
            if term.at(there, place)
        )
        merged: list[tuple[int, int]] = []
        for start, end in spans:
            if merged and start <= merged[-1][1]:
                merged[-1] = merged[-1][0], max(end, merged[-1][1])
            else:
                merged.append((start, end))
        return [(start, end - start) for start, end in merged]


def parse(typed: str) -> Question:
    """Raises Invalid."""
    if len(typed) > LONGEST:
        raise Invalid(f"Search for at most {LONGEST} characters.", fields={"q": "too_long"})
    terms: list[Term] = []
    for match in _PART.finditer(typed):
        quoted, bare = match[1], match[2]
        goes_on = quoted is None and match.end() == len(typed)
        term = _term(words(bare if quoted is None else quoted), goes_on)
        if term is not None and term not in terms:
            terms.append(term)
    if not terms:
        raise Invalid("Type a word to search for.", fields={"q": "empty"})
    if sum(len(term.words) for term in terms) > MOST:
        raise Invalid(f"Search for at most {MOST} words.", fields={"q": "too_many_words"})
    return Question(tuple(terms))


def _term(found: list[Word], goes_on: bool) -> Term | None:
    """What is written without spaces may go on behind its last sign, whatever was typed after it."""
    if not found:
        return None
    last = found[-1]
    if last.last:
        return Term(tuple(one.word for one in found[:-1]))
    begins = last.alone or (goes_on and len(last.word) >= SHORTEST)
    return Term(tuple(one.word for one in found), begins)


__all__ = ["Question", "Term", "parse", "plain"]
