"""The texts of the pages, from the catalogues in words/."""

import json
import re
from functools import cache
from pathlib import Path

_WORDS = Path(__file__).with_name("words")
LANGUAGES = {"en": "English", "ar": "العربية"}  # as each calls itself
RTL = frozenset({"ar"})
_OPEN, _SHUT = "\u2068", "\u2069"  # around what comes from elsewhere, whichever way it is written


class Speech:
    """One language; English where there is none of this name."""

    def __init__(self, language: str) -> None:
        self.language = language if language in LANGUAGES else "en"
        self.direction = "rtl" if self.language in RTL else "ltr"
        self._texts = _texts(self.language)

    def say(self, key: str, **params: object) -> str:
        isolated = {name: f"{_OPEN}{it}{_SHUT}" if isinstance(it, str) else it for name, it in params.items()}
        return self._filled(key, isolated)

    def plain(self, key: str, **params: object) -> str:
        """Without the invisible marks, as for the subject of a mail."""
        return self._filled(key, params)

    def has(self, key: str) -> bool:
        return key in self._texts

    def _filled(self, key: str, params: dict[str, object]) -> str:
        return re.sub(r"\{(\w+)\}", lambda found: str(params.get(found[1], found[0])), self._texts[key])


@cache
def _texts(language: str) -> dict[str, str]:
    read: dict[str, dict[str, str]] = json.loads((_WORDS / f"portal.{language}.json").read_text(encoding="utf-8"))
    return {key: entry["text"] for key, entry in read.items()}


def choose(chosen: str, wished: str, spoken: list[str]) -> str:
    """The language of a page: what was chosen on it, else the first that the browser wishes (Accept-Language) and the
    site speaks, else the site's first that we have words for."""
    here = [one for one in spoken if one in LANGUAGES] or ["en"]
    if chosen in here:
        return chosen
    for wish in wished.lower()[:500].split(","):
        base = wish.split(";")[0].strip().split("-")[0]
        if base in here:
            return base
    return here[0]
