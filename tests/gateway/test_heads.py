"""Requests whose heads never end, or never stop growing."""

import socket
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from ipaddress import ip_network

import pytest

from tests.cast import Cast
from tests.gateway.http import Http
from tests.gateway.talk import Socket, opened
from tests.serving import serving
from tests.until import until
from troth.gateway import http as bounds
from troth.log import Log

UPGRADE = {"Upgrade": "websocket", "Connection": "Upgrade", "Sec-WebSocket-Version": "13"}
UPGRADE |= {"Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ=="}

type Impatient = Callable[[float], None]


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> Impatient:
    """Heads that begin from now on have so many seconds."""
    return lambda seconds: monkeypatch.setattr(bounds, "HEAD_WITHIN", seconds)


def closed(sock: socket.socket) -> bool:
    """Whether the server ends the connection within the patience of the tests."""
    try:
        while sock.recv(4096):
            pass
    except ConnectionError:
        pass
    except TimeoutError:
        return False
    return True


@pytest.mark.parametrize("begin", ["", "GET /hea", "GET /health HTTP/1.1\r\nHost: loc", "\r\n\r\n"])
def test_a_head_has_its_time_also_the_second_of_a_connection(port: int, impatient: Impatient, begin: str) -> None:
    with Http(port) as http:
        http.head("GET", "/health", {})
        assert http.answer()[0] in (200, 503)
        impatient(0.3)
        if begin:  # an idle connection is uvicorn's to end
            http.socket.sendall(begin.encode())
            assert closed(http.socket)
    with Http(port) as http:
        http.socket.sendall(begin.encode())
        assert closed(http.socket)


def test_a_body_that_nobody_reads_any_more_does_not_go_on_for_ever(cast: Cast, port: int, impatient: Impatient) -> None:
    with Http(port) as http:
        http.head("POST", f"/api/v1/conversations/{cast.vi.id}/files?name=a.txt", {"Transfer-Encoding": "chunked"})
        assert http.answer()[0] == 401
        impatient(0.3)
        http.socket.sendall(b"1\r\na\r\n")
        assert closed(http.socket)


@pytest.mark.parametrize(
    "line", [b"GET /", b"GET / HTTP/1.1\r\nHost: localhost\r\nX-A: ", b"GET / HTTP/1.1\r\n" + b"A: b\r\n"]
)
def test_a_head_has_its_size(port: int, line: bytes) -> None:
    for before in (0, 1):
        with Http(port) as http:
            if before:
                http.head("GET", "/health", {})
                assert http.answer()[0] in (200, 503)
            http.socket.sendall(line)
            more = line[-6:] * 2_000 if line.endswith(b"\r\n") else b"a" * 12_000
            try:
                for _ in range(200):  # 2.4 MB
                    http.socket.sendall(more)
            except ConnectionError:
                continue
            assert http.answer()[0] in (0, 431)


def test_large_bodies_in_one_connection_are_no_heads(cast: Cast, port: int) -> None:
    talk = opened(cast)
    body = b"x" * 300_000
    with Http(port) as http:
        for _ in range(3):
            headers = {**cast.vi.api.headers, "Content-Length": str(len(body)), "Content-Type": "application/json"}
            http.head("POST", f"/api/v1/conversations/{talk}/messages", headers)
            http.socket.sendall(body)
            assert http.answer()[0] == 422


def test_a_socket_outlives_the_time_for_a_head(port: int, impatient: Impatient) -> None:
    impatient(0.5)

    def upgraded() -> Http | None:
        """None: this machine was slower than that."""
        http = Http(port)
        with suppress(ConnectionError):
            http.head("GET", "/ws", UPGRADE)
            if http.socket.recv(4096).startswith(b"HTTP/1.1 101"):
                return http
        http.__exit__()
        return None

    with until(upgraded) as http:
        http.socket.settimeout(1.5)  # three times what a head has
        with pytest.raises(TimeoutError):
            http.socket.recv(4096)


def test_a_socket_is_no_head_that_does_not_come(cast: Cast, port: int, impatient: Impatient) -> None:
    impatient(0.5)

    def greeted() -> Socket | None:
        """None: this machine was slower than that."""
        socket = Socket.open(port)
        if socket.status == 101:
            return socket.greeting(cast.vi)
        socket.cut()
        return None

    with until(greeted) as socket:
        with Http(port) as http:
            http.socket.sendall(b"GET /hea")
            assert closed(http.socket)  # as long as that, and
        assert socket.tell(opened(cast), "still here")["op"] == "ack"


@pytest.mark.slow
def test_what_came_in_time_is_read_though_the_server_stood_still_until_after_it(
    log: Log, port: int, impatient: Impatient
) -> None:
    impatient(4.0)

    def asked() -> int:
        """0: this machine was slower than that before it stood still."""
        standing, sent = threading.Event(), threading.Event()

        def stand_still() -> None:
            standing.set()
            sent.wait()
            time.sleep(4.3)

        with Http(port) as http, Http(port) as after:
            began = time.monotonic()
            after.head("GET", "/health", {})
            assert after.answer()[0] in (200, 503)  # so the one before it was let in
            log.loop.call_soon_threadsafe(stand_still)
            standing.wait()
            in_time = time.monotonic() - began < 3.5
            http.head("GET", "/health", {})
            sent.set()
            return http.answer()[0] if in_time else 0

    assert until(asked) in (200, 503)


def test_one_address_has_so_many_connections_and_no_more(cast: Cast, log: Log) -> None:
    with serving(log, limits={"address_connections": 2}) as port:
        with Http(port) as one, Http(port) as two, Http(port) as third, Http(port, "127.0.0.2") as other:
            assert third.answer() == (429, b"")
            for http in (one, two, other):
                http.head("GET", "/health", {})
                assert http.answer()[0] in (200, 503)
        until(lambda: asked_again(port) != 429)  # the two are gone as soon as the server has heard of it
        with Socket.of(port, cast.vi), Socket.of(port, cast.vi), Socket.of(port, cast.vi):
            pass  # sockets are counted by the hub


def asked_again(port: int) -> int:
    with suppress(ConnectionError), Http(port) as http:
        http.head("GET", "/health", {})
        return http.answer()[0]
    return 429


def test_a_trusted_proxy_brings_everybody(log: Log) -> None:
    proxy = (ip_network("127.0.0.1"),)
    with (
        serving(log, limits={"address_connections": 1}, trusted_proxies=proxy) as port,
        Http(port) as one,
        Http(port) as two,
    ):
        for http in (one, two):
            http.head("GET", "/health", {})
            assert http.answer()[0] in (200, 503)
