"""The one application behind the port: what is served on the loop, and the rest for Django."""

import logging
import re
import time
from collections.abc import Awaitable, Callable
from typing import Any

import msgspec

from troth.gateway.address import client_address, cut
from troth.gateway.fallback import serve_socket
from troth.gateway.files import Files
from troth.gateway.hub import Hub
from troth.gateway.problem import Message, Receive, Scope, Send, answer
from troth.gateway.shim import Shim
from troth.gateway.upgrade import PATH

from .health import Pulse, health
from .logs import masked

_access = logging.getLogger("troth.access")
_UPLOAD = re.compile(r"/api/v1/conversations/([^/]+)/files")
_DOWNLOAD = re.compile(r"/api/v1/files/([^/]+)")

type App = Callable[[Scope, Receive, Send], Awaitable[None]]


def application(hub: Hub, files: Files, shim: Shim, pulse: Pulse) -> App:
    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "websocket":
            return await serve_socket(hub, scope, receive, send)
        if scope["type"] != "http":
            return None
        began = time.monotonic()
        status = 0

        async def noted(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            return await _route(hub, files, shim, pulse, scope, receive, noted)
        finally:
            if _access.isEnabledFor(logging.INFO) and scope["path"] != "/health":
                _write(scope, status, time.monotonic() - began, hub)

    return app


async def _route(hub: Hub, files: Files, shim: Shim, pulse: Pulse, scope: Scope, receive: Receive, send: Send) -> None:
    path, method = scope["path"], scope["method"]
    if path == "/health" and method in ("GET", "HEAD"):
        good, body = await health(hub.log, pulse)
        return await _json(send, 200 if good else 503, body)
    if path == PATH:
        more = [(b"upgrade", b"websocket"), (b"connection", b"upgrade")]
        return await answer(send, 426, b"This address speaks WebSocket only.\n", b"text/plain", more)
    if method == "POST" and (found := _UPLOAD.fullmatch(path)):
        return await files.upload(scope, receive, send, found[1])
    if method == "GET" and (found := _DOWNLOAD.fullmatch(path)):
        return await files.download(scope, receive, send, found[1])
    return await shim(scope, receive, send)


async def _json(send: Send, status: int, body: Any) -> None:
    await answer(send, status, msgspec.json.encode(body), b"application/json", [(b"cache-control", b"no-store")])


def _write(scope: Scope, status: int, took: float, hub: Hub) -> None:
    peer = (scope.get("client") or ("-", 0))[0]
    forwarded = [v.decode("latin-1") for k, v in scope["headers"] if k == b"x-forwarded-for"]
    address = cut(client_address(peer, forwarded, hub.trusted))
    _access.info("%s %s %s %d %.0f ms", address, scope["method"], masked(scope["path"]), status, took * 1000)
