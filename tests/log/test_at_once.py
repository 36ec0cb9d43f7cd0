"""PostgreSQL: what needs no look is written in one journey, and what a look would have found is found all the same."""

import asyncio
from collections.abc import Iterator
from contextlib import ExitStack

import psycopg
import pytest

from tests.log.rig import Rig, noted, said
from tests.postgres import fresh_database
from troth.kernel.errors import Busy, Closed, Conflict, Forbidden, NotFound
from troth.kernel.ids import new_id
from troth.log import CLOSED, Head, Written
from troth.log.counts import counts
from troth.wire.events import Author

pytestmark = pytest.mark.postgres


@pytest.fixture(scope="module")
def houses(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Rig, Rig]]:
    """Two processes' logs on one database."""
    with ExitStack() as stack:
        url, var = stack.enter_context(fresh_database()), tmp_path_factory.mktemp("log")
        here, there = Rig(var, url), Rig(var, url)
        stack.callback(here.close)
        stack.callback(there.close)
        yield here, there


def _warm(rig: Rig, author: Author | None = None, verb: str = "anything") -> tuple[Head, Author]:
    """A stream that this log has written to: the next message needs no look."""
    head, author = rig.stream(), author or Author(kind="visitor", id=new_id())
    rig.log.append_sync(said(head, author=author, verb=verb))
    return head, author


def _seqs(rig: Rig, head: Head) -> list[int]:
    return [event.seq for event in rig.log.read(head.workspace, head.stream)]


def test_the_next_word_of_a_talk_needs_no_look(houses: tuple[Rig, Rig]) -> None:
    here, _ = houses
    head, author = _warm(here)
    before = counts.at_once
    for n in range(2, 6):
        assert here.log.append_sync(said(head, str(n), author=author)).event.seq == n
    assert counts.at_once == before + 4
    assert [event.body for event in here.log.read(head.workspace, head.stream)][1:] == [
        b'{"text":"%d"}' % n for n in range(2, 6)
    ]


def test_the_right_is_asked_with_all_that_it_asks_of(houses: tuple[Rig, Rig]) -> None:
    here, _ = houses
    head, visitor = _warm(here, verb="visit")
    agent = Author(kind="agent", id=visitor.id)
    here.log.append_sync(said(head, author=agent))
    before = counts.at_once
    assert here.log.append_sync(said(head, author=visitor, verb="visit")).event.seq == 3
    assert counts.at_once == before + 1
    here.allow("read", agent.id)
    with pytest.raises(Forbidden):
        here.log.append_sync(said(head, author=agent, verb="visit"))
    assert _seqs(here, head) == [1, 2, 3]


def test_what_another_process_wrote_between_keeps_its_place(houses: tuple[Rig, Rig]) -> None:
    here, there = houses
    head, author = _warm(here)
    for n in range(2, 10):
        rig = houses[n // 2 % 2]
        assert rig.log.append_sync(said(head, str(n), author=author)).event.seq == n
    assert _seqs(here, head) == _seqs(there, head) == list(range(1, 10))


def test_many_and_one_that_moved(houses: tuple[Rig, Rig]) -> None:
    here, there = houses
    heads = [_warm(here) for _ in range(5)]
    moved, author = heads[2]
    there.log.append_sync(said(moved, author=author))

    async def at_once() -> list[Written]:
        return await asyncio.gather(*(here.log.append(said(head, author=author)) for head, author in heads))

    assert [written.event.seq for written in asyncio.run(at_once())] == [2, 2, 3, 2, 2]
    assert [_seqs(here, head)[-1] for head, _ in heads] == [2, 2, 3, 2, 2]


def test_a_right_that_ended_is_refused(houses: tuple[Rig, Rig]) -> None:
    here, _ = houses
    author = Author(kind="visitor", id=new_id())
    here.allow("say", author.id)
    head, _ = _warm(here, author, "say")
    here.sql("DELETE FROM may WHERE author = {}", author.id)
    with pytest.raises(NotFound):
        here.log.append_sync(said(head, author=author, verb="say"))
    assert _seqs(here, head) == [1]


def test_one_who_may_not_stops_nobody_else_of_the_batch(houses: tuple[Rig, Rig]) -> None:
    here, _ = houses
    (mine, may), (other, may_not) = (
        _warm(here, Author(kind="visitor", id=new_id()), "visit"),
        _warm(here),
    )
    stranger = Author(kind="agent", id=may_not.id)

    async def at_once() -> list[object]:
        drafts = said(mine, author=may, verb="visit"), said(other, author=stranger, verb="visit")
        return await asyncio.gather(*map(here.log.append, drafts), return_exceptions=True)

    kept, refused = asyncio.run(at_once())
    assert isinstance(kept, Written)
    assert isinstance(refused, NotFound)
    assert (_seqs(here, mine), _seqs(here, other)) == ([1, 2], [1])


def test_a_repeat_is_found_whoever_wrote_it(houses: tuple[Rig, Rig]) -> None:
    here, there = houses
    head, author = _warm(here)
    client_ids = new_id(), new_id()
    for rig, client_id in zip(houses, client_ids, strict=True):
        rig.log.append_sync(said(head, "once", author=author, client_id=client_id))
    here.log.append_sync(said(head, author=author))
    for client_id in client_ids:
        for rig in houses:
            assert rig.log.append_sync(said(head, "once", author=author, client_id=client_id)).duplicate
            with pytest.raises(Conflict):
                rig.log.append_sync(said(head, "twice", author=author, client_id=client_id))
    assert _seqs(there, head) == [1, 2, 3, 4]


def test_a_stream_that_was_closed_meanwhile_takes_no_word(houses: tuple[Rig, Rig]) -> None:
    here, there = houses
    author = Author(kind="visitor", id=new_id())
    here.allow("say", author.id)
    here.allow("read", author.id)
    head, _ = _warm(here, author, "say")
    with there.log.unit("close", locks=[head]) as unit:
        unit.state(head.stream, CLOSED)
    with pytest.raises(Closed):
        here.log.append_sync(said(head, author=author, verb="say"))
    assert _seqs(here, head) == [1]


def test_a_head_that_somebody_holds_is_waited_for(houses: tuple[Rig, Rig]) -> None:
    """And when they hold it too long, who speaks there hears so, and nobody else does."""
    here, _ = houses
    (head, author), (free, other) = _warm(here), _warm(here)

    async def at_once() -> list[object]:
        drafts = said(head, author=author), said(free, author=other)
        return await asyncio.gather(*map(here.log.append, drafts), return_exceptions=True)

    with psycopg.connect(here.config.database.url) as holder:
        holder.execute("SELECT 1 FROM log_head WHERE stream = %s FOR UPDATE", (head.stream,))
        held, kept = asyncio.run(at_once())
    assert isinstance(held, Busy)
    assert isinstance(kept, Written)
    assert here.log.append_sync(said(head, author=author)).event.seq == 2
    assert (_seqs(here, head), _seqs(here, free)) == ([1, 2], [1, 2])


def test_notes_keep_the_count_of_what_everybody_sees(houses: tuple[Rig, Rig]) -> None:
    here, _ = houses
    head, author = _warm(here)
    drafts = [noted(head), said(head, author=author), noted(head), noted(head), said(head, author=author)]
    events = [here.log.append_sync(draft).event for draft in drafts]
    assert [(event.seq, event.after_all) for event in events] == [(2, 1), (3, 1), (4, 3), (5, 3), (6, 3)]
