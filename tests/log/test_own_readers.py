"""A reader whose result lies in a file of its own: its bookmark lies there, and it has nothing to do with the gate."""

from collections.abc import Iterator
from concurrent.futures import Future

import pytest

from tests.log.rig import Rig, said
from tests.until import PATIENCE
from troth.datamap.purposes import RECORD
from troth.kernel.ids import new_id
from troth.log import Event, gate
from troth.worker import Reader, Worker


class Apart:
    """What would be a file. enough: the seq that is waited for."""

    def __init__(self, stream: object, enough: int, at: int = 0) -> None:
        self.at, self.seqs, self.thrown_away = at, list[int](), 0
        self.full: Future[None] = Future()
        self.exchanged = False
        self.enough, self._stream = enough, stream

    def position(self) -> int:
        return self.at

    def keep(self, given: list[Event], position: int, after: int) -> bool:
        if self.exchanged:  # between the look at the bookmark and the writing
            self.exchanged, self.at, self.seqs = False, 0, []
        if after != self.at:
            return False
        mine = [event.seq for event in given if event.stream == self._stream]
        self.seqs, self.at = self.seqs + mine, position
        if self.enough in mine and not self.full.done():
            self.full.set_result(None)
        return True

    def throw_away(self) -> None:
        self.at, self.seqs = 0, []
        self.thrown_away += 1


@pytest.fixture
def running(rig: Rig) -> Iterator[list[Worker]]:
    if rig.vendor != "sqlite":
        pytest.skip("on PostgreSQL results lie beside the log")
    workers: list[Worker] = []
    yield workers
    for worker in workers:
        worker.close()


def _started(rig: Rig, own: Apart, running: list[Worker]) -> None:
    reader = Reader(new_id().hex, lambda _: None, purpose=RECORD, own=own, polite=True)
    running.append(Worker(rig.log, [reader]))
    running[-1].start()


def test_it_reads_on_while_somebody_holds_the_gate(rig: Rig, running: list[Worker]) -> None:
    head = rig.stream()
    own = Apart(head.stream, 3)
    for _ in range(3):
        rig.log.append_sync(said(head))
    _started(rig, own, running)
    own.full.result(PATIENCE)
    again = Apart(head.stream, 3, own.at - 1)
    # begun: it has a row for what is parked, and needs the gate no more
    _started(rig, again, running)
    again.full.result(PATIENCE)
    with gate.held("somebody", 60_000):
        again.full, again.at = Future(), 0
        again.full.result(PATIENCE)
    assert own.seqs == [1, 2, 3]
    assert again.seqs == [3, 1, 2, 3]


def test_what_is_of_another_log_is_thrown_away(rig: Rig, running: list[Worker]) -> None:
    head = rig.stream()
    own = Apart(head.stream, 2, 10**9)
    for _ in range(2):
        rig.log.append_sync(said(head))
    _started(rig, own, running)
    own.full.result(PATIENCE)
    assert (own.thrown_away, own.seqs) == (1, [1, 2])


def test_what_took_its_place_in_between_gets_all_that_it_lacks(rig: Rig, running: list[Worker]) -> None:
    head = rig.stream()
    own = Apart(head.stream, 2)
    for _ in range(2):
        rig.log.append_sync(said(head))
    _started(rig, own, running)
    own.full.result(PATIENCE)
    own.full, own.enough, own.exchanged = Future(), 3, True
    rig.log.append_sync(said(head))
    own.full.result(PATIENCE)
    assert own.seqs == [1, 2, 3]
