"""PostgreSQL goes away and comes back while two processes (here: two logs) talk: what was acknowledged is there once,
both hear all of it once and in one order, and the first question after the return is answered."""

import asyncio
import threading
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Literal
from uuid import UUID

import pytest

from tests.log.rig import Rig, said
from tests.own_postgres import OwnPostgres, own_postgres
from tests.until import PATIENCE, until
from troth.kernel.errors import Busy
from troth.log import Event, Head, scribe_postgres

MESSAGES = 150  # of each talker, at the least

type Place = tuple[UUID, int]  # stream, seq


@pytest.fixture(scope="module")
def server() -> Iterator[OwnPostgres]:
    with own_postgres() as own:
        if own is None:
            pytest.skip("no PostgreSQL is installed")
        yield own


class Ear:
    """Counts what one process hears."""

    def __init__(self, rig: Rig) -> None:
        self.committed: Counter[Place] = Counter()
        self.placed: list[tuple[int, Place]] = []
        self.grew = threading.Condition()
        rig.log.on_commit(self._commit)
        rig.log.on_position(self._place)

    def _commit(self, events: list[Event]) -> None:
        with self.grew:
            self.committed.update((event.stream, event.seq) for event in events)
            self.grew.notify_all()

    def _place(self, events: list[Event]) -> None:
        with self.grew:
            self.placed += [(event.position, (event.stream, event.seq)) for event in events]
            self.grew.notify_all()

    def wait_for(self, kept: set[Place]) -> None:
        with self.grew:
            self.grew.wait_for(lambda: set(self.committed) >= kept <= {place for _, place in self.placed}, PATIENCE)


class Talk:
    """Says one thing after the other in one stream, now by this process, now by that, each until it is kept."""

    def __init__(self, rigs: tuple[Rig, Rig], head: Head) -> None:
        self.kept: list[Place] = []
        self.thirds = [asyncio.Event(), asyncio.Event()]
        self._rigs = rigs
        self._head = head

    async def go_on(self, enough: asyncio.Event) -> None:
        n = 0
        while n < MESSAGES or not enough.is_set():
            draft = said(self._head, f"message {n}")
            written = None
            while written is None:
                try:
                    written = await self._rigs[n % 2].log.append(draft)
                except Busy:
                    await asyncio.sleep(0.02)
            self.kept.append((written.event.stream, written.event.seq))
            n += 1
            if n in (MESSAGES // 3, 2 * MESSAGES // 3):
                self.thirds[n > MESSAGES // 3].set()


@pytest.mark.postgres
@pytest.mark.slow
@pytest.mark.parametrize("mode", ["immediate", "fast"])
def test_a_restart_loses_nothing_and_doubles_nothing(
    server: OwnPostgres, tmp_path: Path, mode: Literal["immediate", "fast"]
) -> None:
    url = server.database()
    rigs = Rig(tmp_path, url), Rig(tmp_path, url)
    heads = [rigs[0].stream() for _ in range(6)]
    ears = [Ear(rig) for rig in rigs]
    talks = [Talk(rigs, head) for head in heads]

    async def talk_through_restarts() -> None:
        enough = asyncio.Event()
        async with asyncio.TaskGroup() as group:
            for talk in talks:
                group.create_task(talk.go_on(enough))
            for third in (0, 1):
                await asyncio.gather(*(talk.thirds[third].wait() for talk in talks))
                await asyncio.to_thread(server.restart, mode)
            enough.set()

    asyncio.run(talk_through_restarts())
    told = {place for talk in talks for place in talk.kept}
    stored = {(stream, seq) for stream, seq in _fresh(rigs[0]).sql("SELECT stream, seq FROM log_event")}
    ours = {place for place in stored if place[0] in {head.stream for head in heads}}
    assert len(told) == sum(len(talk.kept) for talk in talks), "one seq was given twice"
    assert told == ours, "lost or doubled"
    for ear in ears:
        ear.wait_for(ours)
        assert ear.committed == Counter(ours)
        assert Counter(place for _, place in ear.placed if place in ours) == Counter(ours)
        assert ear.placed == sorted(ear.placed)
    assert ears[0].placed == ears[1].placed
    for rig in rigs:
        assert rig.log.state.ok
        assert [event.seq for event in rig.log.read(heads[0].workspace, heads[0].stream, limit=10)] == [*range(1, 11)]
        rig.close()


@pytest.mark.postgres
def test_what_was_said_while_the_server_was_away_is_kept(
    server: OwnPostgres, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scribe_postgres, "PATIENCE", PATIENCE)  # however long its start takes here
    rig = Rig(tmp_path, server.database())
    head = rig.stream()
    first = rig.log.append_sync(said(head))
    server.stop("fast")
    waiting = threading.Thread(target=rig.log.append_sync, args=(said(head, "meanwhile"),))
    waiting.start()
    until(lambda: rig.log.state.failure)
    server.start()
    waiting.join()
    rig.transactions.close()
    assert [event.body for event in rig.log.read(head.workspace, head.stream, after=first.event.seq)] == [
        b'{"text":"meanwhile"}'
    ]
    until(lambda: rig.log.state.ok, lambda: rig.log.state.failure)
    rig.close()


def _fresh(rig: Rig) -> Rig:
    """The rig's own connection may be of the time before."""
    rig.transactions.close()
    return rig
