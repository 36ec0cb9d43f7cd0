"""A unit: the transaction of a verb that changes rows and writes events, both or neither.

Sealing and the look-up of keys come before BEGIN; inside are only statements. Whoever holds the heads (PostgreSQL) or
the gate (SQLite) longer than 10 ms is logged by name.
"""

import time
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from typing import Any, Literal, Protocol
from uuid import UUID

from troth.kernel import clock
from troth.kernel.errors import Conflict, NotFound

from .bell import Bell, Turn
from .folding import same
from .gate import Gate, SlowHolders
from .moments import moment
from .running import rows, run
from .sealing import Place, Waiting
from .shapes import Address, Draft, Event, Head, Written
from .writing import Locked, Writer

LOCK_TIMEOUT = "5s"  # PostgreSQL: a stream that another program holds may not hold the house's few threads for ever

_slow = SlowHolders("its streams")


class Transactions(Protocol):
    """The ORM's transactions of the calling thread, handed in by the project."""

    @property
    def vendor(self) -> Literal["sqlite", "postgresql"]: ...

    def atomic(self) -> AbstractContextManager[Any]:
        """A transaction; refuses to be a part of another one, since nothing inside that would be durable."""
        ...

    def cursor(self) -> Any:
        """A plain cursor of the driver (sqlite3 or psycopg) on the thread's own connection."""
        ...

    def refresh(self) -> None:
        """Drop the thread's connection when it is broken or too old. Called between transactions."""
        ...

    def close(self) -> None:
        """Close the thread's connection; the thread is about to end."""
        ...


class Unit:
    """What a verb holds inside `with log.unit(...)`.

    repeated: the first draft was written before with this very body: return the earlier result, write no rows.
    at: the moment its events bear; rows that tell of them take the same.
    written: after the block, the events in the order of the drafts.
    """

    def __init__(self, writer: Writer, cursor: Any, batch: list[Waiting], locked: Locked) -> None:
        self._writer = writer
        self._cursor = cursor
        self._batch = batch
        self._locked = locked
        self.repeated = bool(batch) and batch[0].once in locked.stored
        self.written: list[Written] = []
        self._fresh: list[Waiting] = []
        self._moved: set[Place] = set()  # heads it wrote events to
        self.at = max([clock.now(), *(moment(head.at) for head in locked.heads.values())])
        for place, waiting in enumerate(batch):
            self._admit(waiting, locked.refused.get(place))

    def add(self, draft: Draft) -> None:
        """One more event, when it was not known before BEGIN. Its stream must be one of the unit's."""
        waiting = Waiting(draft)
        run(self._cursor, self._writer.find_keys([waiting]))
        waiting.seal(self._writer.keys)
        again = run(self._cursor, self._writer.lock([waiting]))
        self._locked.stored.update(again.stored)
        self._admit(waiting, again.refused.get(0))
        self._batch.append(waiting)

    def state(self, stream: UUID, state: int) -> None:
        """Set the state of a locked stream: OPEN or CLOSED."""
        for head in self._locked.heads.values():
            if head.stream == stream:
                head.state = state
                rows(self._cursor, self._writer.dialect.set_state((head.workspace, head.stream), state))
                return
        raise NotFound

    def last_seq(self, stream: UUID) -> int:
        """The newest seq of a locked stream before this unit's own events."""
        return next((head.last_seq for head in self._locked.heads.values() if head.stream == stream), 0)

    def _admit(self, waiting: Waiting, refusal: Exception | None) -> None:
        before = self._locked.stored.get(waiting.once)
        if before is not None:
            if not same(before, waiting):
                raise Conflict
        elif waiting.place not in self._locked.heads:
            raise NotFound
        elif refusal is not None:
            raise refusal

    def _finish(self) -> list[Event]:
        if self.repeated:
            stored = self._locked.stored
            self.written = [Written(stored[w.once], True) for w in self._batch if w.once in stored]
            return []
        if not self._batch:
            return []
        folded = run(self._cursor, self._writer.write(self._batch, self._locked, self.at))
        for outcome in folded.outcomes:
            if isinstance(outcome, Exception):
                raise outcome
            self.written.append(outcome)
        self._fresh = [waiting for _, waiting in folded.fresh]
        self._moved = set(folded.moved)
        return folded.events

    def _touch(self) -> None:
        """Whatever this unit forbids, a scribe that remembers one of its heads must see that somebody was there."""
        still = [(h.workspace, h.stream) for place, h in self._locked.heads.items() if place not in self._moved]
        if still:
            rows(self._cursor, self._writer.dialect.touch_heads(still))

    def _committed(self) -> None:
        """The main database knows the keys of what it wrote; a repeat among the drafts was sealed for nothing."""
        for waiting in self._fresh:
            waiting.grant.recorded = True


@contextmanager
def unit(
    name: str, drafts: Sequence[Draft], opens: Sequence[Head], locks: Sequence[Head],
    *, writer: Writer, transactions: Transactions, bell: Bell, gate: Gate | None, look_up: Any,
) -> Iterator[Unit]:  # fmt: skip
    """See Log.unit. gate: SQLite's; None on PostgreSQL. look_up: runs a story on a reading connection."""
    opened = {(head.workspace, head.stream) for head in opens}
    opened |= {(d.workspace, d.stream) for d in drafts if d.workspace == d.stream}  # a workspace's own stream
    batch = [Waiting(draft) for draft in drafts]
    look_up(writer.find_keys([waiting for waiting in batch if waiting.address not in opened]))
    for waiting in batch:
        waiting.seal(writer.keys)
    also: list[Address] = [(head.workspace, head.stream) for head in locks]
    begun = min([clock.now(), *(draft.at for draft in drafts if draft.at is not None)])  # what opens here
    if gate is not None:
        with gate.held(name):
            with transactions.atomic():
                cursor = transactions.cursor()
                held = Unit(writer, cursor, batch, run(cursor, writer.lock(batch, also, list(opened), begun)))
                yield held
                events = held._finish()
            held._committed()
            bell.post([], events)
            return
    turn: Turn | None = None
    events = []
    since = 0.0
    try:
        with transactions.atomic():
            cursor = transactions.cursor()
            cursor.execute(f"SET LOCAL lock_timeout = '{LOCK_TIMEOUT}'")
            locked = run(cursor, writer.lock(batch, also, list(opened), begun))
            since = time.perf_counter()
            held = Unit(writer, cursor, batch, locked)
            yield held
            pending = held._finish()
            held._touch()
            if pending:
                turn = bell.expect({waiting.place for waiting in held._batch})
        held._committed()
        events = pending
    finally:
        if turn is not None:
            bell.settle(turn, events)
        if since:
            _slow.held(name, (time.perf_counter() - since) * 1000)
