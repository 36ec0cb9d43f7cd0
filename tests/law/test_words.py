"""The catalogue of texts: both languages have every text, with the same holes to fill, and a note for translators."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from tests.law.files import ROOT

# of the apps, and of the pages that the server makes
PLACES = ("web/words", "src/troth/privacy/portal/words", "src/troth/privacy/notice/words")
ENGLISH = sorted(path for place in PLACES for path in (ROOT / place).glob("*.en.json"))
# What Intl.PluralRules may choose (CLDR).
PLURALS = {"en": {"one", "other"}, "ar": {"zero", "one", "two", "few", "many", "other"}}
Catalogue = dict[str, dict[str, Any]]


def _read(path: Path) -> Catalogue:
    catalogue: Catalogue = json.loads(path.read_text(encoding="utf-8"), object_pairs_hook=_no_key_twice)
    return catalogue


def _no_key_twice(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    names = [name for name, _ in pairs]
    assert len(names) == len(set(names)), [name for name in names if names.count(name) > 1]
    return dict(pairs)


def _forms(text: str | dict[str, str]) -> list[str]:
    return [text] if isinstance(text, str) else list(text.values())


def _holes(text: str | dict[str, str]) -> set[str]:
    """Names in braces; a plural's number may be said in words."""
    return {name for form in _forms(text) for name in re.findall(r"\{(\w+)\}", form)}


def _catalogues() -> list[tuple[Path, str]]:
    return [(english, language) for english in ENGLISH for language in PLURALS]


def test_there_are_catalogues() -> None:
    assert len(ENGLISH) >= 4


@pytest.mark.parametrize("english", ENGLISH, ids=lambda path: path.name)
def test_arabic_has_the_same_texts_with_the_same_holes(english: Path) -> None:
    arabic = english.with_name(english.name.replace(".en.", ".ar."))
    ours, theirs = _read(english), _read(arabic)
    assert set(ours) == set(theirs)
    assert [key for key in ours if _holes(ours[key]["text"]) != _holes(theirs[key]["text"])] == []
    assert [key for key in ours if isinstance(ours[key]["text"], str) != isinstance(theirs[key]["text"], str)] == []


@pytest.mark.parametrize(("english", "language"), _catalogues(), ids=lambda one: getattr(one, "name", one))
def test_every_text_is_whole(english: Path, language: str) -> None:
    catalogue = _read(english.with_name(english.name.replace(".en.", f".{language}.")))
    for key, entry in catalogue.items():
        text = entry["text"]
        assert entry.get("note"), f"{key}: no note for translators"
        assert all(form.strip() for form in _forms(text)), f"{key}: an empty text"
        if not isinstance(text, str):
            assert set(text) == PLURALS[language], f"{key}: plural forms"


@pytest.mark.parametrize("english", ENGLISH, ids=lambda path: path.name)
def test_the_words_keep_the_house_style(english: Path) -> None:
    """No exclamation marks, no "oops": short, plain, no blame."""
    for key, entry in _read(english).items():
        for form in _forms(entry["text"]):
            assert not re.search(r"!|oops", form, re.I), f"{key}: {form}"
