"""What a file writes: lines and tables of texts, and what was probably meant."""

import difflib
import re
from collections.abc import Iterable
from typing import Any

from .shape import Finding

SLUG = r"[a-z][a-z0-9]*(-[a-z0-9]+){0,7}"
MOST_TEXT = 4_000  # characters
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Z]{2})?")


def line_of(raw: Any, pattern: str) -> str:
    """Empty where it is none."""
    return raw if isinstance(raw, str) and raw.isprintable() and re.fullmatch(pattern, raw) else ""


def lines_of(raw: Any, pattern: str, most: int) -> tuple[str, ...] | None:
    """None where it is no list of such lines, each once."""
    if not isinstance(raw, list) or len(raw) > most or not all(line_of(one, pattern) for one in raw):
        return None
    return tuple(raw) if len(set(raw)) == len(raw) else None


def texts_of(key: str, raw: Any, found: list[Finding]) -> dict[str, str]:
    """Language -> prose."""
    texts: dict[str, str] = {}
    for language, text in (raw if isinstance(raw, dict) else {"": raw}).items():
        if _LANGUAGE.fullmatch(language) and isinstance(text, str) and 0 < len(text) <= MOST_TEXT:
            texts[language] = text
        else:
            found.append(
                Finding(
                    code="value",
                    key=f"{key}.{language}".strip("."),
                    sentence=f'Write a text of at most {MOST_TEXT} characters for a language, like en = "...".',
                )
            )
    return texts


def like(word: str, known: Iterable[str]) -> str:
    """Did you mean ...? Empty when nothing is near."""
    near = difflib.get_close_matches(word, list(known), n=1, cutoff=0.6)
    return f" Did you mean {near[0]}?" if near else ""
