"""Each role starts its parts and no other, answers for them, and says who has the rest."""

import asyncio
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.fleet import fleet
from tests.gateway.http import ask
from tests.own_postgres import OwnPostgres
from tests.process import FOREIGN, Troth
from tests.until import PATIENCE

UPGRADE = {"Connection": "Upgrade", "Upgrade": "websocket", "Sec-WebSocket-Version": "13", "Sec-WebSocket-Key": "eA=="}
READERS = {"preview", "proofs", "search", "transcript"}


async def test_all_start_at_once_on_an_empty_database_and_each_has_its_parts(cluster: OwnPostgres) -> None:
    async with fleet(cluster.database(), "gateway web web worker all") as many:
        for server in many.servers:
            await asyncio.to_thread(_judges_its_parts, server)
            await asyncio.to_thread(_answers_its_addresses, server)
            said = server.said.read_text()
            assert f"role {server.role}: http://127.0.0.1:{server.port}\n" in said or server.role == "all"
            assert "Traceback" not in said


def _judges_its_parts(server: Troth) -> None:
    status, health = ask(server.port, "GET", "/health", {})
    assert (status, health["ok"], health["role"]) == (200, True, server.role)
    assert {"database", "keyring", "scribe"} < set(health)
    assert ("files" in health) == (server.role in ("gateway", "all"))
    assert set(health["readers"]) == (READERS if server.role in ("worker", "all") else set())


def _answers_its_addresses(server: Troth) -> None:
    asked: list[tuple[str, str, dict[str, str], str]] = [
        ("GET", "/ws", {}, "gateway"),
        ("GET", "/ws", UPGRADE, "gateway"),
        ("GET", "/api/v1/files/a-ticket", {}, "gateway"),
        ("POST", "/api/v1/conversations/one/files", {}, "gateway"),
        ("POST", "/api/v1/line", {"Content-Length": "0"}, "gateway"),
        ("GET", "/api/v1/me", {}, "web"),
        ("GET", "/console/", {}, "web"),
        ("GET", "/", {}, "web"),
    ]
    for method, path, headers, part in asked:
        status, told = ask(server.port, method, path, headers)
        here = f"This process has the role {server.role}; a process with the role {part} answers here."
        elsewhere = status == 404 and isinstance(told, dict) and told["detail"] == here
        assert elsewhere == (server.role not in (part, "all")), (server.role, path, status, told)


@pytest.mark.parametrize("role", ["gateway", "web", "worker"])
def test_on_sqlite_only_one_process_that_does_everything(tmp_path: Path, role: str) -> None:
    assert _refused(tmp_path, role, TROTH_BASE_URL="https://chat.example.org") == (
        f"troth: DATABASE_URL: the role {role} needs PostgreSQL; on SQLite one process does everything.\n"
    )


def test_a_part_alone_must_know_where_people_reach_the_whole(tmp_path: Path) -> None:
    assert "TROTH_BASE_URL" in _refused(tmp_path, "web", DATABASE_URL="postgres://troth@127.0.0.1:1/troth")


def _refused(var: Path, role: str, **settings: str) -> str:
    """The one sentence with which the start ends."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(FOREIGN)}
    ended = subprocess.run(
        [sys.executable, "-m", "troth", "serve", "--role", role],
        env={**inherited, "TROTH_VAR": str(var), "PORT": "0", **settings},
        capture_output=True,
        text=True,
        timeout=PATIENCE,
    )
    assert (ended.returncode, ended.stdout, ended.stderr.count("\n")) == (2, "", 1), ended.stderr
    return ended.stderr
