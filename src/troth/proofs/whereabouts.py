"""Where entries of talks stand in the log of their workspace."""

from collections.abc import Iterable
from uuid import UUID

from django.db import connection

import troth.log

from .growing import id_of
from .models import Places

PART = 64  # entries of a row
_WIDTH = 5  # bytes
_NONE = bytes(PART * _WIDTH)
_PUT = (
    "INSERT INTO proofs_places (workspace, stream, part, places) {}"
    " ON CONFLICT (stream, part) DO UPDATE SET places = excluded.places"
)
_EACH = _PUT.format("VALUES (?, ?, ?, ?)")
# PostgreSQL would be asked once for each row, and plan each time
_TOGETHER = _PUT.format("SELECT * FROM unnest(%b::uuid[], %b::uuid[], %b::integer[], %b::bytea[])")

type Entry = tuple[UUID, int]  # stream, seq


class Whereabouts:
    """Of the talks around some entries, read at once and written by `keep`, in the transaction in which trees grow."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        wanted = {_part(*entry) for entry in entries}
        streams, parts = {stream for stream, _ in wanted}, {part for _, part in wanted}
        rows = Places.objects.filter(stream__in=streams, part__in=parts).values_list("stream", "part", "places")
        self._parts = {(stream, part): bytearray(places) for stream, part, places in rows}
        self._fresh: dict[tuple[UUID, int], UUID] = {}

    def known(self, stream: UUID, seq: int) -> bool:
        part = self._parts.get(_part(stream, seq))
        return part is not None and _read(part, seq) > 0

    def put(self, workspace: UUID, stream: UUID, seq: int, place: int) -> None:
        key = _part(stream, seq)
        at = (seq - 1) % PART * _WIDTH
        self._parts.setdefault(key, bytearray(_NONE))[at : at + _WIDTH] = (place + 1).to_bytes(_WIDTH)
        self._fresh[key] = workspace

    def keep(self) -> None:
        rows = [
            (id_of(workspace), id_of(stream), part, _cut(self._parts[stream, part]))
            for (stream, part), workspace in self._fresh.items()
        ]
        if rows:
            cursor = troth.log.current().transactions.cursor()
            if connection.vendor == "postgresql":
                cursor.execute(_TOGETHER, [list(column) for column in zip(*rows, strict=True)])
            else:
                cursor.executemany(_EACH, rows)


def places_of(stream: UUID) -> dict[int, int]:
    """seq: place, of all of them that are in the log."""
    found = {}
    for row in Places.objects.filter(stream=stream).order_by("part"):
        raw = bytes(row.places)
        for at in range(0, len(raw), _WIDTH):
            if place := int.from_bytes(raw[at : at + _WIDTH]):
                found[row.part * PART + at // _WIDTH + 1] = place - 1
    return found


def _part(stream: UUID, seq: int) -> tuple[UUID, int]:
    return stream, (seq - 1) // PART


def _read(part: bytearray, seq: int) -> int:
    at = (seq - 1) % PART * _WIDTH
    return int.from_bytes(part[at : at + _WIDTH])


def _cut(part: bytearray) -> bytes:
    """Without what is empty behind the last."""
    end = len(part.rstrip(b"\0"))
    return bytes(part[: -(-end // _WIDTH) * _WIDTH])
