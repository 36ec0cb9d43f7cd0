"""uvicorn's HTTP, with a bound it does not have: a connection that sends no whole request head is closed."""

import asyncio

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

HEAD_WITHIN = 30.0  # s, from the connection's beginning


class Http(HttpToolsProtocol):
    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self.head_timer = self.loop.call_later(HEAD_WITHIN, self._check)

    def handle_websocket_upgrade(self) -> None:
        self.head_timer.cancel()
        super().handle_websocket_upgrade()

    def connection_lost(self, exc: Exception | None) -> None:
        self.head_timer.cancel()
        super().connection_lost(exc)

    def _check(self) -> None:
        if not getattr(self, "cycle", None):  # uvicorn says it is always there; it is None until a request came
            self.transport.close()
