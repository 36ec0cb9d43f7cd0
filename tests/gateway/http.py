"""Plain HTTP/1.1 on a blocking socket, byte by byte where needed."""

import json
import socket
from typing import Any, Self

from tests.until import PATIENCE


class Http:
    def __init__(self, port: int, of: str = "127.0.0.1", room: int = 0) -> None:
        """`of`: the client's own address, any of 127.0.0.0/8. room: bytes that the kernel takes for it, as few as it
        may; 0: as ever."""
        self.socket = socket.socket()
        self.socket.settimeout(PATIENCE)
        if room:
            self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, room)
        self.socket.bind((of, 0))
        self.socket.connect(("127.0.0.1", port))
        self.file = self.socket.makefile("rb")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.file.close()
        self.socket.close()

    def head(self, method: str, path: str, headers: dict[str, str]) -> None:
        lines = "".join(f"{name}: {value}\r\n" for name, value in {"Host": "localhost", **headers}.items())
        self.socket.sendall(f"{method} {path} HTTP/1.1\r\n{lines}\r\n".encode())

    def answer(self) -> tuple[int, Any]:
        """(status, body): JSON where it is, else bytes. Status 0: cut without an answer."""
        first = self.file.readline()
        if not first:
            return 0, b""
        size, kind = 0, ""
        while (line := self.file.readline().decode().strip().lower()) != "":
            name, _, value = line.partition(": ")
            size = int(value) if name == "content-length" else size
            kind = value if name == "content-type" else kind
        body = self.file.read(size)
        return int(first.split(b" ")[1]), json.loads(body) if body and "json" in kind else body


def unread(port: int) -> Http:
    """A connection on which hardly anything arrives that its owner has not read."""
    return Http(port, room=4096)


def ask(
    port: int, method: str, path: str, headers: dict[str, str], body: bytes = b"", of: str = "127.0.0.1"
) -> tuple[int, Any]:
    with Http(port, of) as http:
        http.head(method, path, {**headers, "Content-Length": str(len(body))})
        http.socket.sendall(body)
        return http.answer()
