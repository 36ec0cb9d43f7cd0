"""The statements on SQLite. Ids are BLOB(16), moments ms since 1970, the rowid is the position.

Rows travel as VALUES lists in chunks of powers of two: few statements (each step lets go of the interpreter's lock,
and a busy loop takes milliseconds to give it back), and few shapes of them to prepare.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import cache, lru_cache
from typing import Any
from uuid import UUID

from troth.vault import Bound

from .folding import Folded, HeadState
from .moments import millis
from .opening import COLUMNS
from .sealing import AUTHOR_KIND, Place, Waiting
from .shapes import Address, Span
from .writing import Asker, Statement

_LARGEST = 256
_EVENT = ", ".join(f"e.{name.strip()}" for name in COLUMNS.split(","))


@lru_cache(20_000)
def _uuid(value: bytes) -> UUID:
    """Making a UUID takes as long as ten look-ups of one."""
    return UUID(bytes=value)


@cache
def _values(rows: int, width: int) -> str:
    one = "(" + ", ".join("?" * width) + ")"
    return "VALUES " + ", ".join([one] * rows)


def _chunks(sql: str, rows: Sequence[Sequence[Any]]) -> list[Statement]:
    """`sql` with {values} for these rows, cut into chunks of powers of two."""
    statements: list[Statement] = []
    start = 0
    while start < len(rows):
        size = min(_LARGEST, 1 << (len(rows) - start).bit_length() - 1)
        some = rows[start : start + size]
        statements.append(
            (sql.replace("{values}", _values(size, len(some[0]))), [value for row in some for value in row])
        )
        start += size
    return statements


class SQLite:
    counts_positions = True

    def uuid(self, value: Any) -> UUID:
        return _uuid(value)

    def key_ids(self, triples: Sequence[tuple[UUID, UUID, UUID]]) -> list[Statement]:
        return _chunks(
            "SELECT k.stream, k.subject, k.id FROM ({values}) i CROSS JOIN log_key k ON k.workspace = i.column1"
            " AND k.stream = i.column2 AND k.subject = i.column3 ORDER BY k.id",
            [(workspace.bytes, stream.bytes, subject.bytes) for workspace, stream, subject in triples],
        )

    def open_heads(self, addresses: Sequence[Address], at: datetime) -> list[Statement]:
        return _chunks(
            "INSERT INTO log_head (workspace, stream, at) {values} ON CONFLICT DO NOTHING",
            [(workspace.bytes, stream.bytes, millis(at)) for workspace, stream in addresses],
        )

    def lock_heads(self, addresses: Sequence[Address]) -> list[Statement]:
        """Nothing is locked here: the gate and BEGIN IMMEDIATE did so."""
        return _chunks(
            "SELECT h.workspace, h.stream, h.last_seq, h.last_all, h.last_commit, h.at, h.state"
            " FROM ({values}) i CROSS JOIN log_head h ON h.workspace = i.column1 AND h.stream = i.column2",
            [(workspace.bytes, stream.bytes) for workspace, stream in addresses],
        )

    def touch_heads(self, addresses: Sequence[Address]) -> list[Statement]:
        return []  # nobody remembers any

    def head(self, row: Sequence[Any]) -> tuple[Place, HeadState]:
        workspace, stream, last_seq, last_all, last_commit, at, state = row
        head = HeadState(_uuid(workspace), _uuid(stream), last_seq, last_all, last_commit, at, state)
        return workspace + stream, head

    def stored(self, batch: Sequence[Waiting]) -> list[Statement]:
        return _chunks(
            f"SELECT {_EVENT}, e.position FROM ({{values}}) i CROSS JOIN log_event e ON e.client_id = i.column4"
            " AND e.author = i.column3 AND e.stream = i.column2 AND e.workspace = i.column1",
            [(w.once[:16], w.once[16:32], w.once[32:48], w.once[48:]) for w in batch],
        )

    def denied(self, condition: str, askers: Sequence[Asker]) -> list[Statement]:
        # ids as Django writes them on SQLite: 32 hexadecimal digits
        return _chunks(
            "WITH i (n, workspace, stream, kind, author) AS ({values})"
            f" SELECT n FROM i WHERE ({condition}) IS NOT TRUE",
            [(n, workspace.hex, stream.hex, kind, author.hex) for n, (workspace, stream, kind, author)
             in enumerate(askers)],
        )  # fmt: skip

    def last_position(self) -> list[Statement]:
        return [("SELECT coalesce(max(position), 0) FROM log_event", ())]

    def write(self, folded: Folded) -> list[Statement]:
        events = []
        for event, waiting in folded.fresh:
            once = waiting.once
            events.append((
                event.position, once[:16], once[16:32], event.seq, event.after_all, folded.moved[waiting.place].at,
                event.kind, event.v, int(event.audience), AUTHOR_KIND[event.author.kind], once[32:48], once[48:],
                event.key_id, event.commitment, waiting.box,
            ))  # fmt: skip
        heads = [
            (place[:16], place[16:], head.last_seq, head.last_all, head.last_commit, head.at)
            for place, head in folded.moved.items()
        ]
        return [
            *self.record_keys(folded.new_keys),
            *_chunks(f"INSERT INTO log_event (position, {COLUMNS}) {{values}}", events),
            *_chunks(
                "INSERT INTO log_head (workspace, stream, last_seq, last_all, last_commit, at) {values}"
                " ON CONFLICT (workspace, stream) DO UPDATE SET last_seq = excluded.last_seq,"
                " last_all = excluded.last_all, last_commit = excluded.last_commit, at = excluded.at",
                heads,
            ),
        ]  # fmt: skip

    def record_keys(self, keys: Sequence[Bound]) -> list[Statement]:
        return _chunks(
            "INSERT INTO log_key (id, workspace, stream, subject) {values} ON CONFLICT DO NOTHING",
            [(key_id, workspace.bytes, stream.bytes, subject.bytes) for key_id, workspace, stream, subject in keys],
        )

    def set_state(self, address: Address, state: int) -> list[Statement]:
        return [
            ("UPDATE log_head SET state = ? WHERE workspace = ? AND stream = ?",
             (state, address[0].bytes, address[1].bytes))
        ]  # fmt: skip

    # --- reading

    def read(self, address: Address, after: int, before: int | None, limit: int, everything: bool) -> list[Statement]:
        audience = "" if everything else " AND audience = 0"
        sql = f"SELECT {COLUMNS}, position FROM log_event WHERE workspace = ? AND stream = ?{audience}"
        ids = (address[0].bytes, address[1].bytes)
        if before is not None:
            return [(sql + " AND seq > ? AND seq < ? ORDER BY seq DESC LIMIT ?", (*ids, after, before, limit))]
        return [(sql + " AND seq > ? ORDER BY seq LIMIT ?", (*ids, after, limit))]

    def spans(self, spans: Sequence[Span]) -> list[Statement]:
        """The number of the span, then an event's row."""
        return _chunks(
            f"SELECT i.column1, {_EVENT}, e.position FROM ({{values}}) i CROSS JOIN log_event e"
            " ON e.workspace = i.column2 AND e.stream = i.column3 AND e.seq > i.column4 AND e.seq <= i.column5"
            " AND e.audience <= i.column6",
            [(n, workspace.bytes, stream.bytes, after, upto, int(audience))
             for n, (workspace, stream, after, upto, audience) in enumerate(spans)],
        )  # fmt: skip

    def heads(self, addresses: Iterable[Address]) -> list[Statement]:
        return self.lock_heads(list(addresses))

    def where(self, stream: UUID) -> list[Statement]:
        return [("SELECT workspace FROM log_head WHERE stream = ? LIMIT 1", (stream.bytes,))]

    def follow(self, after: int, limit: int) -> list[Statement]:
        return [
            (f"SELECT {COLUMNS}, position FROM log_event WHERE position > ? ORDER BY position LIMIT ?", (after, limit))
        ]

    def follow_workspace(self, workspace: UUID, after: int, limit: int, upto: int) -> list[Statement]:
        return [
            (f"SELECT {COLUMNS}, position FROM log_event WHERE position > ? AND position <= ? AND +workspace = ?"
             " ORDER BY position LIMIT ?", (after, upto, workspace.bytes, limit))
        ]  # fmt: skip

    def used_keys(self, after: int, limit: int) -> list[Statement]:
        return [("SELECT position, key_id FROM log_event WHERE position > ? ORDER BY position LIMIT ?", (after, limit))]

    def key_owners(self, key_ids: Sequence[int]) -> list[Statement]:
        return _chunks(
            "SELECT k.id, k.workspace, k.stream, k.subject FROM ({values}) i CROSS JOIN log_key k ON k.id = i.column1",
            [(key_id,) for key_id in key_ids],
        )

    def keys_of(self, workspace: UUID, subject: UUID, stream: UUID | None) -> list[Statement]:
        sql = "SELECT id FROM log_key WHERE workspace = ? AND subject = ?"
        if stream is None:
            return [(sql, (workspace.bytes, subject.bytes))]
        return [(sql + " AND stream = ?", (workspace.bytes, subject.bytes, stream.bytes))]

    def stream_keys(self, address: Address) -> list[Statement]:
        """Those that seal its events."""
        workspace, stream = address
        return [
            ("SELECT DISTINCT key_id FROM log_event WHERE workspace = ? AND stream = ?",
             (workspace.bytes, stream.bytes))
        ]  # fmt: skip

    # --- the end of a workspace

    def events_kept(self, workspace: UUID, kind: int | None) -> list[Statement]:
        sql = "SELECT count(*) FROM log_event WHERE workspace = ? AND"
        if kind is None:
            return [(f"{sql} position < (SELECT max(position) FROM log_event)", (workspace.bytes,))]
        return [(f"{sql} kind = ?", (workspace.bytes, kind))]

    def streams_kept(self, workspace: UUID) -> list[Statement]:
        return [
            (f"SELECT count(*) FROM {table} WHERE workspace = ?", (workspace.bytes,))
            for table in ("log_head", "log_mark")
        ]

    def keys_kept(self, workspace: UUID) -> list[Statement]:
        return [("SELECT count(*) FROM log_key WHERE workspace = ?", (workspace.bytes,))]

    def some_keys(self, workspace: UUID, most: int) -> list[Statement]:
        return [("SELECT id FROM log_key WHERE workspace = ? LIMIT ?", (workspace.bytes, most))]

    def forget_keys(self, keys: Sequence[int]) -> list[Statement]:
        return _chunks("DELETE FROM log_key WHERE id IN ({values})", [(key_id,) for key_id in keys])

    def forget_events(self, workspace: UUID, most: int) -> list[Statement]:
        return [
            ("DELETE FROM log_event WHERE position IN (SELECT position FROM log_event WHERE workspace = ?"
             " AND position < (SELECT max(position) FROM log_event) LIMIT ?)", (workspace.bytes, most))
        ]  # fmt: skip

    def forget_streams(self, workspace: UUID, most: int) -> list[Statement]:
        return [
            ("DELETE FROM log_head WHERE (workspace, stream) IN"
             " (SELECT workspace, stream FROM log_head WHERE workspace = ? LIMIT ?)", (workspace.bytes, most)),
            ("DELETE FROM log_mark WHERE (workspace, stream, participant) IN"
             " (SELECT workspace, stream, participant FROM log_mark WHERE workspace = ? LIMIT ?)",
             (workspace.bytes, most)),
        ]  # fmt: skip

    # --- marks and bookmarks

    def mark(self, address: Address, participant: UUID) -> list[Statement]:
        sql = "SELECT 1 FROM log_mark WHERE workspace = ? AND stream = ? AND participant = ?"
        return [(sql, (address[0].bytes, address[1].bytes, participant.bytes))]

    def drop_mark(self, address: Address, participant: UUID) -> list[Statement]:
        sql = "DELETE FROM log_mark WHERE workspace = ? AND stream = ? AND participant = ?"
        return [(sql, (address[0].bytes, address[1].bytes, participant.bytes))]

    def put_marks(self, rows: Sequence[tuple[UUID, UUID, UUID, int, int, int]]) -> list[Statement]:
        return _chunks(
            "INSERT INTO log_mark (workspace, stream, participant, kind, delivered, seen) {values}"
            " ON CONFLICT (workspace, stream, participant) DO UPDATE SET"
            " delivered = max(delivered, excluded.delivered), seen = max(seen, excluded.seen)",
            [(w.bytes, s.bytes, p.bytes, kind, delivered, seen) for w, s, p, kind, delivered, seen in rows],
        )

    def bookmark(self, name: str) -> list[Statement]:
        return [("SELECT position FROM log_bookmark WHERE name = ?", (name,))]

    def claim_bookmark(self, name: str, holder: UUID, hurried: bool) -> list[Statement]:
        """The bookmark; one process has them all."""
        return self.bookmark(name)

    def open_bookmark(self, name: str) -> list[Statement]:
        return [("INSERT INTO log_bookmark (name) VALUES (?) ON CONFLICT DO NOTHING", (name,))]

    def move_bookmark(self, name: str, position: int) -> list[Statement]:
        return [("UPDATE log_bookmark SET position = ? WHERE name = ?", (position, name))]

    def park(self, name: str, position: int, reason: str, at: datetime) -> list[Statement]:
        return [
            ("INSERT INTO log_parked (name, position, reason, at) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
             (name, position, reason, millis(at)))
        ]  # fmt: skip

    def parked(self, name: str) -> list[Statement]:
        return [("SELECT count(*) FROM log_parked WHERE name = ?", (name,))]
