"""docs/settings.md is what the code makes of its settings; docs/operate.md names every command and none that is not
there."""

import re
from pathlib import Path

import pytest

from tests.law.files import ROOT, document
from troth.kernel import config
from troth.kernel.config.declared import DECLARED
from troth.kernel.config.page import page

PAGE = document("operate.md")


def test_the_page_of_the_settings_is_what_the_code_makes() -> None:
    assert document("settings.md") == page(), "docs/settings.md is old: ./dev docs makes it anew"


def test_every_setting_and_limit_is_on_the_page() -> None:
    headings = {f"`{one.name}`" for one in DECLARED.values()}
    assert {line[3:] for line in page().splitlines() if line.startswith("## `")} == headings
    assert set(re.findall(r"^\| `(TROTH_LIMIT_\w+)` \|", page(), re.M)) == config.LIMITS


def test_every_command_has_its_row() -> None:
    source = "".join((ROOT / "src/troth" / room / "command.py").read_text() for room in ("project", "upkeep"))
    assert set(re.findall(r"^\| `troth (\w+)` \|", PAGE, re.M)) == set(re.findall(r'add_parser\("(\w+)"', source))


@pytest.mark.parametrize("setting", sorted(config.SETTINGS | config.LIMITS))
def test_every_documented_setting_is_one_that_is_read(setting: str, tmp_path: Path) -> None:
    assert "is not a setting" not in _complaint({"TROTH_VAR": str(tmp_path), setting: str(tmp_path)})


def test_a_misspelt_setting_is_refused_by_name(tmp_path: Path) -> None:
    assert "TROTH_SMPT_URL is not a setting" in _complaint({"TROTH_VAR": str(tmp_path), "TROTH_SMPT_URL": "smtp://x"})


def _complaint(env: dict[str, str]) -> str:
    try:
        config.load(env)
    except config.ConfigError as error:
        return str(error)
    return ""
