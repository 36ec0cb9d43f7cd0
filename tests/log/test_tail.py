"""The tail gives what the database would give, or nothing."""

from datetime import UTC, datetime
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from troth.log.shapes import Event
from troth.log.tail import Tail
from troth.wire.events import Audience, Author

NOBODY = UUID(int=0)


def event(position: int) -> Event:
    return Event(
        NOBODY, NOBODY, position, 0, datetime(2026, 1, 1, tzinfo=UTC), 2, 1, Audience.ALL,
        Author(kind="system", id=NOBODY), NOBODY, 1, b"", b"{}", position,
    )  # fmt: skip


@given(
    sizes=st.lists(st.integers(1, 9), min_size=1, max_size=30),
    skipped=st.sets(st.integers(0, 29)),
    most=st.integers(1, 12),
    limit=st.integers(1, 20),
)
def test_what_it_answers_is_what_was_written(sizes: list[int], skipped: set[int], most: int, limit: int) -> None:
    tail, at, written = Tail(most), 1, []
    for n, size in enumerate(sizes):
        events = [event(position) for position in range(at, at + size)]
        at += size
        written += [one.position for one in events]
        if n not in skipped:
            tail.put(events)
    answers = {position: tail.after(position, limit) for position in range(-1, at + 2)}
    for position, answer in answers.items():
        given = [one.position for one in answer or []]
        true = [one for one in written if one > position][:limit]
        # what was never put may be missing at the end: whoever gets few or none comes again
        assert given == true[: len(given)]
        if answer is not None and len(sizes) - 1 not in skipped:
            assert given == true
    if len(sizes) - 1 not in skipped:
        assert answers[at - 2], "the newest event is always held"


def test_nothing_is_answered_after_something_was_erased() -> None:
    tail = Tail()
    tail.put([event(1), event(2)])
    tail.forget([1])
    assert tail.after(0, 10) is None


def test_what_was_erased_on_its_way_here_is_not_held() -> None:
    tail = Tail()
    tail.put([event(1)])
    tail.forget([1])
    late, after = event(2), event(3)
    after.key_id = 2
    tail.put([late, after])
    assert tail.after(1, 10) is None
    assert tail.after(2, 10) == [after]
