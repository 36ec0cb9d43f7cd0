"""SIGKILL of the real server in the middle of writing a copy of somebody's data: it is made once, whole, from its
beginning, and nothing of the first try is left."""

import asyncio
import base64
import io
import json
import os
import urllib.request
import zipfile
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager, suppress
from email import message_from_bytes
from pathlib import Path
from typing import Any

import pytest

from tests.journeys.mail import captured
from tests.process import Troth, troth
from tests.until import PATIENCE
from troth.client import Agent, Talk, Visitor
from troth.kernel.ids import new_id
from troth.privacy.access.pieces import PIECE

SITE, MESSAGES = "harbourbikes", 150


@pytest.fixture
async def server() -> AsyncIterator[Troth]:
    names = ("VISITOR_BURST", "VISITOR_RATE", "ADDRESS_BURST", "ADDRESS_RATE")
    async with troth(**{f"TROTH_LIMIT_{name}": "1000" for name in names}) as running:
        yield running


class Store:
    """The server's folder of files."""

    def __init__(self, server: Troth) -> None:
        self._path = server.var / "files"

    def now(self) -> set[Path]:
        return {path for path in self._path.rglob("*") if path.is_file()}

    async def uploaded(self, talk: Talk, name: str, data: bytes) -> Path:
        """Where it lies."""
        before = self.now()
        ref = await talk.upload(name, data, "text/plain")
        await talk.say("", files=[ref.id])
        (path,) = self.now() - before
        return path


class Hanging:
    """A file that whoever opens it waits for, as on a disk that does not answer: so the kill comes neither too early
    nor too late."""

    def __init__(self, path: Path) -> None:
        self._path = path

    async def opened(self) -> None:
        """Somebody waits."""
        async with asyncio.timeout(PATIENCE):
            while True:
                with suppress(OSError):  # nobody reads yet
                    self._end = os.open(self._path, os.O_WRONLY | os.O_NONBLOCK)
                    return
                await asyncio.sleep(0.02)

    def close(self) -> None:
        os.close(self._end)


@contextmanager
def hanging(path: Path) -> Iterator[Hanging]:
    aside = path.with_name(f"{path.name}.aside")
    path.rename(aside)
    os.mkfifo(path)
    try:
        yield Hanging(path)
    finally:
        path.unlink()
        aside.rename(path)


async def test_a_copy_that_was_cut_off_is_made_once_and_whole(server: Troth) -> None:
    store, address = Store(server), f"vi.{new_id().hex}@example.net"
    first, second = _a_piece(), _a_piece()
    async with (
        await Visitor.start(server.url, SITE, patience=PATIENCE) as vi,
        await Agent.sign_in(server.url, *server.person("ada"), patience=PATIENCE) as ada,
    ):
        talk = await vi.open("Where is my order?", fields={"about": "Repair", "email": address})
        for number in range(MESSAGES):
            await talk.say(f"message {number} of many")
        await store.uploaded(talk, "first.txt", first)
        last = await store.uploaded(talk, "second.txt", second)
        before = store.now()
        seen = await ada.call("GET", f"/conversations/{talk.id}", dict)
        desk = f"/workspaces/{seen['workspace_id']}/privacy"
        subject = {"kind": "visitor", "id": seen["visitor"]["id"]}
        asked = {"right": "access", "subject": subject, "reply_to": address, "language": "en"}
        request = f"{desk}/requests/{(await ada.call('POST', f'{desk}/requests', dict, asked))['id']}"

        with hanging(last) as hung:
            ordered = (await ada.call("POST", f"{request}/export", dict))["order"]
            await hung.opened()
            assert store.now() - before, "some of it is written"
            assert [one["state"] for one in await _orders(ada, request)] == ["making"]
            await server.kill()
            hung.close()
        await server.start()
        (told,) = await _ready(ada, request)
        assert (told["id"], told["state"]) == (ordered["id"], "ready")
        pieces = store.now() - before
        assert len(pieces) == -(-told["size"] // PIECE), "nothing else was left behind"

        ticket = await ada.call("POST", f"{desk}/orders/{told['id']}/ticket", dict)
        with zipfile.ZipFile(io.BytesIO(await asyncio.to_thread(_fetched, ticket["url"]))) as packed:
            assert packed.testzip() is None
            given = {name: packed.read(name) for name in packed.namelist()}
        assert {data for name, data in given.items() if name.startswith("files/")} == {first, second}
        kept = json.dumps(json.loads(given["your-data.json"]))
        assert [number for number in range(MESSAGES) if f'"message {number} of many"' not in kept] == []

        await ada.call("POST", f"{request}/done", dict, {"text": "Here is your copy."})
        assert await captured(server, address, "Here is your copy.")
        mails = [mail for mail in _mails(server) if address in str(mail["To"])]
        assert len(mails) == 2, "that it was received, and the answer; each once"
        assert len({str(mail["Subject"]) for mail in mails}) == 2


def _a_piece() -> bytes:
    """Text that fills one also when it is packed."""
    return base64.encodebytes(os.urandom(PIECE))


async def _orders(ada: Agent, request: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = (await ada.call("GET", f"{request}/orders", dict))["items"]
    return found


async def _ready(ada: Agent, request: str) -> list[dict[str, Any]]:
    async with asyncio.timeout(PATIENCE):
        while True:
            found = await _orders(ada, request)
            if all(one["state"] != "making" for one in found):
                return found
            await asyncio.sleep(0.05)


def _fetched(url: str) -> bytes:
    with urllib.request.urlopen(url, timeout=PATIENCE) as answer:
        data: bytes = answer.read()
        return data


def _mails(server: Troth) -> list[Any]:
    return [message_from_bytes(file.read_bytes()) for file in sorted((server.var / "mail").glob("*.eml"))]
