"""A database that is away is told as `busy`, never as `internal`: whether it kept the last thing nobody knows.
Which errors are outages: tests/kernel."""

import sqlite3
from pathlib import Path

import django.db
import pytest
from django.test import RequestFactory

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


def _wrapped(error: Exception) -> Exception:
    """As Django hands on what its driver said."""
    outer = django.db.OperationalError(*error.args)
    outer.__cause__ = error
    return outer


def test_the_api_answers_503(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    answer = problems.unexpected(RequestFactory().post("/api/v1/conversations"), _wrapped(_locked(tmp_path)))
    assert (answer.status_code, answer["Retry-After"]) == (503, "5")
    assert "Nothing was kept" not in answer.content.decode()
    assert [record.levelname for record in caplog.records] == ["WARNING"]


def test_so_does_what_fails_outside_an_operation(tmp_path: Path) -> None:
    request = RequestFactory().get("/_allauth/app/v1/auth/session")
    try:
        raise _wrapped(_locked(tmp_path))
    except django.db.OperationalError:
        answer = problems.server_error(request)
    assert answer.status_code == 503
