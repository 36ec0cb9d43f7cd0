"""docs/security.md has a row for each requirement of OWASP ASVS 5.0, level 1, and what a row names is there."""

import re

import pytest

from tests.law.asvs import LEVEL_1
from tests.law.files import ROOT, document

ROWS = [
    [cell.strip() for cell in line.strip("|").split(" | ")]
    for line in document("security.md").splitlines()
    if re.match(r"\| \d+\.\d+\.\d+ \|", line)
]
VERDICTS = {"yes", "partly", "no", "does not apply"}


def test_every_requirement_has_its_row() -> None:
    assert [row[0] for row in ROWS] == LEVEL_1
    assert {len(row) for row in ROWS} == {5}
    assert {row[2] for row in ROWS} <= VERDICTS


@pytest.mark.parametrize("row", ROWS, ids=lambda row: str(row[0]))
def test_what_a_row_names_is_there(row: list[str]) -> None:
    _, _, met, where, tests = row
    for name in re.findall(r"`([^`]+)`", where):
        assert (ROOT / name).exists() or (ROOT / "src/troth" / name).exists(), name
    for file, test in re.findall(r"`(tests/[\w/.]+)(?:::(\w+))?`", tests):
        assert re.search(rf"def {test}\b" if test else "def test_", (ROOT / file).read_text()), (file, test)
    if met == "yes":
        assert "`tests/" in tests
    if met in ("partly", "no"):
        assert row[0] in document("security.md").partition("## What is not met")[2]


def test_the_front_page_of_security_leads_here() -> None:
    assert "(docs/security.md)" in (ROOT / "SECURITY.md").read_text()
