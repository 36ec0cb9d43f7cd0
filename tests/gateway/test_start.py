"""The start of the real process: what it says, what it refuses, how it ends."""

import json
import os
import re
import resource
import signal
import socket
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.contrib.sessions.models import Session

from tests import forked
from tests.gateway.http import ask
from tests.process import ROOT
from tests.serving import serving
from tests.until import PATIENCE, until
from troth.kernel.clock import now
from troth.kernel.config import Database
from troth.kernel.ids import new_id
from troth.log import Log
from troth.log.migrate import newest_step
from troth.vault import open_keyring


class Started(subprocess.Popen[str]):
    """Its block ends it: a test that fails inside does not wait for ever for a server that goes on."""

    def __exit__(self, *what: Any) -> None:
        if self.poll() is None:
            self.kill()
        super().__exit__(*what)


def start(var: Path, **env: str) -> Started:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("TROTH_", "DJANGO_"))}
    kept.pop("DATABASE_URL", None)
    return Started(
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
    out, err = process.communicate(timeout=PATIENCE)
    assert process.returncode == 2
    assert out == ""
    assert err.count("\n") == 1
    assert next(iter(wrong)) in err


def _garbage(name: str) -> Callable[[Path], None]:
    def prepare(var: Path) -> None:
        (var / name).write_bytes(b"not a database " * 600)

    return prepare


def _tables_of_step(step: int) -> Callable[[Path], None]:
    """The log says that it was brought up to there, and nothing else is there."""

    def prepare(var: Path) -> None:
        with closing(sqlite3.connect(var / "troth.sqlite3", isolation_level=None)) as database:
            database.execute("CREATE TABLE log_schema (step INTEGER NOT NULL)")
            database.execute(f"INSERT INTO log_schema VALUES ({step})")

    return prepare


def _another_secret(var: Path) -> None:
    open_keyring(Database(kind="sqlite", path=var / "keyring.sqlite3"), b"another secret, of 32 bytes and more").close()


@pytest.mark.parametrize(
    ("prepare", "code", "said"),
    [
        (_garbage("troth.sqlite3"), 2, "DATABASE_URL"),
        (_garbage("keyring.sqlite3"), 1, "not a database"),
        (lambda var: (var / "keyring.sqlite3").mkdir(), 1, "unable to open"),
        (_tables_of_step(newest_step("sqlite")), 1, "no such table"),
        (_tables_of_step(newest_step("sqlite") + 1), 1, "made by a newer Troth"),
        (_another_secret, 2, "TROTH_SECRET_KEY"),
        (lambda var: (var / "files").write_text(""), 2, "TROTH_VAR"),
        (lambda var: (var / "mail").write_text(""), 2, "TROTH_VAR"),
        (lambda var: (var / "tmp").write_text(""), 2, "TROTH_VAR"),
        (lambda var: (var / "troth.sqlite3.lock").mkdir(), 1, "Is a directory"),
    ],
)
def test_what_keeps_it_from_starting_is_one_sentence(
    tmp_path: Path, prepare: Callable[[Path], object], code: int, said: str
) -> None:
    prepare(tmp_path)
    process = start(tmp_path)
    out, err = process.communicate(timeout=PATIENCE)
    assert (process.returncode, out, err.count("\n")) == (code, "", 1), err
    assert said in err


def test_a_port_that_is_taken_is_one_sentence(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        process = start(tmp_path, PORT=str(taken.getsockname()[1]))
        out, err = process.communicate(timeout=PATIENCE)
    assert (process.returncode, out, err.count("\n"), "PORT" in err) == (2, "", 1, True)


def test_it_serves_refuses_a_second_on_the_same_file_and_ends_when_told(tmp_path: Path) -> None:
    with start(tmp_path, TROTH_DEMO="1") as first:
        assert first.stdout is not None
        said = first.stdout.readline()
        port = int(said.rsplit(":", 1)[1])
        status, health = ask(port, "GET", "/health", {})
        assert (status, health["ok"], health["database"]["kind"]) == (200, True, "sqlite")
        assert set(health["readers"]) == {"preview", "proofs", "search", "transcript"}
        kept = [path for path in tmp_path.rglob("*") if path.stat().st_mode & 0o077]
        assert kept == []  # nothing that others on the machine can read
        second = start(tmp_path)
        out, err = second.communicate(timeout=PATIENCE)
        assert (second.returncode, out) == (1, "")
        assert "already uses" in err
        first.send_signal(signal.SIGTERM)
        out = first.stdout.read()  # all that follows the first line: communicate would lose what was read ahead
        _, err = first.communicate(timeout=PATIENCE)
        assert first.returncode == 0, err
    for person in json.loads((tmp_path / "demo.json").read_text())["people"]:
        assert f"{person['email']}  {person['password']}  {person['name']}, {person['role']}\n" in out


def test_who_hears_that_it_serves_may_end_it_at_once(tmp_path: Path) -> None:
    with start(tmp_path) as process:
        assert process.stdout is not None
        assert process.stdout.readline().startswith("Troth")
        process.send_signal(signal.SIGTERM)
        _, err = process.communicate(timeout=PATIENCE)
        assert process.returncode == 0, err


def test_a_test_that_fails_beside_a_running_server_fails(tmp_path: Path) -> None:
    process = start(tmp_path)
    assert process.stdout is not None
    assert process.stdout.readline().startswith("Troth")
    with pytest.raises(ZeroDivisionError), process:
        raise ZeroDivisionError
    assert process.returncode == -signal.SIGKILL


def test_it_takes_all_the_open_files_it_may_have(tmp_path: Path) -> None:
    own = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (own[1] // 2, own[1]))
    try:
        process = start(tmp_path)
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, own)
    with process:
        assert process.stdout is not None
        assert process.stdout.readline().startswith("Troth")
        assert resource.prlimit(process.pid, resource.RLIMIT_NOFILE) == (own[1], own[1])
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=PATIENCE)


def test_captured_mail_is_shown_only_where_mail_is_captured(tmp_path: Path) -> None:
    with start(tmp_path, TROTH_DEMO="1", TROTH_SMTP_URL="smtp://127.0.0.1:1") as process:
        assert process.stdout is not None
        port = int(process.stdout.readline().rsplit(":", 1)[1])
        assert [ask(port, "GET", place, {})[0] for place in ("/demo", "/mail", "/mail/")] == [200, 404, 404]
        process.send_signal(signal.SIGTERM)
        out, _ = process.communicate(timeout=PATIENCE)
    assert "/mail" not in out


def test_sessions_that_have_ended_are_cleared(log: Log, tmp_path: Path) -> None:
    keys = [new_id().hex for _ in range(450)]
    ended, lasting = now() - timedelta(days=1), now() + timedelta(days=1)
    Session.objects.bulk_create(
        Session(session_key=key, session_data="", expire_date=lasting if key == keys[0] else ended) for key in keys
    )
    with serving(log):
        until(lambda: Session.objects.filter(session_key__in=keys).count() == 1)  # it does so at its start, and daily
    assert Session.objects.filter(session_key=keys[0]).exists()


def test_the_first_owner_gets_in_and_a_wrong_one_is_named(tmp_path: Path) -> None:
    def workspace(*words: str, base: str = "") -> forked.Said:
        env = {**os.environ, "TROTH_VAR": str(tmp_path), "PORT": "0", "TROTH_BASE_URL": base}
        return forked.run(forked.troth, ["workspace", *words], env, ROOT)

    refused = workspace("Acme", "--owner", "eve@acme.example", "--domain", "a b")
    assert (refused.code, refused.out, refused.err.count("\n")) == (1, "", 1)
    first = workspace("Acme Shoes", "--owner", "Eve@acme.example", "--domain", "acme.example")
    assert first.code == 0, first.err
    password = re.findall(r"^ +password +(\S+)$", first.out, re.M)[0]
    assert "  shown by          acme.example\n" in first.out
    again = workspace("Acme Hats", "--owner", "eve@acme.example", base="https://chat.example.org")
    assert "the one they have" in again.out
    assert re.search("shown by +no website yet: .* opens https://chat.example.org/chat/", again.out)
    with start(tmp_path) as server:
        assert server.stdout is not None
        port = int(server.stdout.readline().rsplit(":", 1)[1])
        said = json.dumps({"email": "eve@acme.example", "password": password}).encode()
        status, session = ask(port, "POST", "/_allauth/app/v1/auth/login", {"Content-Type": "application/json"}, said)
        assert status == 200, session
        _, me = ask(port, "GET", "/api/v1/me", {"X-Session-Token": session["meta"]["session_token"]})
        assert sorted(one["workspace"]["name"] for one in me["memberships"]) == ["Acme Hats", "Acme Shoes"]
        for key in re.findall(r"/w/(\w+)\.js", first.out):
            assert ask(port, "GET", f"/w/{key}.js", {})[0] == 200
        server.send_signal(signal.SIGTERM)
        server.communicate(timeout=PATIENCE)


def test_what_is_parked_is_listed_and_health_says_so(tmp_path: Path) -> None:
    def parked(*words: str) -> str:
        env = {**os.environ, "TROTH_VAR": str(tmp_path), "PORT": "0"}
        said = forked.run(forked.troth, ["parked", *words], env, ROOT)
        assert said.code == 0, said.err
        return said.out

    assert parked() == "Nothing is parked.\n"
    with closing(sqlite3.connect(tmp_path / "troth.sqlite3")) as connection, connection:
        connection.execute("INSERT INTO log_parked VALUES ('preview', 7, 'KeyError', 1767225600000)")
    with start(tmp_path) as server:
        assert server.stdout is not None
        port = int(server.stdout.readline().rsplit(":", 1)[1])
        until(lambda: ask(port, "GET", "/health", {})[0] != 200)
        status, told = ask(port, "GET", "/health", {})
        assert (status, told["broken"]) == (503, ["reader preview"])
        preview = told["readers"]["preview"]
        assert preview.pop("holder").endswith(f"-{server.pid}")
        assert preview == {"ok": False, "lag": 0, "parked": 1}
        assert parked("--seen") == "2026-01-01 00:00:00 UTC  reader preview  position 7  KeyError\n"
        until(lambda: ask(port, "GET", "/health", {})[0] == 200, lambda: ask(port, "GET", "/health", {}))
        server.send_signal(signal.SIGTERM)
        server.communicate(timeout=PATIENCE)
