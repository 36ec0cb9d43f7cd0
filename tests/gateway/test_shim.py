"""Django's door: whole requests in, whole answers out, and no thread for who is slow or gone."""

import asyncio
import contextlib
import select
import threading
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import msgspec
import pytest
import uvicorn

from tests.gateway.http import Http, ask
from tests.until import PATIENCE, until
from troth.gateway.session import Pace
from troth.gateway.shim import Shim
from troth.kernel import config
from troth.project.serve import listen

_began: list[str] = []
_go_on = threading.Event()


class Streaming:
    streaming = True

    def __iter__(self) -> Iterator[bytes]:
        yield b"never"


def app(environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
    """A WSGI application with a page for each trick."""
    path = environ["PATH_INFO"]
    _began.append(path)
    if path == "/wait":
        _go_on.wait(PATIENCE)
    if path == "/boom":
        raise RuntimeError("a view failed")
    if path == "/stream":
        start("200 OK", [])
        return Streaming()
    start("200 OK", [("Content-Type", "text/plain")])
    if path == "/large":
        return [b"x" * 5_000_000]
    if path == "/body":
        return [environ["wsgi.input"].read()]
    return [f"{name}={environ.get(name)}\n".encode() for name in environ["QUERY_STRING"].split("&")]


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    with shim_with(Pace(body=PATIENCE, body_begin=PATIENCE)) as port:  # bodies may come as slowly as the machine is
        yield port


@contextlib.contextmanager
def shim_with(pace: Pace) -> Iterator[int]:
    settings = config.current()
    limits = msgspec.structs.replace(settings.limits, waiting_requests=30)
    listening, settings = listen(msgspec.structs.replace(settings, port=0, limits=limits))
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    threads = ThreadPoolExecutor(settings.threads)

    async def begin() -> tuple[uvicorn.Server, asyncio.Task[None]]:
        shim = Shim(app, settings, threads, pace)
        server = uvicorn.Server(uvicorn.Config(shim, log_config=None, lifespan="off", proxy_headers=False))
        return server, asyncio.create_task(server._serve([listening]))

    server, running = asyncio.run_coroutine_threadsafe(begin(), loop).result()
    yield settings.port
    server.should_exit = True
    asyncio.run_coroutine_threadsafe(asyncio.wait_for(running, PATIENCE), loop).result()
    loop.call_soon_threadsafe(loop.stop)
    thread.join()
    loop.close()
    threads.shutdown()


def test_a_request_comes_whole(port: int) -> None:
    assert ask(port, "POST", "/body", {}, b"all of it") == (200, b"all of it")
    path = "/%D9%85%20x?PATH_INFO&REQUEST_METHOD&REMOTE_ADDR&wsgi.url_scheme"
    text = ask(port, "GET", path, {})[1]
    assert text.decode() == (
        "PATH_INFO=/\u00d9\u0085 x\nREQUEST_METHOD=GET\nREMOTE_ADDR=127.0.0.1\nwsgi.url_scheme=http\n"
    )


def test_no_header_can_stand_for_another(port: int) -> None:
    headers = {
        "X_Forwarded_For": "1.1.1.1",
        "X-Forwarded-For": "2.2.2.2",
        "X-Forwarded-Proto": "https",
        "Cookie": "a=1",
    }
    with Http(port) as http:
        http.head(
            "GET",
            "/?HTTP_X_FORWARDED_FOR&REMOTE_ADDR&wsgi.url_scheme&HTTP_COOKIE",
            {**headers, "Cookie": "a=1", "cookie": "b=2"},
        )
        _, text = http.answer()
    assert text.decode() == (
        "HTTP_X_FORWARDED_FOR=2.2.2.2\nREMOTE_ADDR=127.0.0.1\nwsgi.url_scheme=http\nHTTP_COOKIE=a=1; b=2\n"
    )


def test_a_body_without_a_length_is_bounded_too(port: int) -> None:
    with Http(port) as http:
        http.head("POST", "/body", {"Transfer-Encoding": "chunked"})
        with contextlib.suppress(OSError):
            for _ in range(20):
                http.socket.sendall(b"20000\r\n" + b"x" * 0x20000 + b"\r\n")
        assert http.answer()[0] == 413


def test_a_streaming_answer_is_refused_and_a_failing_view_answered(port: int) -> None:
    assert ask(port, "GET", "/stream", {})[0] == 500
    assert ask(port, "GET", "/boom", {})[0] == 500
    assert ask(port, "GET", "/", {})[0] == 200


def test_the_answer_to_head_has_no_body(port: int) -> None:
    with Http(port) as http:
        http.head("HEAD", "/large", {})
        head = http.file.readline()
        while (line := http.file.readline()) != b"\r\n":
            head += line
        http.head("GET", "/body", {"Connection": "close"})
        assert b"content-length: 5000000" in head
        assert http.answer() == (200, b"")


def test_who_reads_nothing_takes_no_thread(port: int) -> None:
    deaf = [Http(port, "127.0.0.7") for _ in range(20)]
    for http in deaf:
        http.head("GET", "/large", {})
    assert ask(port, "GET", "/", {})[0] == 200
    for http in deaf:
        http.__exit__()


def test_who_left_while_waiting_is_never_served_and_too_many_are_told_so(port: int) -> None:
    crowd = [f"127.0.0.{n % 5 + 2}" for n in range(30)]
    with all_threads_busy(port):
        waiting = [Http(port, of) for of in crowd]
        for http in waiting:
            http.head("GET", "/left", {})
        full = first_refusal(port, "127.0.0.9")  # once all thirty wait, the next is one too many
        assert (full[0], full[1]["code"]) == (503, "busy")
        for http in waiting:
            http.__exit__()
        until(lambda: has_room(port, "127.0.0.9"))  # it has heard that they are gone
    assert ask(port, "GET", "/", {})[0] == 200
    assert "/left" not in _began


def test_one_address_takes_a_quarter_of_the_places_and_others_are_served(port: int) -> None:
    with all_threads_busy(port):
        greedy = [Http(port, "127.0.0.3") for _ in range(7)]
        for http in greedy:
            http.head("GET", "/", {})
        refused = first_refusal(port, "127.0.0.3")
        assert (refused[0], refused[1]["code"]) == (429, "too_many")
        other = Http(port, "127.0.0.4")
        other.head("GET", "/", {})
    assert [http.answer()[0] for http in [*greedy, other]] == [200] * 8
    for http in [*greedy, other]:
        http.__exit__()


def test_one_address_holds_an_eighth_of_the_memory_and_others_are_served(port: int) -> None:
    held = [Http(port, "127.0.0.5") for _ in range(9)]
    for http in held:  # of 64 MiB for all, an eighth
        http.head("POST", "/body", {"Content-Length": "1048576"})
        with contextlib.suppress(ConnectionError):
            http.socket.sendall(b"x" * 1_048_570)
    # no body is whole: only a refusal is an answer
    answered, _, _ = select.select([http.socket for http in held], [], [], PATIENCE)
    status, problem = next(http for http in held if http.socket in answered).answer()
    assert (status, problem["code"]) == (429, "too_many")
    assert ask(port, "POST", "/body", {}, b"x" * 100, of="127.0.0.6") == (200, b"x" * 100)
    for http in held:
        http.__exit__()
    # once the server has heard that they are gone
    until(lambda: ask(port, "POST", "/body", {}, b"x" * 100, of="127.0.0.5")[0] == 200)


def test_a_body_that_drips_is_not_waited_for() -> None:
    with shim_with(Pace(body=3600, body_begin=0.2)) as port, Http(port) as http:
        http.socket.sendall(b"POST /body HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\nx")
        status, problem = http.answer()
        assert (status, problem["code"]) == (408, "slow_body")


@contextlib.contextmanager
def all_threads_busy(port: int) -> Iterator[None]:
    _go_on.clear()
    _began.clear()
    busy = [Http(port, "127.0.0.8") for _ in range(4)]
    for http in busy:
        http.head("GET", "/wait", {})
    until(lambda: _began.count("/wait") == 4)  # each of the four threads has taken one
    try:
        yield
    finally:
        _go_on.set()
    assert [http.answer()[0] for http in busy] == [200] * 4
    for http in busy:
        http.__exit__()


def first_refusal(port: int, of: str) -> tuple[int, Any]:
    """Ask until there is an answer, which only a refusal can be."""
    return until(lambda: soon(port, of, "/left"))


def has_room(port: int, of: str) -> bool:
    return soon(port, of, "/waits") is None


def soon(port: int, of: str, path: str) -> tuple[int, Any] | None:
    """The answer, None when there is none yet."""
    with Http(port, of) as http:
        http.socket.settimeout(0.5)
        http.head("GET", path, {})
        with contextlib.suppress(TimeoutError):
            return http.answer()
    return None
