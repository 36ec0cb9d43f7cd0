"""What the plan of an erasure and its certificate speak of has words in every language of the console: each store, what
becomes of it, and each reason by its code."""

import json
import re
from pathlib import Path

import pytest

from tests.law.files import ROOT
from troth.datamap.erasing import Because
from troth.privacy.certificate import LEVELS
from troth.privacy.erasers import erasers
from troth.privacy.holds.rows import Hold

CATALOGUES = sorted((ROOT / "web/words").glob("console.*.json"))
STORES = ROOT / "web/console/src/privacy/requests/stores.ts"


def _words(path: Path) -> set[str]:
    return set(json.loads(path.read_text(encoding="utf-8")))


def _called() -> dict[str, str]:
    """Store -> the end of its keys, as the console has them."""
    found = re.findall(r"""^  (?:'([^']+)'|"([^"]+)"): '(\w+)',$""", STORES.read_text(encoding="utf-8"), re.MULTILINE)
    return {single or double: name for single, double, name in found}


@pytest.mark.parametrize("catalogue", CATALOGUES, ids=lambda path: path.name)
def test_every_store_of_an_erasure_has_a_name_and_a_fate(catalogue: Path) -> None:
    called, words = _called(), _words(catalogue)
    assert {step.store for step in erasers.steps} - set(called) == set()
    assert {f"desk.{what}.{name}" for name in called.values() for what in ("store", "fate")} - words == set()


@pytest.mark.parametrize("catalogue", CATALOGUES, ids=lambda path: path.name)
def test_every_reason_has_words(catalogue: Path) -> None:
    codes = {str(one) for one in Because} - {Because.HELD} | {f"{Because.HELD}.{kind}" for kind in Hold.Kind.values}
    wanted = {f"desk.because.{code}" for code in codes} | {f"desk.level.{level}" for level in range(len(LEVELS))}
    assert wanted - _words(catalogue) == set()


def test_no_store_has_words_that_no_erasure_clears() -> None:
    assert set(_called()) - {step.store for step in erasers.steps} == set()
