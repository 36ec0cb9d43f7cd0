"""A reader of the log: keeps what lists show of a conversation (last words, since when somebody waits) in its row.

It runs at the pace of all messages, so it reads no rows: what it needs to know of a conversation never changes, and the
rest is folded by the statement itself.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from django.db import connection

import troth.log
from troth.log import Erased, Event
from troth.wire.events import NUMBER_OF, Audience, Opened, Reopened, Said

from .models import Conversation
from .snapshots import Preview

NAME = "preview"
LENGTH = 200  # characters of the last words that lists show
_SAID, _OPENED, _REOPENED = (NUMBER_OF[body] for body in (Said, Opened, Reopened))
KINDS: frozenset[int] | None = None  # whatever everybody may see moves `last_at`
_KNOWN = 10_000  # conversations whose visitor is remembered

# afresh, waits, still, last_at, preview, id
_EACH = """
    UPDATE conversations_conversation SET
        waiting_since = CASE WHEN ?1 THEN ?2 WHEN waiting_since IS NULL THEN ?2 ELSE coalesce(?3, waiting_since) END,
        last_at = CASE WHEN last_at < ?4 THEN ?4 ELSE last_at END,
        preview = coalesce(?5, preview)
    WHERE id = ?6"""
# PostgreSQL would be asked once for each row, and plan each time
_TOGETHER = """
    UPDATE conversations_conversation c SET
        waiting_since = CASE WHEN m.afresh THEN m.waits WHEN c.waiting_since IS NULL THEN m.waits
            ELSE coalesce(m.still, c.waiting_since) END,
        last_at = CASE WHEN c.last_at < m.last_at THEN m.last_at ELSE c.last_at END,
        preview = coalesce(m.preview, c.preview)
    FROM unnest(%b::boolean[], %b::timestamptz[], %b::timestamptz[], %b::timestamptz[], %b::bytea[], %b::uuid[])
        m (afresh, waits, still, last_at, preview, id)
    WHERE c.id = m.id"""

type Row = Sequence[Any]


class Moved(msgspec.Struct):
    """Where some events leave a conversation.

    waits: since when somebody waits; `afresh` when that holds whatever was before, else only where nobody waited yet.
    still: since when they wait who waited before, where it was reopened; None leaves it. last_at: None when nothing of
    it is for everybody. said: the last message, if any.
    """

    waits: datetime | None = None
    afresh: bool = False
    still: datetime | None = None
    last_at: datetime | None = None
    said: Event | None = None


def prepare(events: Iterable[Event]) -> list[Row]:
    """What `write` will write, of events in the order of their positions; needs no transaction."""
    of_stream: dict[UUID, list[Event]] = {}
    for event in events:
        if event.stream != event.workspace:
            of_stream.setdefault(event.stream, []).append(event)
    visitors = _visitors_of(of_stream)
    return [_row(fold(of_stream[stream]), of_stream[stream][0], visitors[stream]) for stream in sorted(visitors)]


def write(rows: list[Row]) -> None:
    """In the transaction that moves the bookmark. Django's bulk_update takes ten times as long, while others wait."""
    if not rows:
        return
    cursor = troth.log.current().transactions.cursor()
    if connection.vendor == "postgresql":
        cursor.execute(_TOGETHER, [list(column) for column in zip(*rows, strict=True)])
    else:
        cursor.executemany(_EACH, rows)


def fold(events: Iterable[Event]) -> Moved:
    """By kind and author alone: only the last message is ever opened."""
    moved = Moved()
    for event in events:
        if event.audience == Audience.ALL:
            moved.last_at = event.at
        if event.kind == _SAID:
            moved.said = event
            if event.author.kind == "visitor":
                moved.waits = moved.waits or event.at
            else:
                moved.waits, moved.afresh = None, True
        elif event.kind == _OPENED:
            moved.waits, moved.afresh = event.at, True
        elif event.kind == _REOPENED:  # who waited when it was closed waits from now on
            moved.waits, moved.still = moved.waits and event.at, event.at
    return moved


def _row(moved: Moved, of: Event, visitor: UUID) -> Row:
    waits, still, last_at = _moment(moved.waits), _moment(moved.still), _moment(moved.last_at)
    stream = of.stream if connection.features.has_native_uuid_field else of.stream.hex
    return moved.afresh, waits, still, last_at, _preview(moved.said, visitor), stream


def _preview(said: Event | None, visitor: UUID) -> bytes | None:
    body = said.opened() if said is not None else None
    if said is None or not isinstance(body, Said):
        return None
    preview = msgspec.json.encode(Preview(said.seq, said.author.kind, body.text[:LENGTH], len(body.files)))
    try:
        return troth.log.current().seal(said.workspace, said.stream, visitor, preview, "preview", said_before=True)
    except Erased:
        return None


def _moment(at: datetime | None) -> object:
    """As the column holds it: text on SQLite."""
    return None if at is None else connection.ops.adapt_datetimefield_value(at)


_visitors: dict[UUID, UUID] = {}  # stream -> visitor, which never changes


def _visitors_of(streams: Iterable[UUID]) -> dict[UUID, UUID]:
    """Those of the streams that are conversations, each with its visitor."""
    wanted = list(streams)
    missing = [stream for stream in wanted if stream not in _visitors]
    if missing:
        if len(_visitors) > _KNOWN:
            _visitors.clear()
            missing = wanted
        _visitors.update(Conversation.objects.filter(id__in=missing).values_list("id", "visitor_id"))
    return {stream: _visitors[stream] for stream in wanted if stream in _visitors}
