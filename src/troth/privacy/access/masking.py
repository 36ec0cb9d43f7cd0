"""Other people in words about somebody: their names and addresses give way to what they are. What the person wrote
themselves is left as it is."""

import re
from collections.abc import Iterable, Iterator
from typing import Any

from troth.datamap.exporting import OfOthers, Other, Unseen

MASKED = "[{}]"
SOMEBODY = "another person"
ADDRESS = re.compile(r"[\w.+%-]{1,64}@[\w-]+(?:\.[\w-]+)+")
_WORD = re.compile(r"[\w'’.@+-]+")
_WHOSE = re.compile(r"['’]s\b", re.IGNORECASE)
_LONGEST = 5  # words of a name that is looked for
_NAME = 200  # characters
_RUN_ON = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]")


class Masks:
    """Made once for a package. others: everybody who may be named; only those who are, are remembered. own: what the
    person is called and where they are reached, which stays."""

    def __init__(self, texts: Iterable[str], others: Iterable[Other], own: Iterable[str]) -> None:
        whole = list(texts)
        said, run_on = _said(whole), "\n".join(whole).casefold()
        self._own = {_key(one) for one in own if one}
        self._roles: dict[str, str] = {}
        for other in others:
            words = _key(other.words)
            there = words in said or (_without_spaces(words) and words in run_on)
            if there and words not in self._own and len(words) > 1:
                self._roles.setdefault(words, other.role)
        named = "|".join(map(_pattern, sorted(self._roles, key=len, reverse=True)))
        self._named = re.compile(named, re.IGNORECASE) if named else None

    def over(self, value: Any) -> Any:
        """The same records, masked."""
        if isinstance(value, OfOthers):
            return self._text(value)
        if isinstance(value, dict):
            return {name: self.over(one) for name, one in value.items()}
        if isinstance(value, list):
            return [self.over(one) for one in value]
        return value

    def _text(self, text: OfOthers) -> str:
        masked = str(text)
        if self._named is not None:
            masked = self._named.sub(self._role, masked)
        if isinstance(text, Unseen):
            masked = ADDRESS.sub(self._address, masked)
        return masked

    def _role(self, found: re.Match[str]) -> str:
        words = found[0]
        if " " not in words and words.islower() and "@" not in words and words.isascii():
            return words  # "will", and not Will
        return MASKED.format(self._roles.get(_key(words), SOMEBODY))

    def _address(self, found: re.Match[str]) -> str:
        return found[0] if _key(found[0]) in self._own else MASKED.format(SOMEBODY)


def own_words(value: Any) -> Iterator[str]:
    """What the person is called and reached by, as far as their own records and words say."""
    if isinstance(value, str) and not isinstance(value, OfOthers):
        if len(value) <= _NAME:
            yield value
        yield from ADDRESS.findall(value)
    elif isinstance(value, dict):
        for one in value.values():
            yield from own_words(one)
    elif isinstance(value, list):
        for one in value:
            yield from own_words(one)


def texts(value: Any) -> Iterator[str]:
    """All words of others in these records."""
    if isinstance(value, OfOthers):
        yield value
    elif isinstance(value, dict):
        for one in value.values():
            yield from texts(one)
    elif isinstance(value, list):
        for one in value:
            yield from texts(one)


def _said(texts: Iterable[str]) -> set[str]:
    """All that could be a name or an address in them: so that a million known names cost one look each."""
    found: set[str] = set()
    for text in texts:
        found |= {_key(one) for one in ADDRESS.findall(text)}
        for words in (_key(text).split(), _key(_WHOSE.sub("", text)).split()):
            for size in range(1, _LONGEST + 1):
                found |= {" ".join(words[start : start + size]) for start in range(len(words) - size + 1)}
    return found


def _key(text: str) -> str:
    """Names are alike that differ in what stands around their words."""
    return " ".join(word.strip(".'’-").casefold() for word in _WORD.findall(text))


def _without_spaces(words: str) -> bool:
    """Of a script that leaves none between words."""
    return _RUN_ON.search(words) is not None


def _pattern(words: str) -> str:
    """Finds it whatever stands between its words, and not within a longer one."""
    inside = r"[\s.,'’-]+".join(map(re.escape, words.split()))
    return inside if _without_spaces(words) else rf"(?<!\w){inside}(?!\w)"
