"""The keyring's rows in a PostgreSQL database of their own: of all processes of all machines."""

import time
from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID

import psycopg

from troth.kernel import clock
from troth.kernel.config import Database

from . import schema
from .connections import Connections, away
from .contract import Bound, KeyringAway, StillOnDisk, Told
from .copying import RESTORED
from .lease import CHANNEL, Lease

WIPE_WITHIN = 5.0  # seconds to wait for those who read the keyring while a key is being destroyed

OVER = 3  # an emptied row has a third of the bytes of one with a key
_VACUUM = "VACUUM (TRUNCATE false) key"
_WRITE_OVER = "UPDATE key SET destroyed_at = destroyed_at WHERE id = ANY(%s) AND wrapped IS NULL"
# Whether somebody's snapshot is as old as a transaction: to them its rows are still as they were.
_READ_BY_OTHERS = (
    "SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
    " AND backend_xmin IS NOT NULL AND age(backend_xmin) >= age(%s::xid) LIMIT 1"
)


class PostgresRows:
    """Opens the keyring in this database, and makes its tables."""

    def __init__(self, database: Database) -> None:
        self.where = f"the database {database.name} on {database.host or 'this machine'}"
        self._connections = Connections(database.url)
        self._lease = Lease(database.url, self.where)
        with self._connections.one() as connection:
            schema.bring_up_postgres(connection)

    def check(self) -> None: ...

    def beat(self) -> None:
        with self._connections.one() as connection, connection.transaction():
            connection.execute("SET LOCAL lock_timeout = '500ms'")
            connection.execute("UPDATE fact SET number = %s WHERE name = 'beat'", (_ms(),))

    def close(self) -> None:
        self._lease.end()
        self._connections.close()

    def proof(self, made: bytes) -> bytes:
        self._read("INSERT INTO fact (name, bytes) VALUES ('secret', %s) ON CONFLICT DO NOTHING RETURNING 1", made)
        return bytes(self._read("SELECT bytes FROM fact WHERE name = 'secret'")[0][0])

    def restored(self) -> int | None:
        found = self._read("SELECT number FROM fact WHERE name = %s", RESTORED)
        return int(found[0][0]) if found else None

    def next_id(self) -> int:
        return self._fact("next_id")

    def mint(self, many: int, wrap: Callable[[int], bytes]) -> int:
        with self._connections.one() as connection, connection.transaction():
            found: Any = connection.execute(
                "UPDATE fact SET number = number + %s WHERE name = 'next_id' RETURNING number - %s", (many, many)
            ).fetchone()
            first = int(found[0])
            ids = list(range(first, first + many))
            connection.execute(
                "INSERT INTO key (id, wrapped, minted_at) SELECT id, wrapped, %s"
                " FROM unnest(%s::bigint[], %s::bytea[]) fresh (id, wrapped)",
                (_ms(), ids, [wrap(key_id) for key_id in ids]),
            )
        self._lease.minted(ids[-1])
        return first

    def minted(self, key_id: int) -> bool:
        return bool(self._read("SELECT 1 FROM key WHERE id = %s", key_id))

    def wrapped(self, key_ids: Sequence[int]) -> list[tuple[int, bytes]]:
        found = self._read("SELECT id, wrapped FROM key WHERE id = ANY(%s) AND wrapped IS NOT NULL", list(key_ids))
        return [(key_id, bytes(wrapped)) for key_id, wrapped in found]

    def bound_to(self) -> int:
        return self._fact("bound_to")

    def bind(self, rows: Sequence[Bound], position: int) -> None:
        ids, workspaces, streams, subjects = ([row[n] for row in sorted(rows)] for n in range(4))
        with self._connections.one() as connection, connection.transaction():
            connection.execute(  # locked in order, as destroy does
                "SELECT FROM key WHERE id = ANY(%s) AND subject IS NULL ORDER BY id FOR NO KEY UPDATE", (ids,)
            )
            connection.execute(
                "UPDATE key SET workspace = b.workspace, stream = b.stream, subject = b.subject"
                " FROM unnest(%s::bigint[], %s::uuid[], %s::uuid[], %s::uuid[]) b (id, workspace, stream, subject)"
                " WHERE key.id = b.id AND key.subject IS NULL",
                (ids, workspaces, streams, subjects),
            )
            connection.execute("UPDATE fact SET number = greatest(number, %s) WHERE name = 'bound_to'", (position,))

    def owner(self, key_id: int) -> tuple[UUID, UUID, UUID] | None:
        found = self._read("SELECT workspace, stream, subject FROM key WHERE id = %s AND subject IS NOT NULL", key_id)
        return (found[0][0], found[0][1], found[0][2]) if found else None

    # --- destroying, and hearing of it

    def destroy(self, key_ids: Sequence[int]) -> tuple[int, int]:
        """The row of the fact `destroyed` is locked first: erasures have their numbers in the order of the commits."""
        with self._connections.one() as connection, connection.transaction():
            found: Any = connection.execute(
                "SELECT number FROM fact WHERE name = 'destroyed' FOR NO KEY UPDATE"
            ).fetchone()
            before = int(found[0])
            there = connection.execute(
                "SELECT id FROM key WHERE id = ANY(%s) AND wrapped IS NOT NULL ORDER BY id FOR NO KEY UPDATE",
                (list(key_ids),),
            ).fetchall()
            ids = [row[0] for row in there]
            last = before + len(ids)
            if ids:
                connection.execute("UPDATE key SET wrapped = NULL, destroyed_at = %s WHERE id = ANY(%s)", (_ms(), ids))
                connection.execute(
                    "INSERT INTO destroyed (n, key_id) SELECT %s + place, id"
                    " FROM unnest(%s::bigint[]) WITH ORDINALITY gone (id, place)",
                    (before, ids),
                )
                connection.execute("UPDATE fact SET number = %s WHERE name = 'destroyed'", (last,))
                connection.execute("SELECT pg_notify(%s, '')", (CHANNEL,))
        return len(ids), last

    def destroyed_after(self, heard: int) -> list[Told]:
        return self._read("SELECT n, key_id FROM destroyed WHERE n > %s ORDER BY n", heard)

    def stirred(self) -> bool:
        if not self._lease.runs():
            raise KeyringAway
        return False  # the thread that listens lets go by itself, and until it has, whoever destroys waits

    def mark(self, heard: int) -> float:
        return self._lease.keep(heard)

    def settle(self, mark: float) -> None:
        self._lease.begins(mark)

    def wait(self, seconds: float) -> None:
        self._lease.wait(seconds)

    def wake(self) -> None:
        self._lease.wake()

    def heard_by_all(self, number: int) -> None:
        with self._connections.one() as connection:
            self._lease.wait_for_others(connection, number)

    def wipe(self, key_ids: Sequence[int]) -> None:
        """VACUUM frees the old rows' space without clearing it, so the same rows are written into it a few times; what
        then is left where, docs/operate.md says."""
        until = time.monotonic() + WIPE_WITHIN
        with self._connections.one() as connection:
            now: Any = connection.execute("SELECT pg_current_xact_id()::xid::text").fetchone()
            while connection.execute(_READ_BY_OTHERS, now).fetchone():
                if time.monotonic() > until:
                    raise StillOnDisk
                time.sleep(0.02)
            try:
                connection.execute(_VACUUM)
                with connection.transaction():
                    for _ in range(OVER):
                        connection.execute(_WRITE_OVER, (list(key_ids),))
                connection.execute(_VACUUM)
            except psycopg.errors.LockNotAvailable:
                raise StillOnDisk from None

    # --- the connection

    def _fact(self, name: str) -> int:
        return int(self._read("SELECT number FROM fact WHERE name = %s", name)[0][0])

    def _read(self, sql: str, *params: Any) -> list[Any]:
        with self._connections.one() as connection, away():
            return connection.execute(sql.encode(), params).fetchall()


def _ms() -> int:
    return int(clock.now().timestamp() * 1000)
