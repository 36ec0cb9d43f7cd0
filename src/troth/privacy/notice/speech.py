"""The words of a notice in one language, from the catalogues in words/. A word that is missing is noted: a notice in a
language that lacks one is not published, and never half translated."""

import json
import re
from functools import cache
from pathlib import Path
from typing import Any

_WORDS = Path(__file__).with_name("words")
LANGUAGES = {"en": "English", "ar": "العربية"}  # as each calls itself
RTL = frozenset({"ar"})
_OPEN, _SHUT = "\u2068", "\u2069"  # around what comes from elsewhere, whichever way it is written
_SIZES = (("years", 365 * 86_400), ("days", 86_400), ("hours", 3_600), ("minutes", 60))


class Speech:
    """lacking: what there were no words for, as keys of the catalogue."""

    def __init__(self, language: str) -> None:
        self.language = language
        self.direction = "rtl" if language in RTL else "ltr"
        self.lacking: set[str] = set()
        self._texts = _texts(language) if language in LANGUAGES else {}

    def say(self, key: str, **params: object) -> str:
        isolated = {name: f"{_OPEN}{it}{_SHUT}" if isinstance(it, str) else it for name, it in params.items()}
        return self.plain(key, **isolated)

    def plain(self, key: str, **params: object) -> str:
        """Without the invisible marks, as for the subject of a mail."""
        text = self._texts.get(key)
        if not isinstance(text, str):
            self.lacking.add(key)
            return ""
        return _filled(text, params)

    def has(self, key: str) -> bool:
        return key in self._texts

    def first(self, *keys: str) -> str:
        """The first of these that there are words for, the most special first."""
        return self.say(next((key for key in keys if key in self._texts), keys[-1]))

    def time(self, seconds: int) -> str:
        """In the largest unit that leaves nothing over."""
        for unit, size in _SIZES:
            if seconds and seconds % size == 0:
                return self.many(unit, seconds // size)
        return self.say("long.moment")

    def many(self, key: str, n: int) -> str:
        forms = self._texts.get(key)
        if not isinstance(forms, dict):
            self.lacking.add(key)
            return ""
        return _filled(forms[_form(self.language, n)], {"n": f"{n:,}"})

    def country(self, code: str) -> str:
        name = _countries().get(code, {}).get(self.language)
        if not name:
            self.lacking.add(f"country.{code}")
        return name or ""


def _form(language: str, n: int) -> str:
    """As CLDR has the plurals of whole numbers."""
    if language != "ar":
        return "one" if n == 1 else "other"
    if n < 3:
        return ("zero", "one", "two")[n]
    return "few" if 3 <= n % 100 <= 10 else "many" if n % 100 >= 11 else "other"


def _filled(text: str, params: dict[str, Any]) -> str:
    return re.sub(r"\{(\w+)\}", lambda found: str(params.get(found[1], found[0])), text)


@cache
def _texts(language: str) -> dict[str, str | dict[str, str]]:
    read: dict[str, dict[str, Any]] = json.loads((_WORDS / f"notice.{language}.json").read_text(encoding="utf-8"))
    return {key: entry["text"] for key, entry in read.items()}


@cache
def _countries() -> dict[str, dict[str, str]]:
    """ISO 3166-1 -> language -> name, as CLDR has them."""
    found: dict[str, dict[str, str]] = json.loads((_WORDS / "countries.json").read_text(encoding="utf-8"))
    return found
