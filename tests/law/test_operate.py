"""docs/operate.md names every setting and every command, with the defaults the code has, and none that is not there."""

import re
from pathlib import Path

import msgspec
import pytest

from tests.law.files import ROOT, document
from troth.kernel import config
from troth.kernel.limits import Limits

PAGE = document("operate.md")


def test_every_setting_has_its_heading() -> None:
    assert set(re.findall(r"^### `([A-Z_]+)`$", PAGE, re.M)) == config.SETTINGS


def test_every_limit_has_its_row_and_its_true_default() -> None:
    rows = dict(re.findall(r"^\| `TROTH_LIMIT_(\w+)` \| ([\d.]+) \|", PAGE, re.M))
    assert {name: float(value) for name, value in rows.items()} == {
        field.encode_name.upper(): float(field.default) for field in msgspec.structs.fields(Limits)
    }


def test_every_command_has_its_row() -> None:
    source = (ROOT / "src/troth/project/command.py").read_text()
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
