"""The door: picows, plugged into uvicorn as its WebSocket class.

picows checks masks, opcodes, control frames and lengths. Here is what it leaves to its user: fragments, reserved
bits, UTF-8, close codes 0 and 1006, time-outs, and a bound on what waits to be sent.
"""

import asyncio
import logging
import socket
import weakref
from collections.abc import Callable
from http import HTTPStatus
from typing import Any
from urllib.parse import unquote

from multidict import CIMultiDict
from picows import (
    WSFrame,
    WSListener,
    WSMsgType,
    WSTransport,
    WSUpgradeRequest,
    WSUpgradeResponse,
    WSUpgradeResponseWithListener,
)
from picows.picows import WSAutoPingStrategy, WSProtocol  # type: ignore[attr-defined]  # it has no public name

from troth.visitors.signals import said
from troth.wire.frames import MAX_FRAME

from .address import client_address
from .counts import counts
from .goodbye import goodbye
from .hub import Hub
from .session import Session
from .upgrade import Refused, check_upgrade

SEND_BUFFER = 64 * 1024  # bytes in the kernel, so that a slow reader is noticed before megabytes wait there
WRITE_LIMIT = 256 * 1024  # bytes in the process; beyond it the socket is closed with `resync`
WIDE_LIMIT = 4 * 1024 * 1024  # the same for an agent, who may get hundreds of events out of one commit
MAX_PARTS = 1024  # fragments of one message
CUT_AFTER = 2.0  # s between our goodbye and the cut: a dead peer never answers it

TEXT, CONTINUATION, BINARY = WSMsgType.TEXT, WSMsgType.CONTINUATION, WSMsgType.BINARY
PING, PONG, CLOSE = WSMsgType.PING, WSMsgType.PONG, WSMsgType.CLOSE
_NOTHING: CIMultiDict[str] = CIMultiDict()  # what a served upgrade keeps of its headers

_quiet = logging.getLogger("troth.door.picows")
_quiet.setLevel(logging.CRITICAL)  # it would log every malformed peer as an error
_LOGGER = logging.LoggerAdapter(_quiet)  # an adapter, since picows makes a Logger a socket out of a Logger


class PicowsDoor(WSListener):
    """One socket."""

    __slots__ = (
        "address", "asked", "ended", "heard_at", "hub", "parts", "protocol", "session", "signals", "size",
        "transport", "unsent", "write",
    )  # fmt: skip

    def __init__(self, hub: Hub, protocol: "PicowsProtocol", address: str, signals: str) -> None:
        self.hub, self.address, self.signals = hub, address, signals
        self.protocol: PicowsProtocol | None = protocol
        self.transport: WSTransport | None = None
        self.session: Session | None = None
        self.parts: list[bytes] | None = None  # of a message that comes in fragments
        self.size = 0  # bytes of the parts
        self.unsent: list[bytes] | None = None  # of this turn of the loop
        self.write: Callable[[bytes], None] | None = None  # to the transport below
        self.heard_at = 0.0
        self.asked = False  # a ping is unanswered
        self.ended = False  # we have said goodbye

    def on_ws_connected(self, transport: WSTransport) -> None:
        self.transport = transport
        under = transport.underlying_transport
        under.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, SEND_BUFFER)
        under.set_write_buffer_limits(WRITE_LIMIT, WRITE_LIMIT // 4)
        transport.request.headers = transport.response.headers = _NOTHING
        self.write = under.write
        self.heard_at = self.hub.wheel.now
        self.session = self.hub.opened(self)
        self.hub.wheel.after(self.hub.pace.idle, self)

    def on_ws_frame(self, transport: WSTransport, frame: WSFrame) -> None:
        kind = frame.msg_type
        session = self.session
        if session is None or transport.is_close_frame_sent:
            if kind == CLOSE:
                transport.disconnect()
            return None
        self.heard_at = self.hub.wheel.now
        if frame.rsv1 or frame.rsv2 or frame.rsv3:
            return self.close(1002, "reserved bit")
        if kind == TEXT:
            if self.parts is not None:
                return self.close(1002, "text inside a text")
            if frame.fin:
                try:
                    text = frame.get_payload_as_utf8_text()
                except UnicodeDecodeError:
                    return self.close(1007, "not UTF-8")
                return self.hub.heard(session, text)
            self.parts, self.size = [frame.get_payload_as_bytes()], frame.payload_size
        elif kind == CONTINUATION:
            self._continue(session, frame)
        elif kind == PING:
            transport.send_pong(frame.get_payload_as_bytes())  # picows would, before anybody looks at reserved bits
        elif kind == PONG:
            self.asked = False
        elif kind == CLOSE:
            code: int = frame.get_close_code()  # type: ignore[assignment]  # any number, whatever its type says
            self.close(1000 if frame.payload_size == 0 else 1002 if code in (0, 1006) or code > 4999 else code)
            transport.disconnect()
        elif kind == BINARY:
            self.close(1003, "text only")
        return None

    def _continue(self, session: Session, frame: WSFrame) -> None:
        if self.parts is None:
            return self.close(1002, "nothing to continue")
        self.parts.append(frame.get_payload_as_bytes())
        self.size += frame.payload_size
        if self.size > MAX_FRAME or len(self.parts) > MAX_PARTS:
            return self.close(1009, "too large")
        if frame.fin:
            whole, self.parts = b"".join(self.parts), None
            try:
                text = whole.decode()
            except UnicodeDecodeError:
                return self.close(1007, "not UTF-8")
            self.hub.heard(session, text)
        return None

    def on_ws_disconnected(self, transport: WSTransport) -> None:
        if self.protocol is not None:
            self.protocol.open.discard(self.protocol)
        if self.session is not None:
            self.hub.left(self.session)
        # What knows each other in a ring waits for the collector, which for whatever lived a minute is as good as never
        self.session = self.parts = self.protocol = self.transport = self.write = None

    def pause_writing(self) -> None:
        self.close(1013, "resync")

    def resume_writing(self) -> None:
        pass

    def due(self) -> float | None:
        """The wheel asks: is the peer still there?"""
        pace, transport = self.hub.pace, self.transport
        if transport is None or transport.is_disconnected or transport.is_close_frame_sent:
            return None
        silent = self.hub.wheel.now - self.heard_at
        if self.asked and silent >= pace.answer:
            self.close(1001, "no answer to ping")
            return None
        self.asked = False  # whatever it said, it is there
        if silent < pace.idle:
            return pace.idle - silent
        self.asked = True
        transport.send_ping()
        return pace.answer

    def send(self, frame: bytes) -> None:
        transport = self.transport
        if transport is None or transport.is_close_frame_sent or transport.is_disconnected:
            return
        if self.unsent is None:
            self.unsent = []
            self.hub.turn.end_with(self)
        counts.frames_out += 1
        size = len(frame)
        if size < 126:
            self.unsent += (b"\x81" + size.to_bytes(1), frame)
        elif size < 65536:
            self.unsent += (b"\x81\x7e" + size.to_bytes(2), frame)
        else:
            self.unsent += (b"\x81\x7f" + size.to_bytes(8), frame)

    def flush(self) -> None:
        """Write what was sent in this turn."""
        unsent, self.unsent, write = self.unsent, None, self.write
        transport = self.transport
        if unsent and transport and write and not (transport.is_close_frame_sent or transport.is_disconnected):
            write(b"".join(unsent))

    def widen(self) -> None:
        if self.transport is not None:
            self.transport.underlying_transport.set_write_buffer_limits(WIDE_LIMIT, WIDE_LIMIT // 4)

    def close(self, code: int, reason: str = "", *, flood: bool = False) -> None:
        transport = self.transport
        if transport is None or transport.is_disconnected or transport.is_close_frame_sent:
            return
        self.flush()
        self.ended = True
        counts.closed[code] += 1
        transport.send_close(code, reason)  # type: ignore[arg-type]
        if flood:
            transport.underlying_transport.pause_reading()
        self.hub.wheel.later(CUT_AFTER, transport.underlying_transport.abort)


class PicowsProtocol(WSProtocol):  # type: ignore[misc]
    """What uvicorn makes for an upgrade; `hub` is set by `picows_door`."""

    hub: Hub

    def __init__(self, config: Any, server_state: Any, app_state: Any, _loop: object = None) -> None:
        self.open: set[Any] = server_state.connections
        self.peer = "-"
        self.deaf = False
        enter = weakref.WeakMethod(self._enter)  # picows keeps what it is given: we would hold ourselves

        def listener(request: WSUpgradeRequest) -> Any:
            mine = enter()
            assert mine is not None  # its transport holds it
            return mine(request)

        super().__init__(
            host_port="",
            ws_path="/ws",
            is_client_side=False,
            ws_listener_factory=listener,
            logger=_LOGGER,
            disconnect_on_exception=True,
            websocket_handshake_timeout=None,
            enable_auto_ping=False,  # the wheel pings: a task a socket costs a kilobyte
            auto_ping_idle_timeout=1,
            auto_ping_reply_timeout=1,
            auto_ping_strategy=WSAutoPingStrategy.PING_WHEN_IDLE,
            enable_auto_pong=False,
            max_frame_size=MAX_FRAME,
            extra_headers=None,
            read_buffer_init_size=2048,
        )

    def connection_made(self, transport: asyncio.Transport) -> None:
        peer = transport.get_extra_info("peername")
        self.peer = peer[0] if isinstance(peer, tuple) else "-"
        super().connection_made(transport)

    def connection_lost(self, exc: Exception | None) -> None:
        self.open.discard(self)
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """uvicorn hands over the head it has read, as to a plain protocol."""
        while data:
            room = self.get_buffer(-1)
            part = min(len(room), len(data))
            room[:part] = data[:part]
            self.buffer_updated(part)
            data = data[part:]

    def buffer_updated(self, nbytes: int) -> None:
        """After its own goodbye for a broken frame picows would parse on, and complain again, until it cuts 10 ms
        later. After ours we wait for the peer's."""
        if self.deaf:
            return
        super().buffer_updated(nbytes)
        listener = self.listener
        self.deaf = listener is not None and self.transport.is_close_frame_sent and not listener.ended

    def shutdown(self) -> None:
        """The server stops: everybody hears it, not all in the same moment."""
        listener = self.listener
        if listener is None:
            self.transport.disconnect()
        else:
            goodbye(listener, len(self.open), self.hub.pace)

    def _enter(self, request: WSUpgradeRequest) -> WSUpgradeResponseWithListener:
        headers = request.headers
        address = client_address(self.peer, headers.getall("X-Forwarded-For", []), self.hub.trusted)
        path, _, query = request.path.decode("latin-1").partition("?")
        try:
            check_upgrade(unquote(path), bool(query), headers.get("Sec-WebSocket-Version", ""))
            self.hub.crowds.admit(address)
        except Refused as refused:
            more = {"Content-Type": "text/plain; charset=utf-8", **refused.headers, **self.hub.always}
            answer = WSUpgradeResponse.create_error_response(
                HTTPStatus(refused.status), refused.sentence.encode(), extra_headers=more
            )
            return WSUpgradeResponseWithListener(answer, None)
        self.open.add(self)
        entered = WSUpgradeResponse.create_101_response(self.hub.always)
        return WSUpgradeResponseWithListener(entered, PicowsDoor(self.hub, self, address, said(headers.get)))


def picows_door(hub: Hub) -> type[PicowsProtocol]:
    """The class to give uvicorn as `ws`."""
    return type("PicowsProtocolOfHub", (PicowsProtocol,), {"hub": hub})
