"""What is text: any Unicode but U+0000, which PostgreSQL can't keep, and lone surrogates, which no UTF-8 holds."""

import re
import unicodedata

_UNKEEPABLE = re.compile("[\x00\ud800-\udfff]")
_JOINERS = "\u200c\u200d"  # scripts and emoji need them between letters
_BLANK = "\u115f\u1160\u2800\u3164\uffa0"  # letters that nobody sees


def keepable(text: str) -> bool:
    return _UNKEEPABLE.search(text) is None


def one_line(text: str) -> str:
    """The text in one line: without marks that can't be seen or that change the direction of writing, and with single
    spaces. Empty when nothing is left to see."""
    line = " ".join("".join(_in_line(char) for char in text).split())
    return line if any(unicodedata.category(char)[0] not in "CMZ" for char in line) else ""


def _in_line(char: str) -> str:
    kind = unicodedata.category(char)
    if kind in ("Cc", "Zl", "Zp"):
        return " "
    return "" if (kind == "Cf" and char not in _JOINERS) or char in _BLANK else char
