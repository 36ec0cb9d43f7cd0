"""A reader of the log: keeps what lists show of a conversation (last words, since when somebody waits) in its row."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

import msgspec
from django.db import connection

from troth.log import Event
from troth.wire.events import Audience, ConversationClosed, Opened, Reopened, Said

from .models import Conversation
from .queries import Preview
from .sealed import seal

NAME = "preview"
LENGTH = 200  # characters of the last words that lists show


class Moved(msgspec.Struct):
    """Where some events leave a row. last_at, preview: None when they do not touch it."""

    waits: datetime | None
    last_at: datetime | None = None
    preview: Preview | None = None


def handle(events: list[Event]) -> None:
    """Called with events in the order of their positions, in the transaction that moves the bookmark."""
    of_stream: dict[UUID, list[Event]] = {}
    for event in events:
        if event.stream != event.workspace:
            of_stream.setdefault(event.stream, []).append(event)
    rows = list(Conversation.objects.filter(id__in=of_stream).only(*_READ).order_by("id"))
    for row in rows:
        moved = fold(of_stream[row.id], row.waiting_since)
        row.waiting_since = moved.waits
        row.last_at = max(row.last_at, moved.last_at or row.last_at)
        if moved.preview is not None:
            row.preview = seal(row, "preview", moved.preview)
    _write(rows)


def fold(events: Iterable[Event], waits: datetime | None) -> Moved:
    """Where these events leave a conversation in which somebody waits since `waits`."""
    moved = Moved(waits)
    for event in events:
        if event.audience == Audience.ALL:
            moved.last_at = event.at
        match event.opened():
            case Said() as said:
                moved.preview = Preview(event.seq, event.author.kind, said.text[:LENGTH], len(said.files))
                moved.waits = (moved.waits or event.at) if event.author.kind == "visitor" else None
            case Opened() | Reopened():
                moved.waits = event.at
            case ConversationClosed():
                moved.waits = None
            case _:
                pass
    return moved


_READ = ("workspace", "visitor", "waiting_since", "last_at", "preview")
_WRITTEN = ("waiting_since", "last_at", "preview", "id")


def _write(rows: list[Conversation]) -> None:
    """One prepared statement for all rows: Django's bulk_update takes ten times as long, while others wait."""
    if not rows:
        return
    fields = [field for field in Conversation._meta.concrete_fields if field.name in _WRITTEN]
    fields.sort(key=lambda field: _WRITTEN.index(field.name))
    with connection.cursor() as cursor:
        cursor.executemany(
            "UPDATE conversations_conversation SET waiting_since = %s, last_at = %s, preview = %s WHERE id = %s",
            [[field.get_db_prep_save(getattr(row, field.attname), connection) for field in fields] for row in rows],
        )
