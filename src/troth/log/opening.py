"""From rows to events: the boxes are opened with the keys that still exist."""

import asyncio
import logging
from collections.abc import Callable, Iterable, Sequence
from typing import Any
from uuid import UUID

from cryptography.exceptions import InvalidTag

from troth.vault import Keyring, open_box
from troth.wire.events import Audience, Author, AuthorName

from .moments import moment
from .sealing import Once, binding
from .shapes import ERASED, Event

_log = logging.getLogger(__name__)

COLUMNS = (
    "workspace, stream, seq, after_all, at, kind, v, audience, author_kind, author, client_id, key_id, commitment,"
    " payload"
)
AUTHOR_NAMES: tuple[AuthorName, ...] = ("system", "visitor", "agent")
_ALL, _TEAM = Audience.ALL, Audience.TEAM


def once_of(workspace: UUID, stream: UUID, author: UUID, client_id: UUID) -> Once:
    return workspace.bytes + stream.bytes + author.bytes + client_id.bytes


class Opener:
    """Reads rows of COLUMNS and a position. `uuid` turns what the database gives into a UUID."""

    def __init__(self, keyring: Keyring, uuid: Callable[[Any], UUID]) -> None:
        self._keyring = keyring
        self._uuid = uuid

    def events(self, rows: Sequence[Sequence[Any]]) -> list[Event]:
        return [event for event, _ in self.with_salt(rows)]

    async def events_on_loop(self, rows: Sequence[Sequence[Any]]) -> list[Event]:
        """The same where nobody may wait for the keyring: keys that are not at hand are looked up in a thread."""
        key_ids = {row[11] for row in rows}
        if not self._keyring.has_at_hand(key_ids):
            await asyncio.to_thread(self._keyring.keys, key_ids)
        return self.events(rows)

    def with_salt(self, rows: Sequence[Sequence[Any]]) -> Iterable[tuple[Event, bytes]]:
        """Each event with the salt of its commitment (empty when its key is gone)."""
        uuid = self._uuid
        keys = self._keyring.keys(row[11] for row in rows) if rows else {}
        opened = []
        for row in rows:
            (workspace, stream, seq, after_all, at, kind, v, audience, author_kind, author, client_id, key_id,
             commitment, box, position) = row  # fmt: skip
            workspace, stream, author, client_id = uuid(workspace), uuid(stream), uuid(author), uuid(client_id)
            body, salt = ERASED, b""
            key = keys.get(key_id)
            if key is not None:
                bound = binding(once_of(workspace, stream, author, client_id), author_kind, key_id, kind, audience)
                try:
                    body, salt = open_box(key, bytes(box), bound)
                except InvalidTag:
                    _log.error("event %s of stream %s was altered in the database", seq, stream)
            event = Event(
                workspace, stream, seq, after_all, moment(at), kind, v, _TEAM if audience else _ALL,
                Author(kind=AUTHOR_NAMES[author_kind], id=author), client_id, key_id, bytes(commitment), body, position,
            )  # fmt: skip
            opened.append((event, salt))
        return opened
