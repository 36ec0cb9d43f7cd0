"""The start of the real process: what it says, what it refuses, how it ends."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.gateway.http import ask


def start(var: Path, **env: str) -> "subprocess.Popen[str]":
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("TROTH_", "DJANGO_"))}
    kept.pop("DATABASE_URL", None)
    return subprocess.Popen(
        [sys.executable, "-m", "troth", "serve"],
        env={**kept, "PORT": "0", "TROTH_VAR": str(var), **env},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


@pytest.mark.parametrize(
    "wrong",
    [
        {"PORT": "http"},
        {"DATABASE_URL": "mysql://x/y"},
        {"DATABASE_URL": "postgres://troth@127.0.0.1:1/troth"},
        {"DATABASE_URL": f"sqlite:///{Path(__file__).absolute()}"},
        {"DATABASE_URL": "sqlite:////proc/nowhere/troth.sqlite3"},
        {"TROTH_COLOUR": "red"},
        {"HOST": "203.0.113.1"},
    ],
)
def test_a_wrong_setting_stops_the_start_with_one_sentence(tmp_path: Path, wrong: dict[str, str]) -> None:
    process = start(tmp_path, **wrong)
    out, err = process.communicate(timeout=60)
    assert process.returncode == 2
    assert out == ""
    assert err.count("\n") == 1
    assert next(iter(wrong)) in err


def test_it_serves_refuses_a_second_on_the_same_file_and_ends_when_told(tmp_path: Path) -> None:
    with start(tmp_path) as first:
        assert first.stdout is not None
        said = first.stdout.readline()
        port = int(said.rsplit(":", 1)[1])
        status, health = ask(port, "GET", "/health", {})
        assert (status, health["ok"], health["database"]["kind"]) == (200, True, "sqlite")
        assert set(health["readers"]) == {"preview", "transcript"}
        second = start(tmp_path)
        out, err = second.communicate(timeout=60)
        assert (second.returncode, out) == (1, "")
        assert "already uses" in err
        first.send_signal(signal.SIGTERM)
        _, err = first.communicate(timeout=60)
        assert first.returncode == 0, err
