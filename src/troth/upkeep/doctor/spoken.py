"""A connection to the public address, TLS in it, and a WebSocket on it: step by step, so that each may fail by name."""

import os
import socket
import ssl
import time
from base64 import b64encode
from collections.abc import Callable
from typing import NamedTuple
from urllib.parse import urlsplit

from .asked import PATIENCE, unverified

_MOST = 16 * 1024  # bytes of an answer's head
_TEXT, _CLOSE, _PING, _PONG = 0x1, 0x8, 0x9, 0xA
_LAST, _MASKED, _LONG = 0x80, 0x80, 126


class Cut(NamedTuple):
    """after: s. code: of a close frame; 0: cut without a word."""

    after: float
    code: int


def greeted(url: str, context: ssl.SSLContext) -> ssl.SSLSocket:
    """With TLS. Raises OSError, of which ssl.SSLError is one."""
    plain = _connected(url)
    try:
        return context.wrap_socket(plain, server_hostname=urlsplit(url).hostname)
    except BaseException:
        plain.close()
        raise


def spoken(url: str, text: str) -> tuple[int, bytes]:
    """Status of the answer to an upgrade at /ws; after 101 the first frame that comes back for this text, which is
    shorter than 126 bytes. Raises TimeoutError when nothing answers the upgrade, OSError and ValueError."""
    with _line(url) as line:
        status, rest = _upgraded(line, url)
        if status != 101:
            return status, b""
        line.sendall(_masked(_TEXT, text.encode()))
        try:
            return status, _frame(line, rest)[0][1]
        except OSError:
            return status, b""


def silent(url: str, text: str, seconds: float, tell: Callable[[float], None]) -> Cut | None:
    """Says this text (shorter than 126 bytes), which a welcome answers, then nothing but what a browser says by itself,
    the answers to pings. None: it was open for so long. Told how many seconds it has been, once a second. Raises
    OSError and ValueError when it does not come to a welcome."""
    with _line(url) as line:
        status, rest = _upgraded(line, url)
        if status != 101:
            raise ValueError(f"the upgrade is answered with {status}")
        line.sendall(_masked(_TEXT, text.encode()))
        (_, said), rest = _frame(line, rest)
        if not said.startswith(b'{"op":"welcome"'):
            raise ValueError("the server has another secret or version")
        began = time.monotonic()
        while (so_far := time.monotonic() - began) < seconds:
            tell(so_far)
            line.settimeout(min(1.0, seconds - so_far))
            try:
                if len(rest) < 2:
                    rest += _some(line)
                (kind, said), rest = _frame(line, rest)
                if kind == _PING:
                    line.sendall(_masked(_PONG, said))
            except TimeoutError:
                continue
            except OSError:
                return Cut(time.monotonic() - began, 0)
            if kind == _CLOSE:
                return Cut(time.monotonic() - began, int.from_bytes(said[:2]))
    return None


def _line(url: str) -> socket.socket:
    return greeted(url, unverified()) if url.startswith("https:") else _connected(url)


def _upgraded(line: socket.socket, url: str) -> tuple[int, bytes]:
    """Status, and what came behind the head."""
    key = b64encode(os.urandom(16)).decode()
    line.sendall(
        f"GET /ws HTTP/1.1\r\nHost: {urlsplit(url).netloc}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        f"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: {key}\r\n\r\n".encode()
    )
    seen = b""
    while b"\r\n\r\n" not in seen and len(seen) < _MOST:
        seen += _some(line)
    head, _, rest = seen.partition(b"\r\n\r\n")
    return int(head.split(b" ", 2)[1]), rest


def _masked(kind: int, payload: bytes) -> bytes:
    mask = os.urandom(4)
    masked = bytes(byte ^ mask[place % 4] for place, byte in enumerate(payload))
    return bytes([_LAST | kind, _MASKED | len(payload)]) + mask + masked


def _frame(line: socket.socket, seen: bytes) -> tuple[tuple[int, bytes], bytes]:
    """((kind, payload) of the first one, what came behind it); a server does not mask."""
    while len(seen) < 2 or (seen[1] == _LONG and len(seen) < 4):
        seen += _some(line)
    size, begin = (int.from_bytes(seen[2:4]), 4) if seen[1] == _LONG else (seen[1], 2)
    while len(seen) < begin + size:
        seen += _some(line)
    return (seen[0] & 0x0F, seen[begin : begin + size]), seen[begin + size :]


def _connected(url: str) -> socket.socket:
    parts = urlsplit(url)
    port = parts.port or (443 if parts.scheme == "https" else 80)
    return socket.create_connection((parts.hostname or "", port), timeout=PATIENCE)


def _some(line: socket.socket) -> bytes:
    data = line.recv(_MOST)
    if not data:
        raise ConnectionError("closed")
    return data
