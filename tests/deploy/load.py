"""What goes on meanwhile: visitors who speak by the SDK, and plain requests one after the other, to both roles."""

import asyncio
import http.client
import threading
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager

from tests.deploy.deployment import Deployment
from tests.speaker import Speaker
from troth.client import Visitor

VISITORS = 4
TRIES = 10


class Load:
    """`speakers` speak; `refused` has for each plain request what it was told until it was answered well."""

    def __init__(self, running: Deployment, speakers: list[Speaker], pass_: str) -> None:
        self.speakers = speakers
        self.refused: list[tuple[str, list[str]]] = []
        self.ended = threading.Event()
        self._running = running
        self._proof = {"Authorization": f"Bearer {pass_}"}

    async def goes_on(self) -> None:
        """Wait until everybody said ten more."""
        await asyncio.gather(*(one.goes_on() for one in self.speakers))

    def ask_on(self) -> None:
        talk = self.speakers[0].talk.id
        asked = [
            ("GET", f"/api/v1/sites/{self._running.site}/widget", None),
            ("POST", f"/api/v1/conversations/{talk}/files?name=list.txt", b"a bell"),
            ("GET", f"/api/v1/conversations/{talk}/events", None),
            ("POST", f"/api/v1/sites/{self._running.site}/visitors", b"{}"),
        ]
        while not self.ended.is_set():
            for method, path, body in asked:
                self.refused.append((f"{method} {path}", self._refused(method, path, body)))

    def _refused(self, method: str, path: str, body: bytes | None) -> list[str]:
        kind = "application/json" if body == b"{}" else "text/plain"
        told: list[str] = []
        while len(told) < TRIES:
            try:
                status, _, said = self._running.ask(method, path, {**self._proof, "Content-Type": kind}, body)
            except (OSError, http.client.HTTPException) as error:
                told.append(repr(error))
                continue
            if status < 300:
                break
            told.append(f"{status} {said[:200].decode(errors='replace')}")
        return told

    async def kept_once(self) -> None:
        """All that was acknowledged stands there, once and in its order, and nothing else."""
        for one in self.speakers:
            assert await one.told() == one.kept


@asynccontextmanager
async def load(running: Deployment, *, asking: bool = True) -> AsyncIterator[Load]:
    async with AsyncExitStack() as ending:
        speakers = []
        for number in range(VISITORS):
            visitor = await Visitor.start(running.url, running.site, patience=120)
            await ending.enter_async_context(visitor)
            fields = {"name": f"Vi {number}", "email": f"vi{number}@example.org"}
            speakers.append(Speaker(visitor, await visitor.open("Hello?", fields=fields)))
        made = Load(running, speakers, await speakers[0].visitor.current_pass())
        speaking = [asyncio.create_task(one.speak()) for one in speakers]
        if asking:
            speaking.append(asyncio.create_task(asyncio.to_thread(made.ask_on)))
        try:
            yield made
            made.ended.set()
            for one in speakers:
                one.ended = True
            await asyncio.gather(*speaking)
            await made.kept_once()
        finally:
            made.ended.set()
            for task in speaking:
                task.cancel()
