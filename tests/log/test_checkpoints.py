"""What SQLite keeps beside its file has an end, also where words never pause: the start after a crash reads it all."""

import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from troth.log.checkpoints import Checkpoints
from troth.log.gate import Gate
from troth.log.store_sqlite import connect

LONGEST = 400  # pages
ROW = 4096 * 4  # bytes in a row


@pytest.fixture
def gate() -> Gate:
    return Gate()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "troth.sqlite3"
    with closing(connect(path)) as db:
        db.execute("CREATE TABLE word (said BLOB)")
    return path


@pytest.fixture
def checkpoints(file: Path, gate: Gate) -> Iterator[Checkpoints]:
    made = Checkpoints(file, gate, LONGEST)
    yield made
    made.close()


class Writer(threading.Thread):
    """Commits without a pause, as the scribe does when more comes than it can write."""

    def __init__(self, path: Path, gate: Gate) -> None:
        super().__init__(daemon=True)
        self._db = connect(path)
        self._db.execute("PRAGMA synchronous = OFF")  # so that nothing but the gate makes it wait
        self._gate = gate
        self.said = 0
        self.over = threading.Event()
        self._db.execute("INSERT INTO word VALUES (zeroblob(1))")

    def write(self) -> None:
        with self._gate.held("writer"):
            self._db.execute("BEGIN IMMEDIATE")
            self._db.execute("UPDATE word SET said = randomblob(?)", (ROW,))
            self._db.execute("COMMIT")
        self.said += 1

    def run(self) -> None:
        while not self.over.is_set():
            self.write()
        self._db.close()


def pages(file: Path) -> int:
    """That the log's file has room for; it does not shrink."""
    return Path(f"{file}-wal").stat().st_size // 4096


def test_the_log_begins_anew_though_nobody_pauses(file: Path, gate: Gate, checkpoints: Checkpoints) -> None:
    writer = Writer(file, gate)
    writer.start()
    try:
        while writer.said < 20 * LONGEST:
            checkpoints.look()
    finally:
        writer.over.set()
        writer.join()
    assert pages(file) < writer.said  # each said some pages


def test_who_reads_for_long_stops_no_writer_and_is_waited_for(file: Path, gate: Gate, checkpoints: Checkpoints) -> None:
    writer = Writer(file, gate)
    writer.write()
    with closing(connect(file, read_only=True)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM word").fetchone()
        while pages(file) <= 2 * LONGEST:
            writer.write()
            checkpoints.look()
        held = checkpoints.look()
    for _ in range(LONGEST):
        writer.write()
        checkpoints.look()
    assert pages(file) < 2 * max(held, 3 * LONGEST)
    writer.over.set()
    writer.run()
