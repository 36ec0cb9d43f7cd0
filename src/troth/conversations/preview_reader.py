"""A reader of the log: keeps what lists show of a conversation (last words, since when somebody waits) in its row."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import msgspec

from troth.log import Event
from troth.wire.events import Audience, ConversationClosed, Opened, Reopened, Said

from .models import Conversation
from .queries import Preview
from .sealed import seal

NAME = "preview"
LENGTH = 200  # characters of the last words that lists show


class Moved(msgspec.Struct):
    """Where some events leave the row."""

    last_at: datetime | None = None
    preview: Preview | None = None
    waits: datetime | None = None


def handle(events: list[Event]) -> None:
    """Called with events in the order of their positions, in the transaction that moves the bookmark."""
    of_stream: dict[UUID, list[Event]] = {}
    for event in events:
        if event.stream != event.workspace:
            of_stream.setdefault(event.stream, []).append(event)
    rows = Conversation.objects.filter(id__in=of_stream)
    for row in rows:
        moved = fold(of_stream[row.id], row.waiting_since)
        row.last_at = max(row.last_at, moved.last_at or row.last_at)
        if moved.preview is not None:
            row.preview = seal(row, "preview", moved.preview)
        row.waiting_since = moved.waits
    Conversation.objects.bulk_update(rows, ["last_at", "preview", "waiting_since"])


def fold(events: Sequence[Event], waits: datetime | None) -> Moved:
    """Where these events leave a conversation in which somebody waits since `waits`."""
    moved = Moved(waits=waits)
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
