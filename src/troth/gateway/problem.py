"""Errors of what is served on the loop, as problem+json (RFC 9457), like those of the API."""

import logging
from collections.abc import Awaitable, Callable, MutableMapping
from http import HTTPStatus
from typing import Any

import msgspec

from troth.kernel import request
from troth.kernel.errors import Busy, TrothError
from troth.kernel.outages import typed

_log = logging.getLogger("troth.gateway")

type Message = MutableMapping[str, Any]
type Scope = MutableMapping[str, Any]
type Receive = Callable[[], Awaitable[Message]]
type Send = Callable[[Message], Awaitable[None]]
type Headers = list[tuple[bytes, bytes]]


def told(error: BaseException, what: str) -> TrothError:
    """What a client is told of an error nobody foresaw; the log gets its trace. A database that is away is no mistake
    of ours, and whether it kept the last thing nobody knows: Busy, so that the client repeats it."""
    known = typed(error)
    if isinstance(known, Busy):
        _log.warning("%s: the database could not be asked: %s", what, type(error).__name__)
    else:
        _log.error("%s", what, exc_info=error)
    return known


def problem(error: TrothError, status: int | None = None) -> dict[str, object]:
    """The body of an error's answer."""
    status = status or error.status
    body: dict[str, object] = {
        "type": f"urn:troth:error:{error.code}",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "code": error.code,
        "detail": str(error),
    }
    if error.fields:
        body["fields"] = error.fields
    if id_ := request.current():
        body["request_id"] = id_
    return body


async def answer_problem(send: Send, error: TrothError, status: int | None = None, more: Headers | None = None) -> None:
    status = status or error.status
    if status in (429, 503):
        more = more or [(b"retry-after", str(getattr(error, "again", 0) or 5).encode())]
    await answer(send, status, msgspec.json.encode(problem(error, status)), b"application/problem+json", more)


async def answer(send: Send, status: int, body: bytes, kind: bytes, more: Headers | None = None) -> None:
    """One whole answer."""
    headers: Headers = [
        (b"content-type", kind),
        (b"content-length", str(len(body)).encode()),
        (b"x-content-type-options", b"nosniff"),
        *(more or []),
    ]
    if status in (408, 413, 503):
        headers.append((b"connection", b"close"))  # the rest of the body will not be read
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
