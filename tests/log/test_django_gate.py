"""Django's SQLite backend passes the gate: atomic blocks hold it, lone writes take their turn, reads go by."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from uuid import UUID

import pytest

from tests.log.rig import said
from tests.until import PATIENCE
from troth.kernel import config
from troth.kernel.ids import new_id
from troth.log import Head, Log, gate

pytestmark = pytest.mark.skipif(
    config.current().database.kind != "sqlite", reason="PostgreSQL needs no gate: its heads are locked"
)


@pytest.fixture(autouse=True)
def _tables(log: Log) -> None:
    """The backend is tried on the run's own database."""


@contextmanager
def another_holder() -> Iterator[threading.Event]:
    """A thread that holds the gate until the event is set."""
    there, over = threading.Event(), threading.Event()

    def hold() -> None:
        with gate.held("another"):
            there.set()
            over.wait()

    thread = threading.Thread(target=hold)
    thread.start()
    there.wait()
    try:
        yield over
    finally:
        over.set()
        thread.join()


def _write(value: UUID) -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO log_bookmark (name) VALUES (%s)", [value.hex])


def _written(value: UUID) -> bool:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM log_bookmark WHERE name = %s", [value.hex])
        return cursor.fetchone() is not None


def test_an_atomic_block_holds_it_and_gives_it_back() -> None:
    from django.db import transaction

    name, other = new_id(), new_id()
    with transaction.atomic():
        assert gate.mine()
        with transaction.atomic():  # a savepoint
            _write(name)
        assert gate.mine()
    assert not gate.mine()

    def fail() -> None:
        with transaction.atomic():
            _write(other)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert not gate.mine()
    assert (_written(name), _written(other)) == (True, False)


def test_a_connection_that_closes_gives_it_back() -> None:
    from django.db import connection, transaction

    with transaction.atomic():
        connection.close()
        assert not gate.mine()
    connection.close()
    assert not gate.mine()


def test_a_lone_write_takes_its_turn_and_a_read_goes_by() -> None:
    name = new_id()

    def write_alone() -> None:
        from django.db import connection

        try:
            _write(name)
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool, another_holder() as over:
        writing = pool.submit(write_alone)
        while gate.waiting == 0:
            assert not writing.done()
        assert not _written(name)  # reading does not wait
        over.set()
        writing.result(PATIENCE)
    assert _written(name)


def test_a_unit_refuses_to_be_part_of_another_transaction(log: Log) -> None:
    from django.db import transaction

    head = Head(new_id(), new_id())
    with pytest.raises(RuntimeError), transaction.atomic(), log.unit("inner", said(head, verb=""), opens=[head]):
        pytest.fail("nothing inside would be durable")
    assert not gate.mine()
    assert log.heads([(head.workspace, head.stream)]) == {}


def test_commits_are_durable_and_checkpoints_are_not_theirs() -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        found = []
        for pragma in ("journal_mode", "synchronous", "wal_autocheckpoint", "foreign_keys"):
            cursor.execute(f"PRAGMA {pragma}")
            found.append(cursor.fetchone()[0])
    assert found == ["wal", 2, 0, 1]
