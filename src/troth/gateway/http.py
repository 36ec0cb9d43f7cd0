"""uvicorn's HTTP, with bounds it does not have: on the size of a request's head, on the time for it (also for a later
one of the same connection), on the time to go on with a body that nobody reads any more, and on the connections that
one address has open: each is a file to the system, and there are only so many. An answer that nobody reads is cut."""

import asyncio
import socket
from collections import Counter
from collections.abc import Sequence

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol, RequestResponseCycle

from troth.kernel.buckets import refused
from troth.kernel.config import Config, Network
from troth.visitors.signals import HEADERS as SIGNALS

from .address import crowd, is_trusted
from .door import SEND_BUFFER
from .lines import PATHS as LINES
from .stay import always

HEAD_WITHIN = 30.0  # s, from the connection's beginning, or from the first byte after an answer
MOMENT = 0.05  # s more, in which the loop reads what waits in the kernel
STUCK = 35.0  # s in which nothing was read of an answer; whoever sends it gives up before that
MOST_HEAD = 64 * 1024  # bytes of a request line and its headers, but for what came in one piece
# What a door is told of an upgrade's head: cookies and the rest would only count against its bounds.
OF_UPGRADE = {b"host", b"upgrade", b"sec-websocket-key", b"sec-websocket-version", b"x-forwarded-for"} | {
    name.lower().encode() for name in SIGNALS.values()
}
OF_UPGRADE |= {b"content-length", b"transfer-encoding"}  # it refuses them
TOO_LARGE = b"HTTP/1.1 431 Request Header Fields Too Large\r\n%sconnection: close\r\ncontent-length: 0\r\n\r\n"
TOO_MANY = b"HTTP/1.1 429 Too Many Requests\r\n%sretry-after: 10\r\nconnection: close\r\ncontent-length: 0\r\n\r\n"


class Http(HttpToolsProtocol):
    timer: asyncio.TimerHandle | None = None
    stuck: asyncio.TimerHandle | None = None
    in_head = True
    heads = 0  # that came whole
    size = 0  # bytes of the head that is coming
    upgraded = False  # the connection is a socket now, and no head will come any more
    counted: str | None = None  # whose connection it is, as long as it is counted
    most: int
    always: bytes  # headers of each answer
    trusted: Sequence[Network]
    open: Counter[str]  # by address, but for trusted proxies, who bring everybody

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        peer = self.client[0] if self.client else ""
        if not is_trusted(peer, self.trusted):
            place = crowd(peer)
            if self.open[place] >= self.most:
                refused["address_connections"] += 1
                transport.write(TOO_MANY % self.always)
                return transport.close()
            self.open[place] += 1
            self.counted = place
        self.timer = self.loop.call_later(HEAD_WITHIN, self._check)
        return None

    def data_received(self, data: bytes) -> None:
        was_in_head, heads = self.in_head, self.heads
        super().data_received(data)
        if self.upgraded:
            return
        if was_in_head and self.heads == heads:
            self.size += len(data)
            if self.size > MOST_HEAD and not self.transport.is_closing():
                self.transport.write(TOO_LARGE % self.always)
                self.transport.close()
        if self.timer is None and self._idle() and not self.transport.is_closing():
            self.timer = self.loop.call_later(HEAD_WITHIN, self._check)

    def on_headers_complete(self) -> None:
        self.in_head, self.size = False, 0
        self.heads += 1
        self._forget_timer()
        super().on_headers_complete()
        if self.scope.get("path") in LINES:  # as for a socket: who does not read is noticed before megabytes wait
            self.transport.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, SEND_BUFFER)

    def on_message_complete(self) -> None:
        self.in_head = True
        super().on_message_complete()

    def handle_websocket_upgrade(self) -> None:
        self.upgraded = True
        self._forget_timer()
        self._discount()  # the hub counts sockets
        # Firefox says `Connection: keep-alive, Upgrade`, in which picows sees no upgrade; uvicorn has seen it
        head = [(name, value) for name, value in self.scope["headers"] if name in OF_UPGRADE]
        self.scope["headers"] = [*head, (b"connection", b"Upgrade")]
        super().handle_websocket_upgrade()
        self.parser = None  # type: ignore[assignment]  # it knows us: a ring, which would wait for the collector

    def _unsupported_upgrade_warning(self) -> None:
        """No news: where sockets are another process's, the application answers so."""

    def pause_writing(self) -> None:
        super().pause_writing()
        self._forget_stuck()
        self.stuck = self.loop.call_later(STUCK, self._cut)

    def resume_writing(self) -> None:
        self._forget_stuck()
        super().resume_writing()

    def _cut(self) -> None:
        """A closed connection waits for its peer to read the rest, which may be for ever."""
        self.stuck = None
        if self.transport.is_closing():
            self.transport.abort()
        else:
            self.stuck = self.loop.call_later(STUCK, self._cut)

    def _forget_stuck(self) -> None:
        if self.stuck is not None:
            self.stuck.cancel()
            self.stuck = None

    def connection_lost(self, exc: Exception | None) -> None:
        self._forget_timer()
        self._forget_stuck()
        self._discount()
        super().connection_lost(exc)

    def _discount(self) -> None:
        place, self.counted = self.counted, None
        if place is not None:
            self.open[place] -= 1
            if not self.open[place]:
                del self.open[place]

    def _idle(self) -> bool:
        """Nothing is being answered."""
        cycle: RequestResponseCycle | None = self.cycle
        return cycle is None or cycle.response_complete

    def _forget_timer(self) -> None:
        if self.timer is not None:
            self.timer.cancel()
            self.timer = None

    def _check(self) -> None:
        """After a stall a timer is due before what had come in time is read; so it gets one more moment to be."""
        self.timer = self.loop.call_later(MOMENT, self._end)

    def _end(self) -> None:
        self.timer = None
        if self._idle() and not self.transport.is_closing():
            self.transport.close()


def http_door(config: Config) -> type[Http]:
    """The class to give uvicorn as `http`."""
    bounds = {"most": config.limits.address_connections, "trusted": config.trusted_proxies, "open": Counter()}
    headers = "".join(f"{name}: {value}\r\n" for name, value in always(config).items())
    return type("HttpOfConfig", (Http,), bounds | {"always": headers.encode()})
