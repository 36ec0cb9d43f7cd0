"""Each request on its way through this process: its id, its line in the log, its place in the metrics."""

import logging
import re
import time
from collections import Counter

import msgspec

from troth.gateway.address import client_address, cut, is_trusted
from troth.gateway.problem import Headers, Message, Scope, Send
from troth.gateway.shim import ROUTE
from troth.kernel import request
from troth.kernel.config import Config
from troth.kernel.counts import Spread

_access = logging.getLogger("troth.access")
_METHODS = frozenset(("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"))
_PARAMETER = re.compile(r"<(?:\w+:)?(\w+)>")
_HEADER = request.HEADER.lower().encode()
QUIET = frozenset(("/health", "/metrics"))  # asked for every few seconds: no news
UNKNOWN = "unknown"  # addresses that are nothing here, and requests that were refused before they were looked at


class Line(msgspec.Struct, frozen=True):
    """What the log keeps of a request, beside its id. route: the pattern of the address; network: without
    the last byte of the client's address (of IPv6 ten)."""

    method: str
    route: str
    status: int
    ms: float
    network: str


class Requests:
    """How many were answered how, and how long it took; by the pattern of the address, never by the address."""

    def __init__(self, config: Config) -> None:
        self._trusted = config.trusted_proxies
        self.answered: Counter[tuple[str, str, int]] = Counter()  # method, route, status; 0: the client left
        self.took: dict[str, Spread] = {}  # seconds, by route

    def begin(self, scope: Scope, send: Send) -> "Asked":
        peer = (scope.get("client") or ("-", 0))[0]
        given = ""
        if is_trusted(peer, self._trusted):
            given = next((value.decode("latin-1") for name, value in scope["headers"] if name == _HEADER), "")
        return Asked(request.begin(given), scope, send)

    def end(self, asked: "Asked") -> None:
        scope, took = asked.scope, time.monotonic() - asked.began
        method = scope["method"] if scope["method"] in _METHODS else "other"
        route = scope.get(ROUTE) or UNKNOWN
        self.answered[method, route, asked.status] += 1
        spread = self.took.get(route)
        if spread is None:
            spread = self.took[route] = Spread()
        spread.add(took)
        if _access.isEnabledFor(logging.INFO) and route not in QUIET:
            self._write(scope, method, route, asked.status, took * 1000)

    def _write(self, scope: Scope, method: str, route: str, status: int, ms: float) -> None:
        peer = (scope.get("client") or ("-", 0))[0]
        forwarded = [value.decode("latin-1") for name, value in scope["headers"] if name == b"x-forwarded-for"]
        network = cut(client_address(peer, forwarded, self._trusted))
        line = Line(method, route, status, round(ms, 1), network)
        fields = msgspec.structs.asdict(line)
        _access.info("%s %s %s %d %.0f ms", network, method, route, status, ms, extra={"fields": fields})


class Asked:
    """One request that is being answered. `answer` is given to the application as its `send`. closing: this process
    stops, so that who sent it had better send the next by another connection."""

    def __init__(self, id_: str, scope: Scope, send: Send) -> None:
        self.scope, self.status, self.closing = scope, 0, False
        self.began = time.monotonic()
        self._id, self._send = id_.encode(), send

    async def answer(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            more: Headers = [(_HEADER, self._id)]
            if self.closing:
                more.append((b"connection", b"close"))
            message["headers"] = [*message.get("headers", ()), *more]
        await self._send(message)


def pattern(route: str) -> str:
    """`api/v1/sites/<uuid:site>`, as Django writes it, as `/api/v1/sites/{site}`."""
    return "/" + _PARAMETER.sub(r"{\1}", route)
