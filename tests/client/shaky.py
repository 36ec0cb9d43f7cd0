"""A server as bad as a network can make it: it keeps what is said, and cuts, forgets, repeats and skips by script.

It is the other end of the wire, not a part of the product: what the real server never does on purpose, it does.
"""

import asyncio
import contextlib
from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Literal
from uuid import UUID

import msgspec
from websockets.asyncio.server import Server, ServerConnection, serve
from websockets.exceptions import ConnectionClosed

from tests.until import PATIENCE
from troth.client.outbox import Pending
from troth.kernel.errors import Busy
from troth.kernel.ids import new_id
from troth.wire.events import Author, Said, WireEvent
from troth.wire.frames import (
    Ack,
    After,
    ErrorFrame,
    EventFrame,
    Events,
    Hello,
    Say,
    Subscribe,
    Subscribed,
    Welcome,
    decode_client,
    encode,
)

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
Act = Literal["keep", "cut before", "cut after", "busy", "silent delivery", "twice", "refuse"]


class Shaky:
    """`script` says what becomes of each `say` that arrives; "keep" when it is used up."""

    def __init__(self) -> None:
        self.script: deque[Act] = deque()
        self.stored: dict[UUID, list[WireEvent]] = {}
        self.hellos: list[str] = []
        self._hello = asyncio.Event()
        self.says: list[Say] = []
        self.refusals: deque[str] = deque()  # codes for the next questions: subscribe, after
        self.busy_posts = 0
        self.refused_passes: set[str] = set()
        self.refused_for = "pass_expired"
        self.url = ""
        self._followers: dict[UUID, set[ServerConnection]] = {}
        self._sockets: set[ServerConnection] = set()

    async def cut(self) -> None:
        """Break every connection."""
        for socket in list(self._sockets):
            socket.transport.abort()

    async def send_away(self, code: int) -> None:
        """Close every connection with this code and no further word."""
        for socket in list(self._sockets):
            await socket.close(code)
            self._sockets.discard(socket)

    async def greeted(self, times: int) -> None:
        """Wait until so many hellos have come."""
        while len(self.hellos) < times:
            self._hello.clear()
            await self._hello.wait()

    async def tell(self, stream: UUID, text: str) -> None:
        """Somebody else says something."""
        await self._deliver(self._keep(stream, new_id(), text))

    async def post(self, said: Pending) -> Ack:
        """The same by HTTP."""
        if self.busy_posts:
            self.busy_posts -= 1
            raise Busy
        event = self._keep(said.stream, said.client_id, said.text)
        await self._deliver(event)
        return Ack(ref=0, stream=said.stream, client_id=said.client_id, seq=event.seq, at=NOW)

    async def serve_one(self, socket: ServerConnection) -> None:
        self._sockets.add(socket)
        try:
            with contextlib.suppress(ConnectionClosed):
                async for raw in socket:
                    await self._heard(socket, decode_client(raw))
        finally:
            self._sockets.discard(socket)
            for followers in self._followers.values():
                followers.discard(socket)

    async def _heard(self, socket: ServerConnection, frame: object) -> None:
        match frame:
            case Hello():
                self.hellos.append(frame.pass_)
                self._hello.set()
                if frame.pass_ in self.refused_passes:
                    await self._send(socket, ErrorFrame(code=self.refused_for, message="late"))
                    await socket.close()
                else:
                    await self._send(socket, Welcome(v=1, now=NOW, session=new_id()))
            case Subscribe() | After() if self.refusals:
                code = self.refusals.popleft()
                refusal = ErrorFrame(code=code, message="no", ref=frame.ref, stream=frame.stream)
                await self._send(socket, refusal)
            case Subscribe(stream=UUID() as stream):
                held = self.stored.setdefault(stream, [])
                self._followers.setdefault(stream, set()).add(socket)
                await self._send(socket, Subscribed(ref=frame.ref, stream=stream, last=len(held)))
                if held[frame.after :]:
                    await self._send(socket, Events(stream=stream, events=held[frame.after :]))
            case After(stream=stream):
                rest = self.stored[stream][frame.after :]
                page = rest[: frame.limit]
                await self._send(socket, Events(ref=frame.ref, stream=stream, events=page, more=len(rest) > len(page)))
            case Say():
                await self._said(socket, frame)

    async def _said(self, socket: ServerConnection, frame: Say) -> None:
        self.says.append(frame)
        act = self.script.popleft() if self.script else "keep"
        if act == "cut before":
            return socket.transport.abort()
        if act in ("busy", "refuse"):
            code = {"busy": "busy", "refuse": "closed"}[act]
            return await self._send(socket, ErrorFrame(code=code, message="no", ref=frame.ref, stream=frame.stream))
        before = next((e for e in self.stored[frame.stream] if e.client_id == frame.client_id), None)
        event = before or self._keep(frame.stream, frame.client_id, frame.text)
        if act == "cut after":
            return socket.transport.abort()
        ack = Ack(
            ref=frame.ref, stream=frame.stream, client_id=frame.client_id, seq=event.seq, at=NOW, duplicate=bool(before)
        )
        await self._send(socket, ack)
        if before is None and act != "silent delivery":
            for _ in range(2 if act == "twice" else 1):
                await self._deliver(event)
        return None

    def _keep(self, stream: UUID, client_id: UUID, text: str) -> WireEvent:
        held = self.stored.setdefault(stream, [])
        event = WireEvent(
            stream=stream, seq=len(held) + 1, after=len(held), at=NOW, kind="said", v=1, audience="all",
            author=Author(kind="visitor", id=UUID(int=1)), client_id=client_id,
            body=msgspec.Raw(msgspec.json.encode(Said(text=text))),
        )  # fmt: skip
        held.append(event)
        return event

    async def _deliver(self, event: WireEvent) -> None:
        for socket in list(self._followers.get(event.stream, ())):
            await self._send(socket, EventFrame(event=event))

    async def _send(self, socket: ServerConnection, frame: msgspec.Struct) -> None:
        with contextlib.suppress(ConnectionClosed):
            await socket.send(encode(frame).decode())


@asynccontextmanager
async def shaky() -> AsyncIterator[Shaky]:
    """A running one on a free port of this machine."""
    made = Shaky()
    server: Server = await serve(made.serve_one, "127.0.0.1", 0)
    made.url = f"http://127.0.0.1:{next(iter(server.sockets)).getsockname()[1]}"
    try:
        yield made
    finally:
        await made.cut()
        server.close()
        await asyncio.wait_for(server.wait_closed(), PATIENCE)
