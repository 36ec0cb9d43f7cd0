"""Django's WSGI handler behind ASGI: it reads the whole request before it takes a thread, and frees the thread before
the answer is sent. So a slow client costs a little memory and never a thread.
"""

import asyncio
import io
import logging
import sys
from collections import Counter
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from urllib.parse import unquote_to_bytes

from troth.kernel import request
from troth.kernel.buckets import refused
from troth.kernel.config import Config
from troth.kernel.errors import Busy, SlowBody, TooLarge, TooMany, TrothError

from .address import client_address, crowd, is_trusted, place_of
from .problem import Headers, Receive, Scope, Send, answer_problem
from .session import Pace

_log = logging.getLogger("troth.gateway")
PART_WITHIN = 30.0  # s for the client to take the next part of the answer
PART = 64 * 1024
SLOWEST = 16 * 1024  # bytes a second of a body, after its first moments
WAITING_SHARE = 4  # one address may have this part of the places to wait
BODIES_SHARE = 8  # and of the memory for bodies and answers
RETRY: Headers = [(b"retry-after", b"2")]

ROUTE = "troth.route"  # in the environ and the scope: the pattern of the address, as the application knows it

type Wsgi = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]
type Thought = tuple[int, Headers, bytes]


class Shim:
    """An ASGI application around a WSGI one. Streaming answers are refused: they belong on the loop.

    threads: as many as config.threads, the caller's to end."""

    def __init__(self, app: Wsgi, config: Config, threads: ThreadPoolExecutor, pace: Pace) -> None:
        self._app, self._config, self._limits, self._pace = app, config, config.limits, pace
        self._threads = threads
        self._slots = asyncio.Semaphore(config.threads)
        self._waiting = Counter[str]()  # by address
        self._held = _Held()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        place = place_of(scope, self._config.trusted_proxies)
        held = _Share(self._held, place)
        try:
            declared = _declared(scope)
            if declared is not None and declared > self._limits.body_size:
                refused["body_size"] += 1
                raise TooLarge
            self._room_to_wait(place)
            body = await self._body(receive, held)
            if body is None:
                return None
            self._room_to_wait(place)
            self._room_in_memory(held)
            gone = asyncio.ensure_future(receive())  # after the body it only ever says that the client left
            try:
                thought = await self._think(scope, body, gone, held)
                if thought is None:
                    return None
                held.now(len(thought[2]))
                return await _send(send, scope, thought, gone)
            finally:
                gone.cancel()
        except (TooLarge, SlowBody) as error:
            return await answer_problem(send, error)
        except (Busy, TooMany) as error:
            return await answer_problem(send, error, more=RETRY)
        finally:
            held.now(0)

    @property
    def waiting(self) -> int:
        """Requests that wait for a thread."""
        return self._waiting.total()

    def _room_to_wait(self, place: str) -> None:
        """Raises TooMany or Busy: every place to wait is taken, by this address or by all."""
        most = self._limits.waiting_requests
        alone = self._waiting[place] >= max(1, most // WAITING_SHARE)
        if not alone and self._waiting.total() < most:
            return
        refused["waiting_requests"] += 1
        if alone:
            raise TooMany("Too many requests from this address wait already. Nothing was kept.")
        raise Busy

    def _room_in_memory(self, held: "_Share", more: int = 0) -> None:
        """Raises TooMany or Busy: bodies that come slowly and answers that are read slowly have it all."""
        most = self._limits.bodies_size
        alone = held.of_place + more > max(most // BODIES_SHARE, self._limits.body_size)
        if not alone and self._held.all + more <= most:
            return
        refused["bodies_size"] += 1
        if alone:
            raise TooMany("Too many requests from this address are on their way already. Nothing was kept.")
        raise Busy

    async def _body(self, receive: Receive, held: "_Share") -> bytes | None:
        """The whole of it; None when the client left. Raises TooLarge, TooMany, Busy, or SlowBody: it has some time to
        begin, and then comes at a least pace, so that nobody keeps our memory by a drop now and then."""
        pace = self._pace
        began = asyncio.get_running_loop().time()
        body = bytearray()
        while True:
            try:
                async with asyncio.timeout_at(began + min(pace.body, pace.body_begin + len(body) / SLOWEST)):
                    message = await receive()
            except TimeoutError:
                raise SlowBody from None
            if message["type"] == "http.disconnect":
                return None
            part: bytes = message.get("body", b"")
            size = len(body) + len(part)
            if size > self._limits.body_size:
                refused["body_size"] += 1
                raise TooLarge
            self._room_in_memory(held, len(part))
            body += part
            held.now(size)
            if not message.get("more_body", False):
                return bytes(body)

    async def _think(self, scope: Scope, body: bytes, gone: "asyncio.Future[Any]", held: "_Share") -> Thought | None:
        """Django's answer; None when the client left before it was asked."""
        slot = asyncio.ensure_future(self._slots.acquire())
        place = held.place
        self._waiting[place] += 1
        try:
            await asyncio.wait({slot, gone}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            self._waiting[place] -= 1
            if not self._waiting[place]:
                del self._waiting[place]
            if slot.done() and not slot.cancelled():
                taken = True
            else:
                slot.cancel()
                taken = False
        if not taken:
            return None
        try:
            self._room_in_memory(held)  # the answers to those before it may wait there, unread
        except TrothError:
            self._slots.release()
            raise
        if gone.done():
            self._slots.release()
            return None
        loop = asyncio.get_running_loop()
        asked = environ(scope, body, self._config)
        work = loop.run_in_executor(self._threads, request.carried(think), self._app, asked)
        # the slot comes back when the thread is free, also if this handler was cancelled
        work.add_done_callback(lambda _: self._slots.release())
        thought: Thought = await asyncio.shield(work)
        scope[ROUTE] = asked.get(ROUTE, "")
        return thought


class _Held:
    """Bytes of bodies and answers in memory, of all and by address."""

    def __init__(self) -> None:
        self.all = 0
        self.of = Counter[str]()


class _Share:
    """What one request has of them."""

    def __init__(self, held: _Held, place: str) -> None:
        self._held, self.place, self._size = held, place, 0

    @property
    def of_place(self) -> int:
        return self._held.of[self.place]

    def now(self, size: int) -> None:
        """It holds `size` bytes from now on."""
        held, more, self._size = self._held, size - self._size, size
        held.all += more
        held.of[self.place] += more
        if not held.of[self.place]:
            del held.of[self.place]


def _declared(scope: Scope) -> int | None:
    for name, value in scope["headers"]:
        if name == b"content-length":
            return int(value) if value.isdigit() else None
    return None


async def _send(send: Send, scope: Scope, thought: Thought, gone: "asyncio.Future[Any]") -> None:
    status, headers, whole = thought
    await send({"type": "http.response.start", "status": status, "headers": headers})
    if scope["method"] == "HEAD":
        whole = b""
    for start in range(0, len(whole) or 1, PART):
        if gone.done():
            return
        more = start + PART < len(whole)
        async with asyncio.timeout(PART_WITHIN):
            await send({"type": "http.response.body", "body": whole[start : start + PART], "more_body": more})


def environ(scope: Scope, body: bytes, config: Config) -> dict[str, Any]:
    """The WSGI view of a request. Headers with an underscore are dropped: they could stand for those with a dash."""
    peer = (scope.get("client") or ("", 0))[0]
    server = scope.get("server") or ("localhost", 80)
    raw = scope.get("raw_path") or scope["path"].encode()
    result: dict[str, Any] = {
        "REQUEST_METHOD": scope["method"],
        "SCRIPT_NAME": "",
        "PATH_INFO": unquote_to_bytes(raw).decode("latin-1"),
        "QUERY_STRING": scope["query_string"].decode("latin-1"),
        "SERVER_PROTOCOL": f"HTTP/{scope['http_version']}",
        "SERVER_NAME": server[0],
        "SERVER_PORT": str(server[1] or 0),
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope["scheme"],
        "wsgi.input": io.BytesIO(body),
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
        "CONTENT_LENGTH": str(len(body)),
    }
    forwarded: list[str] = []
    for name, value in scope["headers"]:
        if b"_" in name:
            continue
        key, text = name.decode("latin-1").upper().replace("-", "_"), value.decode("latin-1")
        if key == "X_FORWARDED_FOR":
            forwarded.append(text)
        if key == "CONTENT_TYPE":
            result[key] = text
        elif key != "CONTENT_LENGTH":
            key = f"HTTP_{key}"
            joint = "; " if key == "HTTP_COOKIE" else ","
            result[key] = f"{result[key]}{joint}{text}" if key in result else text
    # what is counted by address (sign-ins, new visitors) is counted by this: a host has 2^64 addresses of IPv6
    result["REMOTE_ADDR"] = crowd(client_address(peer, forwarded, config.trusted_proxies))
    if is_trusted(peer, config.trusted_proxies) and result.get("HTTP_X_FORWARDED_PROTO", "").lower() == "https":
        result["wsgi.url_scheme"] = "https"
    return result


def think(app: Wsgi, asked: dict[str, Any]) -> Thought:
    """In a thread: the whole answer. A streaming one is an error of ours, answered with 500."""
    started: list[tuple[str, list[tuple[str, str]]]] = []

    def start_response(status: str, headers: list[tuple[str, str]], exc_info: object = None) -> None:
        started[:] = [(status, headers)]

    response = app(asked, start_response)
    try:
        file = getattr(response, "file_to_stream", None)
        if getattr(response, "streaming", False) and file is None:
            _log.error("A streaming answer was asked of the web threads: %s", asked.get(ROUTE, ""))
            return 500, [(b"content-length", b"0")], b""
        whole = b"".join(response)
    finally:
        close = getattr(response, "close", None)
        if close is not None:
            close()
    status, headers = started[0]
    encoded = [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in headers]
    if not any(name == b"content-length" for name, _ in encoded):
        encoded.append((b"content-length", str(len(whole)).encode()))
    return int(status.split(" ", 1)[0]), encoded, whole
