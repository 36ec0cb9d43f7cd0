"""A keyring in a PostgreSQL database, as backups and restores see it."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any
from uuid import UUID

import psycopg

from troth.kernel.config import Database

from . import schema
from .copying import COLUMNS, RESTORED, STEP, KeyRow, Tombstone
from .lease import CHANNEL

_TABLES = ("key", "fact", "destroyed", "holder", "keyring_schema")


class KeyringTables:
    """Reads in small steps, so that whoever erases meanwhile waits for nobody."""

    def __init__(self, database: Database) -> None:
        self.where = f"the database {database.name} on {database.host or 'this machine'}"
        self._url = database.url

    def there(self) -> bool:
        return bool(self._read("SELECT to_regclass('keyring_schema') IS NOT NULL")[0][0])

    def facts(self) -> dict[str, int]:
        found = self._read("SELECT name, number FROM fact WHERE name IN ('next_id', 'bound_to', %s)", RESTORED)
        return {name: int(number) for name, number in found}

    def destroyed(self) -> int:
        return int(self._read("SELECT count(*) FROM key WHERE wrapped IS NULL")[0][0])

    def rows(self) -> Iterator[list[KeyRow]]:
        for found in self._steps(f"SELECT {', '.join(COLUMNS)} FROM key WHERE id > %s ORDER BY id LIMIT {STEP}"):
            yield [tuple(one.bytes if isinstance(one, UUID) else one for one in row) for row in found]

    def tombstones(self) -> Iterator[list[Tombstone]]:
        return self._steps(
            f"SELECT id, coalesce(destroyed_at, 0) FROM key WHERE wrapped IS NULL AND id > %s ORDER BY id LIMIT {STEP}"
        )

    def begin(self, mark: int) -> None:
        with self._server() as server, server.transaction():
            self._drop(server)
            schema.bring_up_postgres(server)
            server.execute("INSERT INTO fact (name, number) VALUES (%s, %s)", (RESTORED, mark))

    def remove(self) -> None:
        with self._server() as server, server.transaction():
            self._drop(server)

    def fill(self, rows: Sequence[KeyRow]) -> None:
        into = f"COPY key ({', '.join(COLUMNS)}) FROM STDIN".encode()
        with self._server() as server, server.cursor() as cursor, cursor.copy(into) as copy:
            for key_id, wrapped, minted, *owner, destroyed in rows:
                ids = [None if one is None else UUID(bytes=one) for one in owner]
                copy.write_row((key_id, wrapped, minted, *ids, destroyed))

    def set_facts(self, facts: dict[str, int]) -> None:
        with self._server() as server, server.transaction(), server.cursor() as cursor:
            cursor.executemany(
                "INSERT INTO fact (name, number) VALUES (%s, %s) ON CONFLICT (name) DO UPDATE SET"
                " number = excluded.number", list(facts.items()),
            )  # fmt: skip

    def forget_fact(self, name: str) -> None:
        with self._server() as server:
            server.execute("DELETE FROM fact WHERE name = %s", (name,))

    def bury(self, stones: Iterable[Tombstone]) -> int:
        ids, moments = [], []
        for key_id, at in stones:
            ids.append(key_id)
            moments.append(at)
        with self._server() as server, server.transaction():
            row: Any = server.execute("SELECT number FROM fact WHERE name = 'destroyed' FOR NO KEY UPDATE").fetchone()
            gone = server.execute(
                "UPDATE key SET wrapped = NULL, destroyed_at = s.at FROM unnest(%s::bigint[], %s::bigint[]) s (id, at)"
                " WHERE key.id = s.id AND key.wrapped IS NOT NULL RETURNING key.id", (ids, moments),
            ).fetchall()  # fmt: skip
            server.execute(
                "INSERT INTO key (id, minted_at, destroyed_at) SELECT id, 0, at"
                " FROM unnest(%s::bigint[], %s::bigint[]) s (id, at) ON CONFLICT DO NOTHING", (ids, moments),
            )  # fmt: skip
            server.execute(
                "INSERT INTO destroyed (n, key_id) SELECT %s + place, id"
                " FROM unnest(%s::bigint[]) WITH ORDINALITY gone (id, place)", (row[0], [one for (one,) in gone]),
            )  # fmt: skip
            server.execute("UPDATE fact SET number = %s WHERE name = 'destroyed'", (row[0] + len(gone),))
            server.execute("SELECT pg_notify(%s, '')", (CHANNEL,))
        return len(gone)

    def note_lost(self, key_ids: Iterable[int]) -> None:
        with self._server() as server:
            server.execute(
                "INSERT INTO key (id, minted_at, destroyed_at) SELECT id, 0, 0 FROM unnest(%s::bigint[]) lost (id)"
                " ON CONFLICT DO NOTHING", (list(key_ids),),
            )  # fmt: skip

    def settle(self) -> None:
        """What was filled in and destroyed again stays in no row that is read; FULL writes the table anew."""
        with self._server() as server:
            server.execute("VACUUM (FULL, ANALYZE) key")

    def _drop(self, server: psycopg.Connection[Any]) -> None:
        for table in _TABLES if self.there() else ():  # where no keyring is, tables of these names are somebody else's
            server.execute(f"DROP TABLE IF EXISTS {table}".encode())

    def _steps(self, sql: str) -> Iterator[list[Any]]:
        after = -1
        while rows := self._read(sql, after):
            after = rows[-1][0]
            yield rows

    def _read(self, sql: str, *params: Any) -> list[Any]:
        with self._server() as server:
            return server.execute(sql.encode(), params).fetchall()

    @contextmanager
    def _server(self) -> Iterator[psycopg.Connection[Any]]:
        with psycopg.connect(self._url, autocommit=True, connect_timeout=10, application_name="troth backup") as server:
            yield server
