"""The statements on PostgreSQL. Rows travel as arrays through UNNEST; parameters are numbered in order, each once, so
that asyncpg (the scribe) and psycopg (units, readers) run the same text."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from troth.vault import Bound

from . import write_postgres
from .folding import Folded, HeadState
from .leases import ASLEEP
from .moments import millis
from .opening import COLUMNS
from .sealing import Place, Waiting
from .shapes import Address, Span
from .write_postgres import columns
from .writing import Asker, Statement

_EVENT = ", ".join(f"e.{name.strip()}" for name in COLUMNS.split(","))
_HEAD = "h.workspace, h.stream, h.last_seq, h.last_all, h.last_commit, h.at, h.state"
_PLACES = (
    "SELECT f.last - f.n + u.o AS position, u.w, u.s, u.q FROM log_feed f,"
    " unnest(f.workspaces, f.streams, f.seqs) WITH ORDINALITY u(w, s, q, o)"
)

_OF_STREAMS = ("log_head", "log_mark")
_FORGET = "DELETE FROM {0} WHERE ctid = ANY(ARRAY(SELECT ctid FROM {0} WHERE workspace = $1 LIMIT $2))"


class Postgres:
    counts_positions = False

    def uuid(self, value: Any) -> UUID:
        return value  # type: ignore[no-any-return]  # asyncpg's own kind is a subclass, equal in all

    def key_ids(self, triples: Sequence[tuple[UUID, UUID, UUID]]) -> list[Statement]:
        return [
            ("SELECT k.stream, k.subject, k.id FROM unnest($1::uuid[], $2::uuid[], $3::uuid[]) i(w, st, su)"
             " JOIN log_key k ON k.workspace = i.w AND k.stream = i.st AND k.subject = i.su ORDER BY k.id",
             columns(triples, 3))
        ]  # fmt: skip

    def open_heads(self, addresses: Sequence[Address], at: datetime) -> list[Statement]:
        workspaces, streams = columns(addresses, 2)
        return [
            ("INSERT INTO log_head (workspace, stream, at) SELECT w, s, $1::bigint"
             " FROM unnest($2::uuid[], $3::uuid[]) i(w, s) ON CONFLICT DO NOTHING", (millis(at), workspaces, streams))
        ]  # fmt: skip

    def lock_heads(self, addresses: Sequence[Address]) -> list[Statement]:
        """In order; who waited gets the newest row, not its snapshot's."""
        [(sql, params)] = self.heads(addresses)
        return [(sql + " ORDER BY h.workspace, h.stream FOR NO KEY UPDATE OF h", params)]

    def free_heads(self, addresses: Sequence[Address]) -> list[Statement]:
        """Those of the heads that nobody has locked."""
        [(sql, params)] = self.heads(addresses)
        return [(sql + " FOR NO KEY UPDATE OF h SKIP LOCKED", params)]

    def heads(self, addresses: Iterable[Address]) -> list[Statement]:
        return [
            (f"SELECT {_HEAD} FROM log_head h JOIN unnest($1::uuid[], $2::uuid[]) i(w, s)"
             " ON h.workspace = i.w AND h.stream = i.s", columns(list(addresses), 2))
        ]  # fmt: skip

    def touch_heads(self, addresses: Sequence[Address]) -> list[Statement]:
        """They are as they were, and yet others than a scribe remembers."""
        return [
            ("UPDATE log_head h SET state = h.state FROM unnest($1::uuid[], $2::uuid[]) i(w, s)"
             " WHERE h.workspace = i.w AND h.stream = i.s", columns(list(addresses), 2))
        ]  # fmt: skip

    def head(self, row: Sequence[Any]) -> tuple[Place, HeadState]:
        workspace, stream, last_seq, last_all, last_commit, at, state = row
        head = HeadState(workspace, stream, last_seq, last_all, bytes(last_commit), at, state)
        return workspace.bytes + stream.bytes, head

    def stored(self, batch: Sequence[Waiting]) -> list[Statement]:
        """The limit, of one, keeps the planner from walking through all events, as it would by old statistics."""
        drafts = [waiting.draft for waiting in batch]
        return [
            (f"SELECT e.*, 0 FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::uuid[]) i(w, s, a, c) CROSS JOIN"
             f" LATERAL (SELECT {COLUMNS} FROM log_event e WHERE e.workspace = i.w AND e.stream = i.s"
             " AND e.author = i.a AND e.client_id = i.c LIMIT 1) e",
             ([d.workspace for d in drafts], [d.stream for d in drafts], [d.author.id for d in drafts],
              [d.client_id for d in drafts]))
        ]  # fmt: skip

    def denied(self, condition: str, askers: Sequence[Asker]) -> list[Statement]:
        return [
            ("WITH i AS (SELECT * FROM unnest($1::int[], $2::uuid[], $3::uuid[], $4::text[], $5::uuid[])"
             f" t(n, workspace, stream, kind, author)) SELECT n FROM i WHERE ({condition}) IS NOT TRUE",
             (list(range(len(askers))), *columns(askers, 4)))
        ]  # fmt: skip

    def last_position(self) -> list[Statement]:
        return [("SELECT last FROM log_position WHERE id = 1", ())]

    def write(self, folded: Folded) -> list[Statement]:
        return [*self.record_keys(folded.new_keys), write_postgres.write(folded)]

    def record_keys(self, keys: Sequence[Bound]) -> list[Statement]:
        if not keys:
            return []
        return [
            ("INSERT INTO log_key (id, workspace, stream, subject) SELECT * FROM"
             " unnest($1::bigint[], $2::uuid[], $3::uuid[], $4::uuid[]) ON CONFLICT DO NOTHING", columns(keys, 4))
        ]  # fmt: skip

    def set_state(self, address: Address, state: int) -> list[Statement]:
        return [("UPDATE log_head SET state = $1 WHERE workspace = $2 AND stream = $3", (state, *address))]

    # --- reading

    def read(self, address: Address, after: int, before: int | None, limit: int, everything: bool) -> list[Statement]:
        audience = "" if everything else " AND audience = 0"
        sql = f"SELECT {COLUMNS}, 0 FROM log_event WHERE workspace = $1 AND stream = $2{audience} AND seq > $3"
        if before is not None:
            return [(sql + " AND seq < $4 ORDER BY seq DESC LIMIT $5", (*address, after, before, limit))]
        return [(sql + " ORDER BY seq LIMIT $4", (*address, after, limit))]

    def spans(self, spans: Sequence[Span]) -> list[Statement]:
        """The number of the span, then an event's row. The limit, which cuts nothing off, keeps the planner from
        joining: without statistics it would walk through all events."""
        return [
            (f"SELECT i.n, e.* FROM unnest($1::int[], $2::uuid[], $3::uuid[], $4::int[], $5::int[], $6::int[])"
             f" i(n, w, s, after, upto, audience) CROSS JOIN LATERAL (SELECT {COLUMNS}, 0 FROM log_event"
             " WHERE workspace = i.w AND stream = i.s AND seq > i.after AND seq <= i.upto AND audience <= i.audience"
             " ORDER BY seq LIMIT i.upto - i.after) e", (list(range(len(spans))), *columns(spans, 5)))
        ]  # fmt: skip

    def pick(self, places: Sequence[tuple[UUID, UUID, int, int]]) -> list[Statement]:
        """Events by (workspace, stream, seq), with the position given along."""
        return [
            (f"SELECT {_EVENT}, p.position FROM unnest($1::uuid[], $2::uuid[], $3::int[], $4::bigint[])"
             " p(w, s, q, position) JOIN log_event e ON e.workspace = p.w AND e.stream = p.s AND e.seq = p.q"
             " ORDER BY p.position", columns(places, 4))
        ]  # fmt: skip

    def where(self, stream: UUID) -> list[Statement]:
        return [("SELECT workspace FROM log_head WHERE stream = $1 LIMIT 1", (stream,))]

    def follow(self, after: int, limit: int) -> list[Statement]:
        return [
            (f"SELECT {_EVENT}, p.position FROM ({_PLACES} WHERE f.last > $1 AND f.last - f.n + u.o > $2"
             " ORDER BY f.last, u.o LIMIT $3) p JOIN log_event e ON e.workspace = p.w AND e.stream = p.s"
             " AND e.seq = p.q ORDER BY p.position", (after, after, limit))
        ]  # fmt: skip

    def follow_workspace(self, workspace: UUID, after: int, limit: int, upto: int) -> list[Statement]:
        return [
            (f"SELECT {_EVENT}, p.position FROM ({_PLACES} WHERE f.last > $1 AND f.last - f.n + u.o > $2"
             " AND f.last - f.n + u.o <= $3 AND u.w = $4 ORDER BY f.last, u.o LIMIT $5) p"
             " JOIN log_event e ON e.workspace = p.w AND e.stream = p.s AND e.seq = p.q ORDER BY p.position",
             (after, after, upto, workspace, limit))
        ]  # fmt: skip

    def used_keys(self, after: int, limit: int) -> list[Statement]:
        return [
            (f"SELECT p.position, e.key_id FROM ({_PLACES} WHERE f.last > $1 AND f.last - f.n + u.o > $2"
             " ORDER BY f.last, u.o LIMIT $3) p JOIN log_event e ON e.workspace = p.w AND e.stream = p.s"
             " AND e.seq = p.q ORDER BY p.position", (after, after, limit))
        ]  # fmt: skip

    def key_owners(self, key_ids: Sequence[int]) -> list[Statement]:
        return [("SELECT id, workspace, stream, subject FROM log_key WHERE id = ANY($1::bigint[])", (list(key_ids),))]

    def keys_of(self, workspace: UUID, subject: UUID, stream: UUID | None) -> list[Statement]:
        sql = "SELECT id FROM log_key WHERE workspace = $1 AND subject = $2"
        if stream is None:
            return [(sql, (workspace, subject))]
        return [(sql + " AND stream = $3", (workspace, subject, stream))]

    def stream_keys(self, address: Address) -> list[Statement]:
        """Those that seal its events."""
        return [("SELECT DISTINCT key_id FROM log_event WHERE workspace = $1 AND stream = $2", address)]

    # --- the end of a workspace

    def events_kept(self, workspace: UUID, kind: int | None) -> list[Statement]:
        sql = "SELECT count(*) FROM log_event WHERE workspace = $1"
        return [(sql, (workspace,)) if kind is None else (f"{sql} AND kind = $2", (workspace, kind))]

    def streams_kept(self, workspace: UUID) -> list[Statement]:
        return [(f"SELECT count(*) FROM {table} WHERE workspace = $1", (workspace,)) for table in _OF_STREAMS]

    def keys_kept(self, workspace: UUID) -> list[Statement]:
        return [("SELECT count(*) FROM log_key WHERE workspace = $1", (workspace,))]

    def some_keys(self, workspace: UUID, most: int) -> list[Statement]:
        return [("SELECT id FROM log_key WHERE workspace = $1 LIMIT $2", (workspace, most))]

    def forget_keys(self, keys: Sequence[int]) -> list[Statement]:
        return [("DELETE FROM log_key WHERE id = ANY($1::bigint[])", (list(keys),))]

    def forget_events(self, workspace: UUID, most: int) -> list[Statement]:
        return [(_FORGET.format("log_event"), (workspace, most))]

    def forget_streams(self, workspace: UUID, most: int) -> list[Statement]:
        return [(_FORGET.format(table), (workspace, most)) for table in _OF_STREAMS]

    # --- marks and bookmarks

    def mark(self, address: Address, participant: UUID) -> list[Statement]:
        sql = "SELECT 1 FROM log_mark WHERE workspace = $1 AND stream = $2 AND participant = $3"
        return [(sql, (*address, participant))]

    def drop_mark(self, address: Address, participant: UUID) -> list[Statement]:
        sql = "DELETE FROM log_mark WHERE workspace = $1 AND stream = $2 AND participant = $3"
        return [(sql, (*address, participant))]

    def put_marks(self, rows: Sequence[tuple[UUID, UUID, UUID, int, int, int]]) -> list[Statement]:
        return [
            ("INSERT INTO log_mark AS m (workspace, stream, participant, kind, delivered, seen) SELECT * FROM"
             " unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::smallint[], $5::int[], $6::int[])"
             " ON CONFLICT (workspace, stream, participant) DO UPDATE SET"
             " delivered = greatest(m.delivered, excluded.delivered), seen = greatest(m.seen, excluded.seen)",
             columns(rows, 6))
        ]  # fmt: skip

    def bookmark(self, name: str) -> list[Statement]:
        return [("SELECT position FROM log_bookmark WHERE name = $1", (name,))]

    def claim_bookmark(self, name: str, holder: UUID, hurried: bool) -> list[Statement]:
        """The bookmark, locked for the transaction; no row: another process holds it. Both settings are the
        transaction's alone."""
        commit = ", set_config('synchronous_commit', 'off', true)" if hurried else ""
        return [
            (f"SELECT position, set_config('idle_in_transaction_session_timeout', '{ASLEEP}', true){commit}"
             " FROM log_bookmark WHERE name = $1 AND holder = $2 FOR UPDATE SKIP LOCKED", (name, holder))
        ]  # fmt: skip

    def open_bookmark(self, name: str) -> list[Statement]:
        return [("INSERT INTO log_bookmark (name) VALUES ($1) ON CONFLICT DO NOTHING", (name,))]

    def move_bookmark(self, name: str, position: int) -> list[Statement]:
        return [("UPDATE log_bookmark SET position = $1 WHERE name = $2", (position, name))]

    def park(self, name: str, position: int, reason: str, at: datetime) -> list[Statement]:
        return [
            ("INSERT INTO log_parked (name, position, reason, at) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING",
             (name, position, reason, millis(at)))
        ]  # fmt: skip

    def parked(self, name: str) -> list[Statement]:
        return [("SELECT count(*) FROM log_parked WHERE name = $1", (name,))]
