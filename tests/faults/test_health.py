"""/health says 503 and names the fault while something can't be written, nothing is acknowledged into a file that
is gone, and it is 200 again when the cause has passed, though nobody writes anything."""

import asyncio
import json
import os
import sqlite3
import subprocess
import tempfile
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest

from tests.process import Troth, troth
from tests.until import PATIENCE, until_async
from troth.client import Visitor
from troth.kernel.errors import TrothError
from troth.kernel.ids import new_id

BETWEEN = 0.05  # s between two questions: who asks on and on takes the core from the one that is to mend itself


def ask(server: Troth) -> tuple[int, list[str]]:
    try:
        with urllib.request.urlopen(f"{server.url}/health", timeout=PATIENCE) as answer:
            status, body = answer.status, answer.read()
    except urllib.error.HTTPError as refused:
        status, body = refused.code, refused.read()
    told: dict[str, Any] = json.loads(body)
    return status, told.get("broken", [])


async def named(server: Troth, what: str) -> None:
    """Ask until /health is 503 and says that this is broken."""
    told: list[tuple[int, list[str]]] = []

    async def is_named() -> bool:
        told[:] = [await asyncio.to_thread(ask, server)]
        return told[0][0] == 503 and what in told[0][1]

    await until_async(is_named, lambda: (told, server.tail()), every=BETWEEN)


async def well(server: Troth) -> None:
    """Ask until /health is 200 again; a reader that failed meanwhile takes a while to try once more."""
    told: list[tuple[int, list[str]]] = []

    async def is_well() -> bool:
        told[:] = [await asyncio.to_thread(ask, server)]
        return told == [(200, [])]

    await until_async(is_well, lambda: (told, server.tail()), every=BETWEEN)


@contextmanager
def moved(var: Path, database: str) -> Iterator[None]:
    """Away: what is open of it has no name any more, as after an rm. Then it is put back."""
    there = [var / f"{database}{more}" for more in ("", "-wal", "-shm")]
    for path in there:
        path.rename(path.with_name(f"away-{path.name}"))
    yield
    for path in there:
        path.unlink(missing_ok=True)  # whoever connected meanwhile made it anew
        path.with_name(f"away-{path.name}").rename(path)


@contextmanager
def locked(var: Path, database: str) -> Iterator[None]:
    with closing(sqlite3.connect(var / database, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield


@contextmanager
def fixed(var: Path, database: str) -> Iterator[None]:
    """Read-only for everybody, root too."""
    if subprocess.run(["chattr", "+i", var / database], capture_output=True).returncode:
        pytest.skip("this file system has no immutable files")
    try:
        yield
    finally:
        subprocess.run(["chattr", "-i", var / database], check=True)


@contextmanager
def in_the_way(var: Path, name: str) -> Iterator[None]:
    """A file where the folder must be."""
    (var / name).write_text("in the way")
    yield
    (var / name).unlink()


@contextmanager
def small_disk() -> Iterator[Path]:
    if os.geteuid():
        pytest.skip("only root can mount")
    with tempfile.TemporaryDirectory() as folder:
        if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=64m", "tmpfs", folder], capture_output=True).returncode:
            pytest.skip("nothing can be mounted here")
        try:
            yield Path(folder)
        finally:
            subprocess.run(["umount", "-l", folder], check=True)


def fill(file: Path) -> None:
    """Until nothing more goes in."""
    with file.open("wb", buffering=0) as ballast, suppress(OSError):
        while True:
            ballast.write(bytes(64 * 1024))


FAULTS: list[tuple[Callable[[Path, str], Any], str, str]] = [
    (moved, "troth.sqlite3", "database"),
    (moved, "keyring.sqlite3", "keyring"),
    (locked, "troth.sqlite3", "database"),
    (locked, "keyring.sqlite3", "keyring"),
    (fixed, "troth.sqlite3", "database"),
    (fixed, "keyring.sqlite3", "keyring"),
    (in_the_way, "files", "files"),
]


async def test_each_fault_is_named_and_forgotten_when_it_has_passed() -> None:
    async with troth() as server:
        await well(server)
        for fault, file, name in FAULTS:
            try:
                with fault(server.var, file):
                    await named(server, name)
            except pytest.skip.Exception:
                continue
            await well(server)


@pytest.mark.parametrize("database", ["troth.sqlite3", "keyring.sqlite3"])
async def test_nothing_is_acknowledged_into_a_file_that_is_gone(database: str) -> None:
    async with troth() as server, await Visitor.start(server.url, server.demo["site_key"], patience=PATIENCE) as vi:
        talk = await vi.open("Hello?", fields={"name": "Vi", "email": "vi@example.test"})
        once = new_id()
        with moved(server.var, database):
            with pytest.raises(TrothError) as refused:
                await talk.say("Are you there?", client_id=once, patience=2)
            assert refused.value.status == 503
            vi.calls.patience = 2
            with pytest.raises(TrothError) as refused:
                await vi.open("Or here?", fields={"name": "Vi", "email": "vi@example.test"})
            assert refused.value.status == 503
        vi.calls.patience = PATIENCE
        kept = await talk.say("Are you there?", client_id=once)
        assert kept.duplicate is False
        await server.kill()
        await server.start()
        events = await vi.events(talk.id)
        assert [event.client_id for event in events.items].count(once) == 1


async def test_a_full_disk_and_one_that_has_room_again() -> None:
    with small_disk() as folder:
        server = Troth(folder)
        await server.start()
        try:
            fill(folder / "ballast")
            await named(server, "files")
            (folder / "ballast").unlink()
            await well(server)
        finally:
            await server.stop()
