"""A WebSocket client that costs next to nothing: raw bytes, frames counted and not parsed. For load only.

Client frames bear the mask key 0, so that masking changes nothing; of what comes in only the opening bytes of each
frame are looked at, and the number that the load hid in its client ids.
"""

import asyncio
import struct
from collections.abc import Callable
from typing import Any

from troth.wire.frames import PROTOCOL

_ACK, _EVENT, _EVENTS = b'{"op":"ack"', b'{"op":"event"', b'{"op":"events"'
_WELCOME, _SUBSCRIBED, _ERROR = b'{"op":"welcome"', b'{"op":"subscribed"', b'{"op":"error"'
_CLIENT_ID = b'"client_id":"'
PATIENCE = 180.0  # s for an answer


def frame(payload: bytes, opcode: int = 1) -> bytes:
    """A masked client frame, mask key 0."""
    size = len(payload)
    if size < 126:
        head = struct.pack("!BB", 0x80 | opcode, 0x80 | size)
    elif size < 65536:
        head = struct.pack("!BBH", 0x80 | opcode, 0x80 | 126, size)
    else:
        head = struct.pack("!BBQ", 0x80 | opcode, 0x80 | 127, size)
    return head + b"\0\0\0\0" + payload


class Socket(asyncio.Protocol):
    """`on_ack(number)`, `on_event(number)`: number is the end of the client id as an int; -1 when it is not ours."""

    def __init__(self, prefix: bytes) -> None:
        self.on_ack: Callable[[int], None] = _nothing
        self.on_event: Callable[[int], None] = _nothing
        self.errors: list[bytes] = []
        self.lost = False
        self._prefix = _CLIENT_ID + prefix
        self._skip = len(self._prefix)
        self._buffer = b""
        self._open = False
        self._waiting: asyncio.Future[bytes] | None = None
        self._missed: asyncio.Future[None] | None = None
        self._subscribed = 0
        self._transport: Any = None

    # --- what the load does

    def say(self, payload: bytes) -> None:
        self._transport.write(frame(payload))

    async def hello(self, text: str) -> None:
        """Upgrade, hello, welcome."""
        await self._heard()
        self.say(b'{"op":"hello","v":%d,"pass":"%s"}' % (PROTOCOL, text.encode()))
        await self._heard()

    async def subscribe(self, streams: list[str], at_once: int = 50) -> None:
        """Follow these streams from now on (what was said before is not asked for)."""
        for start in range(0, len(streams), at_once):
            some = streams[start : start + at_once]
            self._subscribed = len(some)
            for ref, stream in enumerate(some):
                self.say(b'{"op":"subscribe","ref":%d,"stream":"%s","after":1000000}' % (ref, stream.encode()))
            await self._heard()

    def unsubscribe(self, stream: str) -> None:
        self.say(b'{"op":"unsubscribe","ref":0,"stream":"%s"}' % stream.encode())

    async def catch_up(self, stream: str, after: int) -> None:
        """Follow this stream from a seq on, until what was missed has come."""
        self._missed = asyncio.get_running_loop().create_future()
        self._subscribed = 1
        self.say(b'{"op":"subscribe","ref":0,"stream":"%s","after":%d}' % (stream.encode(), after))
        await self._heard()
        async with asyncio.timeout(PATIENCE):
            await self._missed

    async def follow_inbox(self, workspace: str) -> None:
        """Follow a workspace's live inbox from now on."""
        self._subscribed = 1
        self.say(b'{"op":"subscribe","ref":0,"workspace":"%s"}' % workspace.encode())
        await self._heard()

    async def _heard(self) -> bytes:
        self._waiting = asyncio.get_running_loop().create_future()
        async with asyncio.timeout(PATIENCE):
            return await self._waiting

    def close(self) -> None:
        if self._transport is not None:
            self._transport.abort()

    # --- the wire

    def connection_made(self, transport: Any) -> None:
        self._transport = transport

    def connection_lost(self, error: Exception | None) -> None:
        self.lost = True
        self._answer(b"", ConnectionError(f"the server closed: {self.errors[-1:]}"))

    def data_received(self, data: bytes) -> None:
        if self._buffer:
            data = self._buffer + data
        if not self._open:
            end = data.find(b"\r\n\r\n")
            if end < 0:
                self._buffer = data
                return
            if not data.startswith(b"HTTP/1.1 101"):
                self.errors.append(data[:200])
                self._transport.abort()
                return
            self._open = True
            data = data[end + 4 :]
            self._answer(b"101")
        at, size = 0, len(data)
        while size - at >= 2:
            length, head = data[at + 1], 2
            if length == 126:
                if size - at < 4:
                    break
                length, head = data[at + 2] << 8 | data[at + 3], 4
            elif length == 127:
                if size - at < 10:
                    break
                length, head = int.from_bytes(data[at + 2 : at + 10], "big"), 10
            start = at + head
            if size - start < length:
                break
            opcode = data[at] & 15
            at = start + length
            if opcode == 1:
                self._text(data, start, at)
            elif opcode == 8:
                self.errors.append(b"closed " + data[start:at])
            elif opcode == 9:
                self._transport.write(frame(data[start:at], 10))
        self._buffer = data[at:] if at < size else b""

    def _text(self, data: bytes, start: int, end: int) -> None:
        if data.startswith(_ACK, start):
            self.on_ack(self._number(data, start, end))
        elif data.startswith(_EVENT, start):
            self.on_event(self._number(data, start, end))
        elif data.startswith(_EVENTS, start):
            if self._missed is not None and not self._missed.done():
                self._missed.set_result(None)
        elif data.startswith(_SUBSCRIBED, start):
            self._subscribed -= 1
            if self._subscribed == 0:
                self._answer(data[start:end])
        elif data.startswith(_WELCOME, start):
            self._answer(data[start:end])
        elif data.startswith(_ERROR, start):
            self.errors.append(data[start:end])
            self._answer(b"", RuntimeError(data[start:end].decode()))

    def _number(self, data: bytes, start: int, end: int) -> int:
        at = data.find(self._prefix, start, end)
        return int(data[at + self._skip : at + self._skip + 12], 16) if at >= 0 else -1

    def _answer(self, value: bytes, error: Exception | None = None) -> None:
        if self._waiting is not None and not self._waiting.done():
            if error is None:
                self._waiting.set_result(value)
            else:
                self._waiting.set_exception(error)


async def connect(port: int, prefix: bytes, pass_: str) -> Socket:
    """A socket that was welcomed."""
    loop = asyncio.get_running_loop()
    _, made = await loop.create_connection(lambda: Socket(prefix), "127.0.0.1", port)
    made._transport.write(
        b"GET /ws HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        b"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n" % port
    )
    await made.hello(pass_)
    return made


def _nothing(number: int) -> None: ...
