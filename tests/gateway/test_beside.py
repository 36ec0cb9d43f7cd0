"""`troth workspace` beside a running server on SQLite: nobody's chat is stopped, and nothing of the log is mixed up."""

import json
import os
import re
import signal
import sqlite3
import subprocess
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

from tests import forked
from tests.gateway.http import ask
from tests.gateway.talk import Socket
from tests.gateway.test_start import start
from tests.process import ROOT
from tests.until import PATIENCE
from troth.kernel.ids import new_id

JSON = {"Content-Type": "application/json"}


def test_a_client_is_added_while_everybody_goes_on_talking(tmp_path: Path) -> None:
    first = _workspace(tmp_path, "Acme Shoes", "eve@acme.example")
    with _running(tmp_path) as (server, port):
        begun, over = threading.Event(), threading.Event()
        with ThreadPoolExecutor(1) as beside:
            talking = beside.submit(_talk, port, _key(first), over, begun)
            try:
                begun.wait(PATIENCE)
                more = [_workspace(tmp_path, f"Acme {n}", f"eve{n}@acme.example") for n in (1, 2)]
            finally:
                over.set()
            assert len(talking.result()) > 10
        _talk(port, _key(more[-1]), over)  # in the new one, through the server that was there before it
        _sign_in(port, "eve2@acme.example", _password(more[-1]))
        status, health = ask(port, "GET", "/health", {})
        assert (status, health["ok"]) == (200, True)
        server.send_signal(signal.SIGTERM)
        _, err = server.communicate(timeout=PATIENCE)
        assert server.returncode == 0
        assert "ERROR" not in err, err
    _whole(tmp_path)
    with _running(tmp_path) as (_, port):  # with its keyring, which both have taken keys from
        assert ask(port, "GET", "/health", {})[0] == 200


def test_beside_a_server_of_another_version_nothing_is_touched(tmp_path: Path) -> None:
    with _running(tmp_path):
        with sqlite3.connect(tmp_path / "troth.sqlite3") as database:
            database.execute("DELETE FROM log_schema WHERE step = (SELECT max(step) FROM log_schema)")
        database.close()
        for act in (["workspace", "Acme", "--owner", "eve@acme.example"], ["migrate"]):
            refused = _troth(tmp_path, *act)
            assert (refused.code, "another version" in refused.err) == (1, True)


@contextmanager
def _running(var: Path) -> "Iterator[tuple[subprocess.Popen[str], int]]":
    """A server that lets one visitor talk as fast as they can, and its port; gone afterwards, come what may."""
    fast = dict.fromkeys(("VISITOR_BURST", "VISITOR_RATE", "FRAMES_BURST", "FRAMES_RATE"), "100000")
    with start(var, **{f"TROTH_LIMIT_{name}": most for name, most in fast.items()}) as server:
        try:
            assert server.stdout is not None
            yield server, int(server.stdout.readline().rsplit(":", 1)[1])
        finally:
            server.kill()


def _talk(port: int, key: str, over: threading.Event, begun: threading.Event | None = None) -> list[int]:
    """The seqs of a visitor who writes until it is over, a dozen at least; every word is kept, one after the other."""
    _, visitor = ask(port, "POST", f"/api/v1/sites/{key}/visitors", JSON, b"{}")
    talk = {"id": str(new_id()), "client_id": str(new_id()), "text": "Hello", "fields": {"email": "vi@home.test"}}
    bearer = {"Authorization": f"Bearer {visitor['pass']}"}
    status, answer = ask(port, "POST", "/api/v1/conversations", JSON | bearer, json.dumps(talk).encode())
    assert status == 201, answer
    with Socket.open(port) as socket:
        socket.say(op="hello", v=1, **{"pass": visitor["pass"]})
        socket.hear("welcome")
        said = [int(socket.follow(str(talk["id"]))["last"])]
        while True:
            answer = socket.tell(str(talk["id"]), "word")
            assert answer["op"] == "ack", answer
            said.append(answer["seq"])
            assert said[-1] == said[-2] + 1
            if begun:
                begun.set()
            if over.is_set() and len(said) > 12:
                return said


def _whole(var: Path) -> None:
    """Positions without a hole, seqs without a hole, and each key of one pair only, in both databases."""
    with sqlite3.connect(var / "troth.sqlite3") as database:
        positions = [row[0] for row in database.execute("SELECT position FROM log_event ORDER BY position")]
        assert positions == list(range(1, len(positions) + 1))
        streams: dict[bytes, list[int]] = {}
        used: dict[int, set[bytes]] = {}
        for stream, seq, key in database.execute("SELECT stream, seq, key_id FROM log_event ORDER BY stream, seq"):
            streams.setdefault(stream, []).append(seq)
            used.setdefault(key, set()).add(stream)
        owners = {row[0]: row[1] for row in database.execute("SELECT id, stream FROM log_key")}
    database.close()
    assert all(seqs == list(range(1, len(seqs) + 1)) for seqs in streams.values())
    assert all(streams_of == {owners[key]} for key, streams_of in used.items())
    with sqlite3.connect(var / "keyring.sqlite3") as keyring:
        bound = dict(keyring.execute("SELECT id, stream FROM key WHERE subject IS NOT NULL").fetchall())
    keyring.close()
    assert {key: bound.get(key) for key in used} == {key: owners[key] for key in used}


def _workspace(var: Path, name: str, owner: str) -> str:
    done = _troth(var, "workspace", name, "--owner", owner, "--domain", "acme.example")
    assert done.code == 0, done.err
    return done.out


def _troth(var: Path, *words: str) -> forked.Said:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("TROTH_", "DJANGO_"))}
    kept.pop("DATABASE_URL", None)
    return forked.run(forked.troth, words, {**kept, "TROTH_VAR": str(var), "PORT": "0"}, ROOT)


def _key(told: str) -> str:
    return str(re.findall(r"/w/(\w+)\.js", told)[0])


def _password(told: str) -> str:
    return str(re.findall(r"^ +password +(\S+)$", told, re.M)[0])


def _sign_in(port: int, email: str, password: str) -> None:
    words = json.dumps({"email": email, "password": password}).encode()
    status, session = ask(port, "POST", "/_allauth/app/v1/auth/login", JSON, words)
    assert status == 200, session
    _, me = ask(port, "GET", "/api/v1/me", {"X-Session-Token": session["meta"]["session_token"]})
    assert [one["workspace"]["name"] for one in me["memberships"]] == ["Acme 2"]
