"""uvicorn's HTTP, with a bound it does not have: a connection that sends no whole request head is closed."""

import asyncio
from typing import Any

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

HEAD_WITHIN = 30.0  # s, from the connection's beginning


class Http(HttpToolsProtocol):
    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self.loop.call_later(HEAD_WITHIN, _check, transport, self)


def _check(transport: asyncio.Transport, http: Any) -> None:
    if transport.get_protocol() is http and http.cycle is None and not transport.is_closing():
        transport.close()
