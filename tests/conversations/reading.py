"""Let the readers of the log catch up, as the worker does: each batch in one transaction, in the order of positions."""

import threading
from uuid import UUID

from tests.until import PATIENCE
from troth.datamap.doors import acting_for
from troth.log import Event, Log
from troth.project import desk
from troth.project.transactions import DjangoTransactions
from troth.worker import Reader


class Following:
    """Knows when all that was committed has its position (on PostgreSQL that comes a moment later), and how far the
    tests' own readers are."""

    def __init__(self, log: Log) -> None:
        self.log = log
        self._committed: dict[UUID, int] = {}
        self._placed: dict[UUID, int] = {}
        self._changed = threading.Condition()
        self._position: dict[str, int] = {}
        log.on_commit(lambda events: self._note(self._committed, events))
        log.on_position(lambda events: self._note(self._placed, events))

    def catch_up(self) -> None:
        heard = threading.Event()
        self.log.loop.call_soon_threadsafe(heard.set)  # after what was committed before
        assert heard.wait(PATIENCE)
        with self._changed:
            assert self._changed.wait_for(self._all_placed, PATIENCE)
        for reader in desk.readers():
            assert reader.purpose is not None
            with acting_for(reader.purpose):
                self._follow(reader)

    def _follow(self, reader: Reader) -> None:
        own = reader.own
        position = own.position() if own is not None else self._position.get(reader.name, 0)
        while events := self.log.follow(reader.name, position, 200):
            given = reader.prepare(events) if reader.prepare else events
            before, position = position, events[-1].position
            if own is not None:
                assert own.keep(given, position, before)
            else:
                with DjangoTransactions().atomic():
                    reader.handle(given)
                self._position[reader.name] = position

    def _all_placed(self) -> bool:
        return all(self._placed.get(stream, 0) >= seq for stream, seq in self._committed.items())

    def _note(self, where: dict[UUID, int], events: list[Event]) -> None:
        with self._changed:
            for event in events:
                where[event.stream] = max(event.seq, where.get(event.stream, 0))
            self._changed.notify_all()


_following: dict[int, Following] = {}


def catch_up(log: Log) -> None:
    """Every reader has handled everything that was written before the call."""
    follow(log).catch_up()


def follow(log: Log) -> Following:
    if id(log) not in _following:
        _following[id(log)] = Following(log)
    return _following[id(log)]
