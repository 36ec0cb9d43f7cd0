"""The law of imports is kept, and no room stands outside it."""

import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.law.files import ROOT

CONTRACTS = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]


def _lint(folder: Path, *more: str) -> subprocess.CompletedProcess[str]:
    program = Path(sys.executable).with_name("lint-imports")
    return subprocess.run([program, "--no-cache", "--no-logo", *more], cwd=folder, capture_output=True, text=True)


def test_the_contracts_hold() -> None:
    told = _lint(ROOT)
    assert told.returncode == 0, told.stdout


def test_every_room_has_its_floor() -> None:
    floors = {room.strip(" ()") for layer in CONTRACTS[0]["layers"] for room in layer.split("|")}
    rooms = {path.parent.name for path in (ROOT / "src/troth").glob("*/__init__.py")}
    assert rooms - floors == {"client"}


@pytest.mark.parametrize(
    "room", ["gateway", "wire", "kernel", "log", "murmur", "vault", "conversations.say", "conversations.rights"]
)
def test_a_room_without_django_runs_without_django(room: str) -> None:
    """What import-linter reads from the sources, tried for real: importing the room loads no Django."""
    program = f"import sys, troth.{room}; sys.exit(any(name.split('.')[0] == 'django' for name in sys.modules))"
    assert subprocess.run([sys.executable, "-c", program], cwd=ROOT / "src").returncode == 0


def test_only_the_config_reads_the_environment() -> None:
    readers = {
        str(path.relative_to(ROOT / "src/troth"))
        for path in (ROOT / "src/troth").rglob("*.py")
        if any(word in path.read_text() for word in ("os.environ", "os.getenv", "getenv("))
    }
    # settings.py and the commands hand os.environ to config.load and look at nothing themselves.
    assert {one for one in readers if one.split("/")[0] not in {"project", "client"}} <= {"kernel/config/load.py"}
