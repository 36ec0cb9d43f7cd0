"""What the server keeps, read past its rooms."""

import base64
from typing import Any
from uuid import UUID

from troth.verify.scan import in_bytes


def rows(model: str, where: dict[str, Any]) -> list[dict[str, Any]]:
    from django.apps import apps

    found = apps.get_model(model)._default_manager.filter(**where).values()
    return [{name: _plain(value) for name, value in row.items()} for row in found[:1000]]


def count(model: str, where: dict[str, Any]) -> int:
    from django.apps import apps

    found: int = apps.get_model(model)._default_manager.filter(**where).count()
    return found


def counts() -> dict[str, int]:
    from django.db import connection

    with connection.cursor() as cursor:
        told = {}
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT count(*) FROM {connection.ops.quote_name(table)}")  # noqa: S608  # of the catalogue
            told[table] = int(cursor.fetchone()[0])
    return told


def columns() -> list[str]:
    from django.db import connection

    look = connection.introspection
    with connection.cursor() as cursor:
        return [
            f"{table}.{column.name}"
            for table in look.table_names(cursor)
            for column in look.get_table_description(cursor, table)
        ]


def rows_hold(canaries: list[str]) -> dict[str, list[str]]:
    """Canary -> table.column, of every table that there is."""
    from django.db import connection

    held: dict[str, list[str]] = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608  # as above
            names = [column[0] for column in cursor.description]
            while some := cursor.fetchmany(500):
                for at, name in enumerate(names):
                    for one in in_bytes(canaries, b"\n".join(_bytes(row[at]) for row in some)):
                        if (place := f"{table}.{name}") not in held.setdefault(one, []):
                            held[one].append(place)
    return held


def rows_with_all(canaries: list[str]) -> list[str]:
    """table.column of what holds one of them, in rows that hold all; ids are the same with and without hyphens."""
    from django.db import connection

    wanted = {one.replace("-", "") for one in canaries}
    held: set[str] = set()
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608  # as above
            names = [column[0] for column in cursor.description]
            while some := cursor.fetchmany(500):
                for row in some:
                    found = [in_bytes(wanted, _bytes(value).replace(b"-", b"")) for value in row]
                    if set().union(*found) >= wanted:
                        held |= {f"{table}.{name}" for name, one in zip(names, found, strict=True) if one}
    return sorted(held)


def settle() -> None:
    """What waits in memory or in a log written ahead is in its file."""
    from django.db import connection

    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(PASSIVE)")


def _plain(value: Any) -> Any:
    return base64.b64encode(value).decode() if isinstance(value, bytes | memoryview) else value


def _bytes(value: Any) -> bytes:
    return bytes(value) if isinstance(value, bytes | memoryview) else str(value).encode() if value is not None else b""


def events(stream: str) -> list[dict[str, Any]]:
    """The rows of a stream in the log: seq, kind, author and payload (base64), as the database has them."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT seq, kind, author, payload FROM log_event WHERE stream = %s ORDER BY seq", [_id(stream)])
        return [
            {"seq": seq, "kind": kind, "author": str(_uuid(author)), "payload": _plain(payload)}
            for seq, kind, author, payload in cursor.fetchall()
        ]


def flip_byte(stream: str, seq: int) -> None:
    """Change one byte of an event's payload in the database, as somebody with a disk editor would."""
    from django.db import connection, transaction

    where = [_id(stream), seq]
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT payload FROM log_event WHERE stream = %s AND seq = %s", where)
        payload = bytearray(bytes(cursor.fetchone()[0]))
        payload[-1] ^= 1
        cursor.execute("UPDATE log_event SET payload = %s WHERE stream = %s AND seq = %s", [bytes(payload), *where])


def _id(stream: str) -> Any:
    from django.db import connection

    return UUID(stream).bytes if connection.vendor == "sqlite" else UUID(stream)


def _uuid(value: Any) -> UUID:
    return value if isinstance(value, UUID) else UUID(bytes=bytes(value))
