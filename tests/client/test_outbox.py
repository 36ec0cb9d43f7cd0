"""Words of one author in one stream are under way one at a time, first said first."""

from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from troth.client.outbox import Outbox, Pending
from troth.client.problems import Unreachable


def pending(stream: int, number: int) -> Pending:
    return Pending(stream=UUID(int=stream), client_id=UUID(int=number), text=str(number))


@given(st.lists(st.tuples(st.integers(1, 3), st.booleans()), max_size=60))
def test_each_stream_is_sent_in_the_order_it_was_said(steps: list[tuple[int, bool]]) -> None:
    box, said, sent = Outbox(), {1: [], 2: [], 3: []}, {1: [], 2: [], 3: []}  # type: ignore[var-annotated]

    def send(one: Pending | None) -> None:
        if one is not None:
            sent[one.stream.int].append(one)

    for number, (stream, say) in enumerate(steps):
        if say:
            one = pending(stream, number)
            said[stream].append(one)
            send(box.put(one))
        elif sent[stream] and sent[stream][-1].outcome is None:
            send(box.done(sent[stream][-1], Unreachable()))
    while first := box.first():
        for one in first:
            send(box.done(one, Unreachable()))
    assert sent == said
    assert len(box) == 0


def test_who_waits_no_longer_does_not_hold_up_the_one_under_way() -> None:
    box, one, two, three = Outbox(), pending(1, 1), pending(1, 2), pending(1, 3)
    assert [box.put(each) for each in (one, two, three)] == [one, None, None]
    assert box.done(two, Unreachable()) is None
    assert box.under_way(UUID(int=1), UUID(int=1)) is one
    assert box.done(one, Unreachable()) is three


def test_a_settled_message_is_not_settled_again() -> None:
    box, one, two = Outbox(), pending(1, 1), pending(1, 2)
    box.put(one)
    box.put(two)
    assert box.done(one, Unreachable()) is two
    assert box.done(one, Unreachable()) is None
    assert box.under_way(UUID(int=1), UUID(int=1)) is None
