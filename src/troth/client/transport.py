"""One WebSocket: whole text frames in and out. Everything that knows picows is here."""

import logging
from collections.abc import Callable

from picows import WSAutoPingStrategy, WSCloseCode, WSError, WSFrame, WSListener, WSMsgType, WSTransport, ws_connect

PING_AFTER = 30.0  # seconds of silence; the server pings after 25, so that this one only finds dead networks
MAX_ANSWER = 16 * 1024 * 1024  # bytes; 200 long events with room to spare

_quiet = logging.getLogger("troth.client.transport")


class Wire(WSListener):
    """A connected socket. `heard(frame bytes)` for each whole text frame, `ended()` once."""

    def __init__(self, heard: Callable[[bytes], None], ended: Callable[[], None]) -> None:
        super().__init__()
        self._heard, self._ended = heard, ended
        self._parts: list[bytes] = []
        self._transport: WSTransport | None = None
        self.close_code = 0  # what the server closed with; 0: it has not, or without a word
        self.close_reason = ""

    def on_ws_connected(self, transport: WSTransport) -> None:
        self._transport = transport

    def on_ws_frame(self, transport: WSTransport, frame: WSFrame) -> None:
        kind = frame.msg_type
        if kind == WSMsgType.TEXT or kind == WSMsgType.CONTINUATION:
            whole = frame.get_payload_as_bytes()
            if not frame.fin or self._parts:
                self._parts.append(whole)
                if not frame.fin:
                    return
                whole = b"".join(self._parts)
                self._parts.clear()
            self._heard(whole)
        elif kind == WSMsgType.CLOSE:
            self.close_code = int(frame.get_close_code())  # type: ignore[call-overload]  # any number, whatever its type says
            self.close_reason = frame.get_close_reason() or ""
            transport.send_close(WSCloseCode.OK)
            transport.disconnect()

    def on_ws_disconnected(self, transport: WSTransport) -> None:
        self._ended()

    def send(self, frame: bytes) -> None:
        """Send a text frame; silent when the socket has just gone (whoever waits for an answer repeats it)."""
        if self._transport is not None and not self._transport.is_close_frame_sent:
            self._transport.send(WSMsgType.TEXT, frame)

    def close(self) -> None:
        if self._transport is not None:
            if not self._transport.is_close_frame_sent:
                self._transport.send_close(WSCloseCode.OK)
            self._transport.disconnect()

    async def settle(self) -> None:
        """Nothing of it is under way, once it was closed."""

    def cut(self) -> None:
        """Break off without a close frame."""
        if self._transport is not None:
            self._transport.disconnect(False)


async def dial(url: str, heard: Callable[[bytes], None], ended: Callable[[], None], within: float = 20.0) -> Wire:
    """Connect within so many seconds. Raises OSError when nobody answers or the answer is no WebSocket."""
    try:
        wire: WSListener | None
        _, wire = await ws_connect(
            lambda: Wire(heard, ended),
            url,
            max_frame_size=MAX_ANSWER,
            read_buffer_init_size=4096,
            enable_auto_ping=True,
            auto_ping_idle_timeout=PING_AFTER,
            auto_ping_strategy=WSAutoPingStrategy.PING_WHEN_IDLE,
            websocket_handshake_timeout=within,
            logger_name=_quiet,
        )
    except (WSError, TimeoutError) as refused:
        raise ConnectionError(str(refused)) from refused
    if not isinstance(wire, Wire):  # picows gives None when the connection ends during the handshake
        raise ConnectionError("the server closed during the handshake")
    return wire
