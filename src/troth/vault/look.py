"""What an operator sees of a keyring from outside, without opening it: nothing is made, minted or held."""

import sqlite3
from contextlib import closing
from typing import Any

import msgspec

from troth.kernel.config import Database

from .copying import RESTORED
from .schema import POSTGRES, SQLITE
from .wrapping import Wrapping

_FACTS = f"('secret', 'next_id', '{RESTORED}')"


class Seen(msgspec.Struct, frozen=True):
    """made: its tables are there. steps: those it has, of `of`. right_secret: None while no secret was ever used.
    last_key: the highest id it gave, 0 for none. restored: a restore of it is not finished, or waits for tombstones.
    shared: with the log's tables, which must lie elsewhere."""

    made: bool
    steps: int = 0
    of: int = 0
    right_secret: bool | None = None
    last_key: int = 0
    restored: bool = False
    shared: bool = False


def look(database: Database, secret: bytes) -> Seen:
    """secret: as `open_keyring` takes it. Raises the driver's errors, FileNotFoundError."""
    if database.kind == "sqlite":
        if not database.path.exists():
            raise FileNotFoundError(database.path)
        with closing(sqlite3.connect(f"{database.path.as_uri()}?mode=rw", uri=True, timeout=4)) as file:
            file.execute("PRAGMA query_only = ON")
            tables = {name for (name,) in file.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")}
            if "fact" not in tables:
                return Seen(False, shared="log_event" in tables)
            (steps,) = file.execute("PRAGMA user_version").fetchone()
            facts = dict(file.execute(f"SELECT name, value FROM fact WHERE name IN {_FACTS}").fetchall())
            return _seen(steps, len(SQLITE), secret, facts, "log_event" in tables)
    import psycopg

    with psycopg.connect(database.url, autocommit=True, connect_timeout=4) as server:
        row: Any = server.execute(
            "SELECT to_regclass('fact') IS NOT NULL, to_regclass('log_event') IS NOT NULL"
        ).fetchone()
        there, shared = row
        if not there:
            return Seen(False, shared=shared)
        [(steps,)] = server.execute("SELECT coalesce(max(step), 0) FROM keyring_schema").fetchall()
        rows = server.execute(f"SELECT name, number, bytes FROM fact WHERE name IN {_FACTS}".encode()).fetchall()
        kept = {name: number if number is not None else bytes_ for name, number, bytes_ in rows}
        return _seen(steps, len(POSTGRES), secret, kept, shared)


def _seen(steps: int, of: int, secret: bytes, facts: dict[str, Any], shared: bool) -> Seen:
    proof = facts.get("secret")
    right = None if proof is None else Wrapping(secret).proves(bytes(proof))
    return Seen(True, int(steps), of, right, int(facts["next_id"]) - 1, RESTORED in facts, shared)
