"""A WebSocket client that can misbehave: it sends whatever bytes it is told to. Blocking, as long as any test waits."""

import contextlib
import json
import os
import socket
import struct
from base64 import b64encode
from typing import Any, Self

from tests.until import PATIENCE

TEXT, CONTINUATION, BINARY, CLOSE, PING, PONG = 1, 0, 2, 8, 9, 10


def frame(payload: bytes, opcode: int = TEXT, *, fin: bool = True, rsv: int = 0, masked: bool = True) -> bytes:
    first = (0x80 if fin else 0) | rsv << 4 | opcode
    size, bit = len(payload), 0x80 if masked else 0
    if size < 126:
        head = bytes([first, bit | size])
    elif size < 65536:
        head = bytes([first, bit | 126]) + struct.pack("!H", size)
    else:
        head = bytes([first, bit | 127]) + struct.pack("!Q", size)
    if not masked:
        return head + payload
    key = os.urandom(4)
    return head + key + bytes(byte ^ key[place % 4] for place, byte in enumerate(payload))


class Raw:
    """One connection."""

    def __init__(self, port: int) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port), PATIENCE)
        self.file = self.socket.makefile("rb")
        self.status = 0
        self.head = ""

    @classmethod
    def open(
        cls, port: int, path: str = "/ws", *, method: str = "GET", version: str = "13", headers: str = "",
        connection: str = "Upgrade", upgrade: str = "websocket",
    ) -> Self:  # fmt: skip
        """Asks for the upgrade; `status` is 0 where it was cut without an answer."""
        self = cls(port)
        with contextlib.suppress(ConnectionError):
            self.socket.sendall(
                f"{method} {path} HTTP/1.1\r\nHost: localhost\r\nUpgrade: {upgrade}\r\nConnection: {connection}\r\n"
                f"Sec-WebSocket-Key: {b64encode(os.urandom(16)).decode()}\r\nSec-WebSocket-Version: {version}\r\n"
                f"{headers}\r\n".encode()
            )
            while (line := self.file.readline().decode()) not in ("\r\n", ""):
                self.head += line
        self.status = int(self.head.split(" ")[1]) if self.head else 0
        return self

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.cut()

    def cut(self) -> None:
        with contextlib.suppress(OSError):
            self.socket.shutdown(socket.SHUT_RDWR)
        self.file.close()
        self.socket.close()

    def put(self, *frames: bytes) -> None:
        with contextlib.suppress(ConnectionError):  # cut by the server: what it said before can still be read
            self.socket.sendall(b"".join(frames))

    def say(self, **fields: Any) -> None:
        self.put(frame(json.dumps(fields).encode()))

    def read(self) -> tuple[int, bytes]:
        """(opcode, payload); (CLOSE, b"") for a cut without a word."""
        try:
            first, second = self._exactly(2)
            size = second & 0x7F
            if size == 126:
                (size,) = struct.unpack("!H", self._exactly(2))
            elif size == 127:
                (size,) = struct.unpack("!Q", self._exactly(8))
            return first & 15, self._exactly(size)
        except (EOFError, ConnectionError):
            return CLOSE, b""

    def _exactly(self, size: int) -> bytes:
        data = self.file.read(size)
        if len(data) < size:
            raise EOFError
        return data

    def hear(self, *ops: str) -> dict[str, Any]:
        """The next frame with one of these ops (any, when none is named), pings answered; others are passed over."""
        while True:
            opcode, payload = self.read()
            assert opcode != CLOSE, f"closed: {payload!r}"
            if opcode == PING:
                self.put(frame(payload, PONG))
            if opcode == TEXT:
                heard: dict[str, Any] = json.loads(payload)
                if not ops or heard["op"] in ops:
                    return heard

    def closed(self) -> int:
        """The close code; 0 for a cut without a word."""
        return self.goodbye()[0]

    def goodbye(self) -> tuple[int, str]:
        """The close code and the reason; 0 for a cut without a word."""
        while True:
            opcode, payload = self.read()
            if opcode == CLOSE:
                return int.from_bytes(payload[:2], "big"), payload[2:].decode()
