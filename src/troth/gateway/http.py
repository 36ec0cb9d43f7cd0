"""uvicorn's HTTP, with a bound it does not have: a connection that sends no whole request head is closed."""

import asyncio

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

HEAD_WITHIN = 30.0  # s, from the connection's beginning


class Http(HttpToolsProtocol):
    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self.loop.call_later(HEAD_WITHIN, self._check)

    def _check(self) -> None:
        asked = self.cycle is not None or self.transport.get_protocol() is not self
        if not asked and not self.transport.is_closing():
            self.transport.close()
