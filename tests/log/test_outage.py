"""The database is held by somebody else: whoever meets that hears Busy, the others talk on, and health recovers."""

import asyncio
import sqlite3
from pathlib import Path

import psycopg
import pytest

from tests.log.rig import Rig, said
from tests.postgres import fresh_database
from tests.until import until
from troth.kernel.errors import Busy
from troth.kernel.outages import typed
from troth.log import Written, store_sqlite, unit


def test_health_recovers_when_nobody_writes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store_sqlite, "BUSY_MS", 50)
    rig = Rig(tmp_path)
    head = rig.stream()
    other = sqlite3.connect(rig.config.database.path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(Busy, match="may have been kept"):
        rig.log.append_sync(said(head))
    assert "locked" in rig.log.state.failure
    other.close()
    until(lambda: rig.log.state.ok, lambda: rig.log.state.failure)
    assert rig.log.append_sync(said(head)).event.seq == 1
    rig.close()


@pytest.mark.postgres
def test_a_locked_stream_delays_no_other(tmp_path: Path) -> None:
    with fresh_database() as url:
        rig = Rig(tmp_path, url)
        stuck, *free = [rig.stream() for _ in range(12)]
        with psycopg.connect(url) as other:
            other.execute("SELECT 1 FROM log_head WHERE stream = %s FOR UPDATE", (stuck.stream,))

            async def talk() -> list[Written | BaseException]:
                return await asyncio.gather(
                    *(rig.log.append(said(head)) for head in (stuck, *free, stuck)), return_exceptions=True
                )

            for turn in (1, 2):  # the second time it is known which one is locked
                first, *others, last = asyncio.run(talk())
                assert isinstance(first, Busy)
                assert isinstance(last, Busy)
                assert [one.event.seq for one in others if isinstance(one, Written)] == [turn] * len(free)
            assert rig.log.state.ok
        # let go: the stream goes on, and nothing of what was refused is in it
        assert rig.log.append_sync(said(stuck)).event.seq == 1
        rig.close()


@pytest.mark.postgres
def test_a_verb_does_not_wait_for_ever_for_a_locked_stream(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unit, "LOCK_TIMEOUT", "50ms")
    with fresh_database() as url:
        rig = Rig(tmp_path, url)
        head = rig.stream()
        with psycopg.connect(url) as other:
            other.execute("SELECT 1 FROM log_head WHERE stream = %s FOR UPDATE", (head.stream,))
            with pytest.raises(psycopg.errors.LockNotAvailable) as caught, rig.log.unit("close", said(head)):
                pytest.fail("it got in")
            assert isinstance(typed(caught.value), Busy)
        with rig.log.unit("close", said(head)) as done:
            pass
        assert done.written[0].event.seq == 1
        rig.close()


@pytest.mark.postgres
def test_a_locked_table_makes_everybody_busy_and_health_red(tmp_path: Path) -> None:
    with fresh_database() as url:
        rig = Rig(tmp_path, url)
        head = rig.stream()
        with psycopg.connect(url) as other:
            other.execute("LOCK TABLE log_head, log_schema")
            with pytest.raises(Busy):
                rig.log.append_sync(said(head))
            assert rig.log.state.failure == "LockNotAvailableError"
        until(lambda: rig.log.state.ok, lambda: rig.log.state.failure)
        assert rig.log.append_sync(said(head)).event.seq == 1
        rig.close()


@pytest.mark.postgres
def test_health_recovers_after_connections_were_cut_and_nobody_writes(tmp_path: Path) -> None:
    with fresh_database() as url:
        rig = Rig(tmp_path, url)
        head = rig.stream()
        rig.log.append_sync(said(head))
        cut = rig.sql(
            "SELECT pid, pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid() AND application_name = 'troth log'"
        )
        pids = [pid for pid, _ in cut]
        until(lambda: not rig.sql("SELECT 1 FROM pg_stat_activity WHERE pid = ANY({})", pids))
        for _ in range(8):  # more often than there are connections in the pool
            assert [event.seq for event in rig.log.read(head.workspace, head.stream)] == [1]
        until(lambda: rig.log.state.ok, lambda: rig.log.state.failure)
        rig.close()
