"""What a page of the inbox needs of many streams at once: one statement each."""

from collections.abc import Sequence
from typing import Any, Literal
from uuid import UUID

from troth.wire.events import NUMBER_OF, Said

from .shapes import Address
from .writing import Statement

type Reading = tuple[UUID, UUID, UUID, int]  # workspace, stream, who reads, the seq up to which they have seen

_SAID = NUMBER_OF[Said]


def marks(vendor: Literal["sqlite", "postgresql"], addresses: Sequence[Address]) -> list[Statement]:
    """Rows (workspace, stream, participant, kind, delivered, seen)."""
    if not addresses:
        return []
    relation, params = _relation(vendor, "workspace, stream", addresses)
    return [
        (
            f"WITH {relation} SELECT m.workspace, m.stream, m.participant, m.kind, m.delivered, m.seen"
            " FROM i JOIN log_mark m ON m.workspace = i.workspace AND m.stream = i.stream",
            params,
        )
    ]


def unread(vendor: Literal["sqlite", "postgresql"], readings: Sequence[Reading]) -> list[Statement]:
    """Rows (n, how many messages of others follow what the n-th has seen); those without any are left out."""
    if not readings:
        return []
    numbered = [(n, *reading) for n, reading in enumerate(readings)]
    relation, params = _relation(vendor, "n, workspace, stream, reader, seen", numbered)
    return [
        (
            f"WITH {relation} SELECT i.n, count(*) FROM i JOIN log_event e ON e.workspace = i.workspace"
            f" AND e.stream = i.stream AND e.seq > i.seen AND e.kind = {_SAID} AND e.author <> i.reader GROUP BY i.n",
            params,
        )
    ]


def _relation(vendor: str, columns: str, rows: Sequence[Sequence[Any]]) -> tuple[str, list[Any]]:
    """A relation `i` of these rows. Ids travel as bytes on SQLite, as they are on PostgreSQL."""
    mark = "?" if vendor == "sqlite" else "%s"
    one = "(" + ", ".join([mark] * len(rows[0])) + ")"
    values = [value.bytes if vendor == "sqlite" and isinstance(value, UUID) else value for row in rows for value in row]
    return f"i ({columns}) AS (VALUES {', '.join([one] * len(rows))})", values
