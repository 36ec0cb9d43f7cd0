"""What people write into a request: sealed with keys of its own, so that an erasure reaches it wherever a copy lies.

One key is for what was asked, another for the address to answer to and the answer: somebody who asks to be erased is
told that it was done, and only then the second goes too.
"""

import hmac
from collections.abc import Sequence
from typing import Any
from uuid import UUID, uuid5

import msgspec

import troth.log
from troth.kernel import config

from .rows import Request, RequestStep

WORDS, ABOUT, REPLY, ANSWER, STEP = "request", "request about", "request reply", "request answer", "request step"
_MARK = 16  # bytes


def reply_key(request: UUID) -> UUID:
    """Whose key seals the address and the answer."""
    return uuid5(request, "reply")


def seal(row: Request, what: str, words: str) -> bytes | None:
    """None of nothing."""
    return _seal(row, row.id, what, words)


def seal_reply(row: Request, what: str, words: str) -> bytes | None:
    return _seal(row, reply_key(row.id), what, words)


def _seal(row: Request, subject: UUID, what: str, words: str) -> bytes | None:
    if not words:
        return None
    return troth.log.current().seal(row.workspace_id, row.id, subject, words.encode(), what)


def opened(row: Request, what: str, box: bytes | memoryview | None) -> str:
    """Empty where nothing was written, or where it was erased."""
    if box is None:
        return ""
    return (troth.log.current().open(bytes(box), row.workspace_id, row.id, what) or b"").decode()


def about_of(row: Request) -> dict[str, Any]:
    found: dict[str, Any] = msgspec.json.decode(opened(row, ABOUT, row.about) or "{}")
    return found


def steps_opened(row: Request, steps: Sequence[RequestStep]) -> list[str]:
    held = [step for step in steps if step.words is not None]
    boxes = troth.log.current().open_many([(bytes(one.words or b""), row.workspace_id, row.id, STEP) for one in held])
    found = {one.id: (data or b"").decode() for one, data in zip(held, boxes, strict=True)}
    return [found.get(step.id, "") for step in steps]


def mark_of(workspace: UUID, address: str) -> bytes:
    """By which requests from one address are known, and nobody who has no secret can try addresses on it."""
    said = b"%b%b" % (workspace.bytes, address.casefold().encode())
    return hmac.digest(config.current().secret("request"), said, "sha256")[:_MARK]
