"""However the network mixes, repeats or drops, a feed ends with every event once and in order."""

from datetime import UTC, datetime
from uuid import UUID

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from troth.client.feed import Feed
from troth.wire.events import Author, WireEvent

STREAM, NOBODY = UUID(int=7), UUID(int=0)


def chain(seqs: list[int]) -> list[WireEvent]:
    """Events as one audience sees them: some seqs are missing, each names the one before it."""
    return [
        WireEvent(
            stream=STREAM, seq=seq, after=before, at=datetime(2026, 1, 1, tzinfo=UTC), kind="said", v=1,
            audience="all", author=Author(kind="visitor", id=NOBODY), client_id=UUID(int=seq),
            body=msgspec.Raw(b"{}"),
        )
        for before, seq in zip([0, *seqs], seqs, strict=False)
    ]  # fmt: skip


@given(
    seqs=st.lists(st.integers(1, 60), unique=True, min_size=1).map(sorted),
    arrivals=st.lists(st.integers(0, 59), max_size=120),
    page=st.integers(1, 5),
    cuts=st.sets(st.integers(0, 119)),
)
def test_every_event_once_and_in_order(seqs: list[int], arrivals: list[int], page: int, cuts: set[int]) -> None:
    events = chain(seqs)
    feed = Feed(STREAM)
    answers: list[tuple[list[WireEvent], bool]] = []

    def ask() -> None:
        rest = [event for event in events if event.seq > feed.last]
        feed.asking = True
        answers.append((rest[:page], len(rest) > page))

    for turn, arrival in enumerate([*arrivals, *range(len(events))]):
        feed.live(events[arrival % len(events)])
        if turn in cuts:
            feed.lost()
            answers.clear()
        if feed.behind:
            ask()
        if answers and turn % 3 == 0:
            feed.answer(*answers.pop(0))
    feed.live(events[-1])
    while feed.behind or answers:
        if feed.behind:
            ask()
        feed.answer(*answers.pop(0))
    assert [event.seq for event in feed.events] == seqs


def test_an_event_after_a_gap_is_not_given_out_before_the_gap_is_filled() -> None:
    first, second, third = chain([1, 2, 3])
    feed = Feed(STREAM)
    assert feed.live(first)
    assert not feed.live(third)
    assert (feed.behind, feed.last) == (True, 1)
    assert feed.answer([second, third], more=False)
    assert (feed.behind, feed.last) == (False, 3)


def test_seqs_of_the_team_are_no_gap_for_a_visitor() -> None:
    one, four = chain([1, 4])
    feed = Feed(STREAM)
    assert feed.live(one)
    assert feed.live(four)
    assert not feed.behind


def test_an_empty_answer_ends_the_asking() -> None:
    feed = Feed(STREAM)
    feed.known = 9
    before = feed.behind
    feed.answer([], more=False)
    assert (before, feed.behind) == (True, False)
