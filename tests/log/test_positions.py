"""One order of all streams, whoever wrote: several processes (here: several logs) on one PostgreSQL database, and a
workspace's inbox that resumes by its cursor."""

import asyncio
from collections.abc import Iterator
from concurrent.futures import Future
from pathlib import Path
from typing import Any

import pytest

from tests.log.rig import Rig, said
from tests.postgres import fresh_database
from tests.until import PATIENCE
from troth.kernel.errors import Invalid
from troth.kernel.ids import new_id
from troth.log import Event, Log
from troth.log.store_sqlite import InUse


class Ear:
    """Hears what a log says until it has heard enough."""

    def __init__(self, log: Log, door: str, workspace: Any, enough: int) -> None:
        self.events: list[Event] = []
        self._workspace = workspace
        self._enough = enough
        self._full: Future[None] = Future()
        getattr(log, door)(self._hear)

    def _hear(self, events: list[Event]) -> None:
        self.events += [event for event in events if event.workspace == self._workspace]
        if len(self.events) >= self._enough and not self._full.done():
            self._full.set_result(None)

    def all(self) -> list[Event]:
        self._full.result(PATIENCE)
        return self.events


@pytest.fixture
def two(tmp_path: Path) -> Iterator[tuple[Rig, Rig]]:
    """Two processes' logs on one database and one keyring."""
    with fresh_database() as url:
        rigs = Rig(tmp_path, url), Rig(tmp_path, url)
        yield rigs
        for rig in rigs:
            rig.close()


@pytest.mark.postgres
def test_both_processes_hear_everything_once_and_in_one_order(two: tuple[Rig, Rig]) -> None:
    first, second = two
    workspace = new_id()
    heads = [first.stream(workspace) for _ in range(3)]
    placed = [Ear(rig.log, "on_position", workspace, 240) for rig in two]
    committed = [Ear(rig.log, "on_commit", workspace, 240) for rig in two]

    async def talk() -> None:
        await asyncio.gather(*((first, second)[n % 2].log.append(said(heads[n % 3])) for n in range(180)))

    asyncio.run(talk())
    for n in range(30):
        with two[n % 2].log.unit("two", said(heads[0]), said(heads[1])):
            pass
    orders = [[(event.position, event.stream, event.seq) for event in ear.all()] for ear in placed]
    assert orders[0] == orders[1]
    positions = [position for position, _, _ in orders[0]]
    assert positions == list(range(positions[0], positions[0] + 240))
    for ear in committed:
        heard = ear.all()
        for head in heads:
            seqs = sorted(event.seq for event in heard if event.stream == head.stream)
            assert seqs == list(range(1, len(seqs) + 1))
    assert [event.body for event in placed[0].events] == [event.body for event in placed[1].events]
    assert sorted([first.log.state.failure, second.log.state.failure]) == ["", ""]


@pytest.mark.postgres
def test_when_the_leader_ends_the_other_takes_over(two: tuple[Rig, Rig]) -> None:
    first, second = two
    head = first.stream()
    ear = Ear(second.log, "on_position", head.workspace, 2)
    first.log.append_sync(said(head))
    first.transactions.close()
    first.log._scribe.close()
    for end in first.log._ending[:1]:  # the sequencer
        end()
    second.log.append_sync(said(head))
    assert [event.seq for event in ear.all()] == [1, 2]
    assert first.log.state.failure == ""


@pytest.mark.postgres
def test_the_database_may_cut_every_connection(tmp_path: Path) -> None:
    """What waited is kept once; nobody hears of it but by a little delay."""
    with fresh_database() as url:
        rig = Rig(tmp_path, url)
        head = rig.stream()
        ear = Ear(rig.log, "on_position", head.workspace, 60)

        async def talk() -> list[Any]:
            return await asyncio.gather(*(rig.log.append(said(head, str(n))) for n in range(20)))

        written = []
        for _ in range(3):
            written += asyncio.run(talk())
            rig.sql(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid() AND application_name = 'troth log'"
            )
        assert sorted(one.event.seq for one in written) == list(range(1, 61))
        assert sorted(event.seq for event in ear.all()) == list(range(1, 61))
        rig.close()


def test_an_inbox_resumes_by_its_cursor(rig: Rig) -> None:
    workspace, other = new_id(), new_id()
    mine, foreign = rig.stream(workspace), rig.stream(other)
    ear = Ear(rig.log, "on_position", workspace, 5)
    _, cursor = rig.log.after_position(workspace, None)
    for n in range(5):
        rig.log.append_sync(said(foreign, "not for us"))
        rig.log.append_sync(said(mine, str(n)))
    ear.all()
    seen: list[int] = []
    while True:
        events, cursor = rig.log.after_position(workspace, cursor, 2)
        seen += [event.seq for event in events]
        assert all(event.workspace == workspace for event in events)
        if len(events) < 2:
            break
    assert seen == [1, 2, 3, 4, 5]
    assert rig.log.after_position(workspace, cursor) == ([], cursor)
    for wrong in ("", "nonsense", "WzEwMDAwMDAwMDAwXQ"):
        with pytest.raises(Invalid):
            rig.log.after_position(workspace, wrong)


def test_a_second_server_on_the_same_file_is_refused(sqlite_rig: Rig) -> None:
    with pytest.raises(InUse, match="already uses"):
        Rig(sqlite_rig.config.var)
