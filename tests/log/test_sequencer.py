"""Positions when the database goes away between two statements of the sequencer. The connection is the driver's, cut
at the statement we choose: a server that is stopped does so at a moment of its own."""

from pathlib import Path
from typing import Any

import asyncpg
import pytest

from tests.log.rig import Rig, said
from tests.log.test_positions import Ear
from tests.postgres import fresh_database


@pytest.mark.postgres
def test_a_connection_lost_before_others_events_were_read_loses_no_position(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with fresh_database() as url:
        rigs = Rig(tmp_path, url), Rig(tmp_path, url)
        head = rigs[0].stream()
        placed = [Ear(rig.log, "on_position", head.workspace, 20) for rig in rigs]
        committed = [Ear(rig.log, "on_commit", head.workspace, 20) for rig in rigs]
        cuts: list[str] = []
        fetch = asyncpg.Connection.fetch

        async def cut_some(self: asyncpg.Connection, sql: str, *params: Any, **more: Any) -> Any:
            if "p(w, s, q, position)" in sql and len(cuts) < 4:
                cuts.append(sql)
                self.terminate()
            return await fetch(self, sql, *params, **more)

        monkeypatch.setattr(asyncpg.Connection, "fetch", cut_some)
        for n in range(20):
            rigs[n % 2].log.append_sync(said(head))
        for ear in placed:
            assert [event.seq for event in ear.all()] == list(range(1, 21))
        for ear in committed:
            assert sorted(event.seq for event in ear.all()) == list(range(1, 21))
        assert len(cuts) == 4
        assert [len(rig.log.state.failure) for rig in rigs] == [0, 0]
        for rig in rigs:
            sequencer: Any = rig.log._ending[0].__self__  # type: ignore[attr-defined]
            assert sequencer._own == {}, "what has its position waits no more"
            rig.close()


@pytest.mark.postgres
def test_of_other_processes_only_what_somebody_listens_to_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with fresh_database() as url:
        there, here = Rig(tmp_path, url), Rig(tmp_path, url)
        followed, other = there.stream(), there.stream()
        here.log.hear_only(lambda workspace, stream: (workspace, stream) == (followed.workspace, followed.stream))
        read: list[Any] = []
        fetch = asyncpg.Connection.fetch

        async def counted(self: asyncpg.Connection, sql: str, *params: Any, **more: Any) -> Any:
            if "p(w, s, q, position)" in sql:
                read.extend(params[1])
            return await fetch(self, sql, *params, **more)

        monkeypatch.setattr(asyncpg.Connection, "fetch", counted)
        ear = Ear(here.log, "on_position", followed.workspace, 3)
        deaf = Ear(here.log, "on_position", other.workspace, 1)
        for n in range(6):
            there.log.append_sync(said(other if n % 2 else followed))
        there.log.append_sync(said(other))
        assert [event.seq for event in ear.all()] == [1, 2, 3]
        assert set(read) == {followed.stream}
        own = Ear(here.log, "on_position", other.workspace, 1)
        here.log.append_sync(said(other))
        (mine,) = own.all()
        assert (mine.seq, deaf.events) == (5, [mine]), "one's own is heard, and nothing that was passed over"
        assert here.log.last_position() == mine.position == 8
        here.close()
        there.close()


@pytest.mark.postgres
def test_who_looks_seldom_misses_nothing(tmp_path: Path) -> None:
    with fresh_database() as url:
        there, here = Rig(tmp_path, url), Rig(tmp_path, url)
        here.log.hear_later(0.3)
        head = there.stream()
        ear = Ear(here.log, "on_position", head.workspace, 30)
        for n in range(30):
            (here if n % 10 == 9 else there).log.append_sync(said(head))
        assert [event.seq for event in ear.all()] == list(range(1, 31))
        here.close()
        there.close()


@pytest.mark.postgres
def test_what_others_say_on_its_channel_leads_nobody_astray(tmp_path: Path) -> None:
    with fresh_database() as url:
        there, here = Rig(tmp_path, url), Rig(tmp_path, url)
        head = there.stream()
        ear = Ear(here.log, "on_position", head.workspace, 6)
        for n in range(6):
            there.sql(f"NOTIFY troth_log, '{('nonsense', '', f'{10**9 + n} 1')[n % 3]}'")
            there.log.append_sync(said(head))
        assert [event.seq for event in ear.all()] == list(range(1, 7))
        assert here.log.last_position() == there.log.last_position()
        here.close()
        there.close()
