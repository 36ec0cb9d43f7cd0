"""The HTTP half: one place that sends, decodes, retries what is passing and raises what is not.

Every POST of the API carries an id made here, so repeating one is harmless; that is what allows retries at all.
"""

import asyncio
import ssl
from collections.abc import Awaitable, Callable, Mapping
from functools import cache
from typing import Any
from uuid import UUID

import httpx2
import msgspec

from .pause import pause
from .problems import Unreachable, error_of_response, passing

Headers = Mapping[str, str]
Credential = Callable[[], Awaitable[Headers]]


def _plain(value: object) -> object:
    if isinstance(value, UUID):
        return str(value)
    raise TypeError(type(value).__name__)


@cache
def trust() -> ssl.SSLContext:
    """The machine's certificates, read once: reading them takes longer than a hundred calls."""
    return ssl.create_default_context()


class Calls:
    """Calls of one asker. `credential` gives the headers that say who asks; `patience` is in seconds."""

    def __init__(self, base_url: str, *, patience: float = 30.0) -> None:
        self.base_url = base_url.rstrip("/")
        self.patience = patience
        # A pool of a few connections: one asker rarely asks two things at once.
        self._client = httpx2.AsyncClient(
            verify=trust(), timeout=30.0, limits=httpx2.Limits(max_connections=8), trust_env=False
        )

    async def aclose(self) -> None:
        await self._client.aclose()

    async def call[Answer](
        self,
        method: str,
        path: str,
        answer: type[Answer],
        body: Mapping[str, Any] | None = None,
        *,
        headers: Headers | None = None,
        query: Mapping[str, str | int] | None = None,
        raw: bytes | None = None,
        content_type: str = "application/json",
    ) -> Answer:
        """Send, and decode the answer as `answer` (None: the body is ignored). `path` may be absolute on the server.

        Raises the typed error of the answer, Unreachable when patience has run out.
        """
        content = raw if raw is not None else None if body is None else msgspec.json.encode(body, enc_hook=_plain)
        sent = {"Accept": "application/json", **(headers or {})}
        if content is not None:
            sent["Content-Type"] = content_type
        answered = await self._patient(method, self._address(path), content, sent, query)
        if answer is type(None):
            return None
        if answer is bytes:
            return answered  # type: ignore[return-value] # Answer is bytes here
        return msgspec.json.decode(answered, type=answer)

    def _address(self, path: str) -> str:
        return path if path.startswith(("http://", "https://")) else self.base_url + path

    async def _patient(
        self, method: str, url: str, content: bytes | None, headers: Headers, query: Mapping[str, str | int] | None
    ) -> bytes:
        loop = asyncio.get_running_loop()
        end, failures = loop.time() + self.patience, 0
        while True:
            try:
                got = await self._client.request(method, url, content=content, headers=headers, params=query)
                if got.status_code < 400:
                    return got.content
                error: Exception = error_of_response(got.status_code, got.content)
            except httpx2.RequestError as lost:
                error = Unreachable()
                error.__cause__ = lost
            wait = pause(failures)
            if not passing(error) or loop.time() + wait > end:
                raise error
            failures += 1
            await asyncio.sleep(wait)
