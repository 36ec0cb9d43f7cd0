"""A database that is away is told as `busy`, never as `internal`: whether it kept the last thing nobody knows."""

import sqlite3
from pathlib import Path

import asyncpg
import django.db
import psycopg
import psycopg_pool
import pytest
from django.test import RequestFactory

from troth.kernel.errors import Busy
from troth.log import outage
from troth.project import problems


def _locked(folder: Path) -> sqlite3.OperationalError:
    """What SQLite itself says of a file that another has locked."""
    path = folder / "some.sqlite"
    with sqlite3.connect(path, isolation_level=None) as holder, sqlite3.connect(path, timeout=0) as other:
        holder.execute("BEGIN IMMEDIATE")
        with pytest.raises(sqlite3.OperationalError) as caught:
            other.execute("BEGIN IMMEDIATE")
    holder.close()
    other.close()
    return caught.value


def _mistaken() -> sqlite3.OperationalError:
    with sqlite3.connect(":memory:") as connection, pytest.raises(sqlite3.OperationalError) as caught:
        connection.execute("SELECT nothing FROM nowhere")
    connection.close()
    return caught.value


def _wrapped(error: Exception) -> Exception:
    """As Django hands on what its driver said."""
    outer = django.db.OperationalError(*error.args)
    outer.__cause__ = error
    return outer


@pytest.mark.parametrize(
    "error",
    [
        psycopg.OperationalError("the connection is lost"),
        psycopg.InterfaceError("the connection is closed"),
        psycopg.errors.LockNotAvailable(),
        psycopg_pool.PoolTimeout(),
        asyncpg.ConnectionDoesNotExistError(),
        asyncpg.AdminShutdownError(),
        asyncpg.CannotConnectNowError(),
        asyncpg.LockNotAvailableError(),
        asyncpg.TooManyConnectionsError(),
        asyncpg.InterfaceError("connection is closed"),
        ConnectionRefusedError(),
        TimeoutError(),
    ],
)
def test_each_drivers_outage(error: Exception) -> None:
    assert isinstance(outage(error), Busy)
    assert isinstance(outage(_wrapped(error)), Busy)


def test_a_locked_file_of_sqlite(tmp_path: Path) -> None:
    assert isinstance(outage(_locked(tmp_path)), Busy)


@pytest.mark.parametrize(
    "error",
    [
        ZeroDivisionError(),
        psycopg.errors.UndefinedTable(),
        asyncpg.UndefinedTableError(),
        asyncpg.InterfaceError("cannot perform operation: another operation is in progress"),
        sqlite3.IntegrityError(),
    ],
)
def test_mistakes_of_ours_are_no_outage(error: Exception) -> None:
    assert outage(error) is None
    assert outage(_mistaken()) is None


def test_the_api_answers_503(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    answer = problems.unexpected(RequestFactory().post("/api/v1/conversations"), _wrapped(_locked(tmp_path)))
    assert (answer.status_code, answer["Retry-After"]) == (503, "5")
    assert "Nothing was kept" not in answer.content.decode()
    assert [record.levelname for record in caplog.records] == ["WARNING"]
