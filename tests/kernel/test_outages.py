"""Which errors of the drivers are outages, made by the drivers themselves."""

import contextlib
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import asyncpg
import django.db.utils
import psycopg
import psycopg_pool
import pytest

from troth.kernel.errors import Forbidden
from troth.kernel.outages import DatabaseAway, typed


def _caught(act: Callable[..., Any], *args: Any) -> Exception:
    try:
        act(*args)
    except Exception as error:
        return error
    pytest.fail("the driver found nothing wrong")


def _locked(path: Path) -> Exception:
    first, second = (sqlite3.connect(path, timeout=0, isolation_level=None) for _ in range(2))
    first.execute("BEGIN IMMEDIATE")
    error = _caught(second.execute, "BEGIN IMMEDIATE")
    first.close()
    second.close()
    return error


def _as_django(error: Exception) -> Exception:
    copy = django.db.utils.OperationalError(str(error))
    copy.__cause__ = error
    return copy


def test_an_outage_is_busy_and_claims_nothing_about_what_was_kept(tmp_path: Path) -> None:
    locked = _locked(tmp_path / "db")
    nowhere = "postgres://nobody@127.0.0.1:1/none"
    for error in (
        locked, _as_django(locked), _caught(psycopg.connect, nowhere), psycopg_pool.PoolTimeout("no connection"),
        psycopg.errors.AdminShutdown(), psycopg.InterfaceError("connection already closed"),
        asyncpg.ConnectionDoesNotExistError(), asyncpg.CannotConnectNowError(), asyncpg.AdminShutdownError(),
        asyncpg.LockNotAvailableError(), psycopg.errors.LockNotAvailable(),
        asyncpg.DiskFullError(), asyncpg.TooManyConnectionsError(),
        asyncpg.InterfaceError("connection is closed"), ConnectionRefusedError(), TimeoutError(),
    ):  # fmt: skip
        answer = typed(error)
        assert isinstance(answer, DatabaseAway), error
        assert (answer.code, answer.status, answer.__cause__) == ("busy", 503, error)
        assert "may have been kept" in str(answer)


def test_the_cause_counts_whatever_was_raised_from_it() -> None:
    error = RuntimeError("the page could not be made")
    error.__cause__ = psycopg.OperationalError("the connection is lost")
    assert typed(error).code == "busy"


def test_a_fault_of_ours_stays_one() -> None:
    with contextlib.closing(sqlite3.connect(":memory:")) as empty:
        missing = _caught(empty.execute, "SELECT * FROM nothing")
    for error in (
        missing, _as_django(missing), KeyError("x"), FileNotFoundError(), psycopg.errors.UniqueViolation(),
        asyncpg.UndefinedTableError(), asyncpg.DataError("invalid input"), sqlite3.IntegrityError(),
        asyncpg.InterfaceError("cannot perform operation: another operation is in progress"),
    ):  # fmt: skip
        assert typed(error).code == "internal", error


def test_a_typed_error_stays_itself() -> None:
    error = Forbidden()
    assert typed(error) is error
