"""What a command beside the server writes into its SQLite file is heard there, in its place among the server's own."""

from collections.abc import Iterator
from pathlib import Path
from queue import Queue

import pytest

from tests.log.rig import Rig, said
from tests.until import PATIENCE
from troth.log.bell import Listener
from troth.log.shapes import Event


@pytest.fixture
def command(sqlite_rig: Rig, tmp_path: Path) -> Iterator[Rig]:
    """The log as another process of the installation has it."""
    rig = Rig(tmp_path, exclusive=False)
    yield rig
    rig.close()


class Heard:
    def __init__(self, rig: Rig) -> None:
        self._commits: Queue[Event] = Queue()
        self._positions: Queue[Event] = Queue()
        rig.log.on_commit(self._into(self._commits))
        rig.log.on_position(self._into(self._positions))

    @staticmethod
    def _into(queue: "Queue[Event]") -> Listener:
        def put(events: list[Event]) -> None:
            for one in events:
                queue.put(one)

        return put

    def next(self, count: int) -> list[Event]:
        committed = [self._commits.get(timeout=PATIENCE) for _ in range(count)]
        placed = [self._positions.get(timeout=PATIENCE) for _ in range(count)]
        assert [one.position for one in committed] == [one.position for one in placed]
        return committed


def test_a_server_that_says_nothing_hears_it_all_the_same(sqlite_rig: Rig, command: Rig) -> None:
    head = sqlite_rig.stream()
    heard = Heard(sqlite_rig)
    written = [command.log.append_sync(said(head, f"beside {n}")).event for n in range(3)]
    got = heard.next(3)
    assert [(one.position, one.seq, one.body) for one in got] == [(one.position, one.seq, one.body) for one in written]
    assert sqlite_rig.log.last_position() == written[-1].position


def test_what_it_says_itself_comes_after_what_was_said_before(sqlite_rig: Rig, command: Rig) -> None:
    head = sqlite_rig.stream()
    heard = Heard(sqlite_rig)
    for turn in range(20):
        (command if turn % 2 else sqlite_rig).log.append_sync(said(head, str(turn)))
    assert [one.seq for one in heard.next(20)] == list(range(1, 21))


def test_a_unit_of_the_server_leaves_nothing_out(sqlite_rig: Rig, command: Rig) -> None:
    head = sqlite_rig.stream()
    heard = Heard(sqlite_rig)
    command.log.append_sync(said(head, "beside"))
    with sqlite_rig.log.unit("own", said(head, "own")):
        pass
    assert [one.seq for one in heard.next(2)] == [1, 2]
