"""The bell on PostgreSQL: two COMMITs of one stream may be heard of in the wrong order; listeners never do."""

import asyncio
from uuid import UUID

from troth.kernel import clock
from troth.kernel.ids import new_id
from troth.log.bell import Bell
from troth.log.shapes import Event
from troth.wire.events import Audience, Author

WORKSPACE = new_id()
A, B = new_id(), new_id()


def event(stream: UUID, seq: int) -> Event:
    author = Author(kind="system", id=UUID(int=0))
    return Event(WORKSPACE, stream, seq, seq - 1, clock.now(), 2, 1, Audience.ALL, author, new_id(), 1, b"", b"{}")


def place(stream: UUID) -> bytes:
    return WORKSPACE.bytes + stream.bytes


class Listening:
    def __init__(self) -> None:
        self.bell = Bell(asyncio.new_event_loop())
        self.heard: list[tuple[UUID, int]] = []
        self.bell.on_commit(lambda events: self.heard.extend((one.stream, one.seq) for one in events))

    def end(self) -> None:
        self.bell.loop.close()


def test_a_later_commit_waits_for_the_earlier_one_of_its_stream() -> None:
    here = Listening()
    first = here.bell.expect({place(A)})  # holds the head of A, commits, is slow to say so
    second = here.bell.expect({place(A), place(B)})  # then the next one got it
    here.bell.settle_now(second, [event(A, 2), event(B, 1)])
    assert here.heard == [(B, 1)]
    here.bell.settle_now(first, [event(A, 1)])
    assert here.heard == [(B, 1), (A, 1), (A, 2)]
    here.end()


def test_one_that_failed_holds_nobody() -> None:
    here = Listening()
    failing = here.bell.expect({place(A)})
    second = here.bell.expect({place(A)})
    here.bell.settle_now(second, [event(A, 1)])
    assert here.heard == []
    here.bell.settle_now(failing, [])
    assert here.heard == [(A, 1)]
    assert not here.bell.committing(WORKSPACE, A)
    here.end()


def test_many_at_once_come_out_in_order() -> None:
    here = Listening()
    turns = [here.bell.expect({place(A)}) for _ in range(5)]
    for n in (4, 1, 3, 0, 2):
        here.bell.settle_now(turns[n], [event(A, n + 1)])
    assert here.heard == [(A, n) for n in range(1, 6)]
    here.end()


def test_a_listener_that_fails_silences_nobody() -> None:
    here = Listening()
    answered: list[object] = []

    def fail(_: object) -> None:
        raise ZeroDivisionError

    here.bell._commit.insert(0, fail)
    here.bell.ring([(fail, "lost"), (answered.append, "kept")], [event(A, 1)])
    assert (answered, here.heard) == (["kept"], [(A, 1)])
    here.end()
