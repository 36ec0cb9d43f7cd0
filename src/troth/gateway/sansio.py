"""uvicorn's `websockets-sansio` as the fallback has it: its goodbye is the door's, and a message's fragments are
bounded, also those that hold nothing."""

from typing import Any

from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from websockets.frames import Frame

from .door import CUT_AFTER, MAX_PARTS


class Sansio(WebSocketsSansIOProtocol):
    def __init__(self, *arguments: Any, **more: Any) -> None:
        super().__init__(*arguments, **more)
        self.close_timeout = CUT_AFTER
        self.parts = 0  # of the message that comes

    def shutdown(self) -> None:
        """The server stops: `fallback.leave` tells who is in, behind what waits to be sent."""
        if self.close_sent or not self.handshake_complete:
            super().shutdown()

    def handle_text(self, event: Frame) -> None:
        self.parts = 1
        super().handle_text(event)

    def handle_bytes(self, event: Frame) -> None:
        self.parts = 1
        super().handle_bytes(event)

    def handle_cont(self, event: Frame) -> None:
        self.parts += 1
        if self.parts <= MAX_PARTS:
            super().handle_cont(event)
        elif not self.close_sent:
            self.conn.fail(1009, "too large")
            self.handle_parser_exception()
