"""The one application behind the port: what is served on the loop, and the rest for Django."""

import re
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any

import msgspec

from troth.gateway.fallback import serve_socket
from troth.gateway.lines import PATHS as LINES
from troth.gateway.problem import Receive, Scope, Send, answer, answer_problem
from troth.gateway.shim import ROUTE, Shim
from troth.gateway.upgrade import PATH
from troth.kernel.config import Config
from troth.kernel.errors import NotFound
from troth.log import Log

from .asked import as_seen
from .health import Pulse, health
from .metrics import Metrics
from .requests import Requests
from .stopping import Stopping

if TYPE_CHECKING:
    from .parts import Gateway

TEXT = b"text/plain; charset=utf-8"
_UPLOAD = re.compile(r"/api/v1/conversations/([^/]+)/files")
_DOWNLOAD = re.compile(r"/api/v1/files/([^/]+)")
_EXPORT = re.compile(r"/api/v1/exports/([^/]+)")
_OWN = "/my-data/download"

_UNKEPT = (b"cache-control", b"no-store")

type App = Callable[[Scope, Receive, Send], Awaitable[None]]


def application(
    config: Config, log: Log, pulse: Pulse, gateway: "Gateway | None", web: Shim | None, stopping: Stopping,
    metrics: Metrics, requests: Requests,
) -> App:  # fmt: skip
    """gateway, web: None where that part is another process's; its addresses answer 404 and say so."""

    async def route(scope: Scope, receive: Receive, send: Send) -> None:
        path, method = scope["path"], scope["method"]
        if path == "/health" and method in ("GET", "HEAD"):
            scope[ROUTE] = path
            good, body = await health(log, pulse, stopping)
            return await _json(send, 200 if good else 503, body | as_seen(config, scope))
        if path == "/metrics" and method == "GET" and metrics.may_be_read(scope):
            scope[ROUTE] = path
            return await answer(send, 200, await metrics.text(), metrics.content_type, [_UNKEPT])
        upload = _UPLOAD.fullmatch(path) if method == "POST" else None
        download = _DOWNLOAD.fullmatch(path) if method == "GET" else None
        export = _EXPORT.fullmatch(path) if method == "GET" else None
        own = path == _OWN and method == "POST"
        if path == PATH or path in LINES or upload or download or export or own:
            if gateway is None:
                return await _elsewhere(send, config.role, "gateway")
            if upload:
                scope[ROUTE] = "/api/v1/conversations/{conversation}/files"
                return await gateway.files.upload(scope, receive, send, upload[1])
            if download:
                scope[ROUTE] = "/api/v1/files/{ticket}"
                return await gateway.files.download(scope, receive, send, download[1])
            if export:
                scope[ROUTE] = "/api/v1/exports/{ticket}"
                return await gateway.exports.by_ticket(scope, receive, send, export[1])
            scope[ROUTE] = path
            if own:
                return await gateway.exports.by_form(scope, receive, send)
            if path in LINES:
                return await gateway.lines.serve(scope, receive, send)
            more = [(b"upgrade", b"websocket"), (b"connection", b"upgrade")]
            return await answer(send, 426, b"This address speaks WebSocket only.\n", TEXT, more)
        if web is None:
            return await _elsewhere(send, config.role, "web")
        return await web(scope, receive, send)

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "websocket":
            assert gateway is not None  # else uvicorn takes no upgrade
            return await serve_socket(gateway.hub, scope, receive, send)
        if scope["type"] != "http":
            return None
        asked = requests.begin(scope, send)
        asked.closing = stopping.begun
        try:
            return await route(scope, receive, asked.answer)
        finally:
            requests.end(asked)

    return app


async def _elsewhere(send: Send, role: str, other: str) -> None:
    sentence = f"This process has the role {role}; a process with the role {other} answers here."
    await answer_problem(send, NotFound(sentence))


async def _json(send: Send, status: int, body: Any) -> None:
    await answer(send, status, msgspec.json.encode(body), b"application/json", [_UNKEPT])
