"""Readers: in order, at least once, result and bookmark together; a failing one delays only itself."""

import threading
from collections.abc import Iterator
from concurrent.futures import Future

import pytest

from tests.log.rig import Rig, said
from tests.until import PATIENCE, until
from troth.datamap.purposes import RECORD
from troth.kernel.ids import new_id
from troth.log import Event, Head, looked_at, parked
from troth.worker import Reader, Worker, readers


class Notebook:
    """A reader that keeps what it reads in a table, in the transaction it is called in."""

    def __init__(self, rig: Rig, name: str, stream: object, enough: int) -> None:
        self.name = name
        self.calls = 0
        self.full: Future[None] = Future()
        self.fail_at: set[int] = set()  # seqs at which the next try fails
        self.failed: list[int] = []
        self._rig = rig
        self._stream = stream
        self._enough = enough
        rig.sql("CREATE TABLE IF NOT EXISTS notebook (name text, stream text, seq int)")

    def handle(self, events: list[Event]) -> None:
        self.calls += 1
        mark = "?" if self._rig.vendor == "sqlite" else "%s"
        for event in events:
            if event.stream != self._stream:
                continue
            self._rig.transactions.cursor().execute(
                f"INSERT INTO notebook VALUES ({mark}, {mark}, {mark})", (self.name, event.stream.hex, event.seq)
            )
            if event.seq in self.fail_at:
                self.fail_at.discard(event.seq)
                self.failed.append(event.seq)
                raise RuntimeError("the reader fails after it wrote")
            if event.seq == self._enough and not self.full.done():
                self.full.set_result(None)

    def rows(self) -> list[int]:
        return [row[0] for row in self._rig.sql("SELECT seq FROM notebook WHERE name = {}", self.name)]


@pytest.fixture
def running(rig: Rig) -> Iterator[list[Worker]]:
    workers: list[Worker] = []
    yield workers
    for worker in workers:
        worker.close()


def test_a_reader_sees_everything_once_and_in_order(rig: Rig, running: list[Worker]) -> None:
    head = rig.stream()
    book = Notebook(rig, new_id().hex, head.stream, 120)
    for _ in range(60):  # before it starts
        rig.log.append_soon(said(head), lambda _: None)
    worker = Worker(rig.log, [Reader(book.name, book.handle, purpose=RECORD)])
    running.append(worker)
    worker.start()
    for _ in range(60):
        rig.log.append_soon(said(head), lambda _: None)
    book.full.result(PATIENCE)
    worker.close()
    assert book.rows() == list(range(1, 121))
    state = rig.log.state.readers[book.name]
    assert (state.failure, state.position > 0) == ("", True)


def test_a_bookmark_outlives_its_worker(rig: Rig, running: list[Worker]) -> None:
    head, name = rig.stream(), new_id().hex
    for first, last in ((1, 3), (4, 6)):
        book = Notebook(rig, name, head.stream, last)
        for _ in range(first, last + 1):
            rig.log.append_sync(said(head))
        worker = Worker(rig.log, [Reader(name, book.handle, purpose=RECORD)])
        running.append(worker)
        worker.start()
        book.full.result(PATIENCE)
        worker.close()
    assert book.rows() == [1, 2, 3, 4, 5, 6]


def test_what_failed_is_rolled_back_and_comes_again(rig: Rig, running: list[Worker]) -> None:
    head = rig.stream()
    book = Notebook(rig, new_id().hex, head.stream, 5)
    other = Notebook(rig, new_id().hex, head.stream, 5)
    book.fail_at = {3}
    with rig.log.unit("talk", *(said(head) for _ in range(5))):
        pass
    both = [Reader(one.name, one.handle, purpose=RECORD) for one in (book, other)]
    worker = Worker(rig.log, both)
    running.append(worker)
    worker.start()
    other.full.result(PATIENCE)  # the other one does not wait for it
    book.full.result(PATIENCE)
    worker.close()
    assert book.failed == [3]
    assert book.rows() == other.rows() == [1, 2, 3, 4, 5]
    assert rig.log.state.readers[book.name].failure == ""


def test_health_names_a_reader_that_fails(rig: Rig, running: list[Worker]) -> None:
    head = rig.stream()
    failing = threading.Event()
    name = new_id().hex

    def handle(events: list[Event]) -> None:
        failing.set()
        raise ZeroDivisionError

    rig.log.append_sync(said(head))
    worker = Worker(rig.log, [Reader(name, handle, purpose=RECORD)])
    running.append(worker)
    worker.start()
    assert failing.wait(PATIENCE)
    worker.close()
    assert not rig.log.state.ok
    assert rig.log.state.readers[name].failure == "ZeroDivisionError"
    del rig.log.readers[name]
    assert rig.log.state.ok


def test_two_workers_share_one_bookmark(rig: Rig, running: list[Worker]) -> None:
    """As on two machines: the bookmark's row is claimed, so nothing is done twice."""
    head, name = rig.stream(), new_id().hex
    book = Notebook(rig, name, head.stream, 40)
    for _ in range(2):
        worker = Worker(rig.log, [Reader(name, book.handle, purpose=RECORD)])
        running.append(worker)
        worker.start()
    for _ in range(40):
        rig.log.append_sync(said(head))
    book.full.result(PATIENCE)
    for worker in running:
        worker.close()
    assert book.rows() == list(range(1, 41))


class Stumbling:
    """A reader that can't handle the third event of a stream, whatever happens."""

    def __init__(self, head: Head, error: Exception) -> None:
        self.tries = 0
        self.over = False
        self._error = error
        self.handled: list[int] = []
        self.full: Future[None] = Future()
        self._stream = head.stream

    def handle(self, events: list[Event]) -> None:
        seqs = [event.seq for event in events if event.stream == self._stream]
        if 3 in seqs and not self.over:
            self.tries += 1
            self.over = self.tries == 20
            raise self._error
        self.handled += seqs
        if 5 in seqs:
            self.full.set_result(None)


@pytest.fixture
def hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(readers, "FIRST_PAUSE", 0.001)
    monkeypatch.setattr(readers, "LONGEST_OUTAGE", 0.001)
    monkeypatch.setattr(readers, "NOTICED", 0.0)


@pytest.mark.usefixtures("hasty")
def test_one_event_that_raises_for_ever_is_parked_until_an_operator_looks(rig: Rig, running: list[Worker]) -> None:
    head, name = rig.stream(), new_id().hex
    for _ in range(5):
        rig.log.append_sync(said(head))
    reader = Stumbling(head, ZeroDivisionError())
    worker = Worker(rig.log, [Reader(name, reader.handle, purpose=RECORD)])
    running.append(worker)
    worker.start()
    reader.full.result(PATIENCE)
    tries = reader.tries
    assert readers.TRIES <= tries < 20  # also those in which others were tried with it
    assert [seq for seq in reader.handled if seq != 3] == [1, 2, 4, 5]
    until(lambda: _health(rig, name) == (False, 1))
    [found] = [one for one in parked(rig.config) if one.reader == name]
    assert found.reason == "ZeroDivisionError"
    assert rig.log.follow("test", found.position - 1, 1)[0].seq == 3
    looked_at(rig.config, [found])
    until(lambda: _health(rig, name) == (True, 0))
    # it does not come back with the next start
    worker.close()
    again = Worker(rig.log, [Reader(name, reader.handle, purpose=RECORD)])
    running.append(again)
    again.start()
    until(lambda: rig.log.readers[name].position >= rig.log.last_position())
    assert reader.tries == tries


@pytest.mark.usefixtures("hasty")
def test_an_outage_parks_nothing_however_long_it_takes(rig: Rig, running: list[Worker]) -> None:
    head, name = rig.stream(), new_id().hex
    for _ in range(5):
        rig.log.append_sync(said(head))
    reader = Stumbling(head, ConnectionResetError())
    worker = Worker(rig.log, [Reader(name, reader.handle, purpose=RECORD)])
    running.append(worker)
    worker.start()
    reader.full.result(PATIENCE)
    worker.close()
    assert reader.tries == 20
    assert reader.handled == [1, 2, 3, 4, 5]
    assert [one for one in parked(rig.config) if one.reader == name] == []


def _health(rig: Rig, name: str) -> tuple[bool, int]:
    """Whether the reader is well, and how many events it went on without."""
    state = rig.log.state.readers[name]
    return state.ok, state.parked


class Waits:
    """A polite reader that stays at its first events until `go`. inside: how many such are at theirs, and were at
    most."""

    def __init__(self, stream: object, inside: list[int], go: threading.Event) -> None:
        self.done = threading.Event()
        self._stream, self._inside, self._go = stream, inside, go

    def reader(self) -> Reader:
        return Reader(new_id().hex, lambda _: None, prepare=self._prepare, purpose=RECORD, polite=True)

    def _prepare(self, events: list[Event]) -> list[Event]:
        if any(event.stream == self._stream for event in events):
            self._inside.append(self._inside[-1] + 1)
            self._go.wait(PATIENCE)
            self._inside.append(self._inside[-1] - 1)
            self.done.set()
        return events


def test_who_can_wait_does_so_one_after_the_other(
    rig: Rig, running: list[Worker], monkeypatch: pytest.MonkeyPatch
) -> None:  # fmt: skip
    monkeypatch.setattr(readers, "TURN", PATIENCE)  # or a slow machine would take this one for stuck
    head, inside, go = rig.stream(), [0], threading.Event()
    waits = [Waits(head.stream, inside, go) for _ in range(2)]
    book = Notebook(rig, new_id().hex, head.stream, 2)
    others = Reader(book.name, book.handle, purpose=RECORD)
    running.append(Worker(rig.log, [*(one.reader() for one in waits), others]))
    running[-1].start()
    rig.log.append_sync(said(head))
    until(lambda: len(inside) > 1)
    rig.log.append_sync(said(head))
    book.full.result(PATIENCE)  # nobody else waits for them
    go.set()
    assert all(one.done.wait(PATIENCE) for one in waits)
    assert max(inside) == 1


def test_who_stands_still_holds_up_no_other(
    rig: Rig, running: list[Worker], monkeypatch: pytest.MonkeyPatch
) -> None:  # fmt: skip
    monkeypatch.setattr(readers, "TURN", 0.05)
    head, inside, go, at_once = rig.stream(), [0], threading.Event(), threading.Event()
    at_once.set()
    stuck, free = Waits(head.stream, inside, go), Waits(head.stream, [0], at_once)
    running.append(Worker(rig.log, [stuck.reader(), free.reader()]))
    running[-1].start()
    rig.log.append_sync(said(head))
    until(lambda: inside == [0, 1])
    free.done.clear()
    rig.log.append_sync(said(head))
    came = free.done.wait(PATIENCE)
    go.set()
    assert came


@pytest.mark.parametrize("hurried", [True, False])
def test_only_who_hurries_waits_for_no_disk(rig: Rig, running: list[Worker], hurried: bool) -> None:
    if rig.vendor == "sqlite":
        pytest.skip("on SQLite every reader waits for the disk")
    head = rig.stream()
    ask = "SHOW synchronous_commit"
    seen: Future[str] = Future()

    def handle(events: list[Event]) -> None:
        if any(event.stream == head.stream for event in events):
            seen.set_result(rig.transactions.cursor().execute(ask).fetchone()[0])

    running.append(Worker(rig.log, [Reader(new_id().hex, handle, purpose=RECORD, hurried=hurried)]))
    running[-1].start()
    rig.log.append_sync(said(head))
    assert seen.result(PATIENCE) == ("off" if hurried else rig.sql(ask)[0][0])
