"""Sealed boxes outside of events: columns of rows and files on disk, under the same keys as the stream's events, so
that destroying a key empties them too.

A box is 8 bytes of key id, then what `vault.seal_box` makes, bound to workspace, stream and purpose.
"""

import logging
from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from troth.vault import Bound, open_box, seal_box

from .writing import Steps, Writer

_log = logging.getLogger(__name__)

type Boxed = tuple[bytes, UUID, UUID, str]  # box, workspace, stream, purpose

_KEY_ID = 8


class Erased(Exception):
    """The subject was erased in this stream, and what is to be sealed was said before."""


class _Owner(msgspec.Struct):
    workspace: UUID
    stream: UUID
    subject: UUID


class Boxes:
    """`look_up` runs a story on a reading connection; `record` tells the main database whose key it is."""

    def __init__(self, writer: Writer, look_up: Callable[[Steps[Any]], Any], record: Callable[[Bound], None]) -> None:
        self._writer = writer
        self._look_up = look_up
        self._record = record

    def seal(self, workspace: UUID, stream: UUID, subject: UUID, data: bytes, purpose: str, said_before: bool) -> bytes:
        """A box that opens with the key of (subject, stream), made when there is none."""
        self._writer.stand()
        keys = self._writer.keys
        owner = _Owner(workspace, stream, subject)
        missing = keys.missing([owner])
        if missing:
            rows = self._look_up(_found(self._writer.dialect.key_ids(missing)))
            uuid = self._writer.dialect.uuid
            keys.learn((uuid(row[0]), uuid(row[1]), row[2]) for row in rows)
            if said_before and rows and keys.missing([owner]):  # they had keys, and all are destroyed
                raise Erased
        grant, key = keys.grant(owner)
        if not grant.recorded:  # harmless to repeat: an event's own transaction may do so at the same time
            self._record((grant.key_id, workspace, stream, subject))
        return boxed(grant.key_id, key, workspace, stream, data, purpose)

    def open_many(self, boxes: Sequence[Boxed]) -> list[bytes | None]:
        """What is in each; None where the key was destroyed, or the box was altered, which is logged."""
        ids = [int.from_bytes(box[:_KEY_ID]) for box, _, _, _ in boxes]
        found = self._writer.keys.keyring.keys(ids)
        opened: list[bytes | None] = []
        for key_id, (box, workspace, stream, purpose) in zip(ids, boxes, strict=True):
            key = found.get(key_id)
            data = None
            if key is not None:
                try:
                    data, _ = open_box(key, box[_KEY_ID:], _bound_to(key_id, workspace, stream, purpose))
                except InvalidTag:
                    _log.error("the box %r of stream %s was altered in the database or on disk", purpose, stream)
            opened.append(data)
        return opened


def boxed(key_id: int, key: AESGCM, workspace: UUID, stream: UUID, data: bytes, purpose: str) -> bytes:
    """The box as a column keeps it."""
    box, _ = seal_box(key, data, _bound_to(key_id, workspace, stream, purpose))
    return key_id.to_bytes(_KEY_ID) + box


def _bound_to(key_id: int, workspace: UUID, stream: UUID, purpose: str) -> bytes:
    return b"box%b%b%d.%b" % (workspace.bytes, stream.bytes, key_id, purpose.encode())


def _found(statements: list[Any]) -> Steps[Any]:
    rows = yield statements
    return rows
