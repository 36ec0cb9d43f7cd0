"""The door without picows: uvicorn's `websockets-sansio`, as an ASGI application. Slower and larger, and there for the
day picows fails us (TROTH_DOOR=sansio); one contract test runs against both."""

from __future__ import annotations

import asyncio
from collections import deque

from troth.wire.frames import MAX_FRAME

from .address import client_address, signals_of
from .counts import counts
from .goodbye import goodbye
from .hub import Hub
from .problem import Receive, Scope, Send
from .upgrade import Refused, check_upgrade

WRITE_LIMIT = 256 * 1024
WIDE_LIMIT = 4 * 1024 * 1024


class QueueDoor:
    """A socket whose frames wait in a bounded queue for the task that sends them."""

    def __init__(self, address: str, signals: str) -> None:
        self.address, self.signals = address, signals
        self.queue: deque[bytes] = deque()
        self.size = 0
        self.limit = WRITE_LIMIT
        self.ending: tuple[int, str] | None = None
        self.woken = asyncio.Event()

    def send(self, frame: bytes) -> None:
        if self.ending is None:
            self.queue.append(frame)
            counts.frames_out += 1
            self.size += len(frame)
            if self.size > self.limit:
                self.queue.clear()
                self.close(1013, "resync")
            self.woken.set()

    def widen(self) -> None:
        self.limit = WIDE_LIMIT

    def close(self, code: int, reason: str = "", *, flood: bool = False) -> None:
        if self.ending is None:
            self.ending = (code, reason)
            counts.closed[code] += 1
            self.woken.set()


def leave(hub: Hub) -> None:
    """The server stops: everybody whose frames wait in a queue hears it, sockets and lines, not all in the same
    moment."""
    doors = [session.door for session in hub.sessions if isinstance(session.door, QueueDoor)]
    for door in doors:
        goodbye(door, len(doors), hub.pace)


async def serve_socket(hub: Hub, scope: Scope, receive: Receive, send: Send) -> None:
    """One socket from its upgrade to its end."""
    headers = [(name.lower(), value.decode("latin-1")) for name, value in scope["headers"]]
    forwarded = [value for name, value in headers if name == b"x-forwarded-for"]
    address = client_address((scope["client"] or ("-", 0))[0], forwarded, hub.trusted)
    await receive()  # websocket.connect
    try:
        check_upgrade(scope["path"], bool(scope["query_string"]), dict(headers).get(b"sec-websocket-version", ""))
        hub.crowds.admit(address)
    except Refused as refused:
        more = [(name.lower().encode(), value.encode()) for name, value in (refused.headers | hub.always).items()]
        await send({"type": "websocket.http.response.start", "status": refused.status, "headers": more})
        return await send({"type": "websocket.http.response.body", "body": refused.sentence.encode()})
    await send({"type": "websocket.accept"})
    door = QueueDoor(address, signals_of(scope))
    session = hub.opened(door)
    sending = asyncio.ensure_future(_send_all(door, send))
    try:
        while True:
            message = await receive()
            if message["type"] == "websocket.disconnect":
                break
            if door.ending is not None:
                continue
            text = message.get("text")
            if text is None:
                door.close(1003, "text only")
            elif len(text.encode()) > MAX_FRAME:
                door.close(1009, "too large")
            else:
                hub.heard(session, text)
    finally:
        sending.cancel()
        hub.left(session)
    return None


async def _send_all(door: QueueDoor, send: Send) -> None:
    while True:
        await door.woken.wait()
        door.woken.clear()
        while door.queue:
            frame = door.queue.popleft()
            await send({"type": "websocket.send", "text": frame.decode()})
            door.size -= len(frame)
        if door.ending is not None:
            return await send({"type": "websocket.close", "code": door.ending[0], "reason": door.ending[1]})
