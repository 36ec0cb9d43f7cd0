"""PostgreSQL: what needs no look is written in one journey, and what a look would have found is found all the same."""

import logging
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from pathlib import Path

import psycopg
import pytest

from tests.log.rig import HELD, Rig, noted, said
from tests.postgres import fresh_database
from tests.until import PATIENCE, until
from troth.kernel.errors import Busy, Closed, Conflict, Forbidden, NotFound
from troth.kernel.ids import new_id
from troth.log import CLOSED, Draft, Head, Written, verify
from troth.log.counts import counts
from troth.wire.events import Author

pytestmark = pytest.mark.postgres


@pytest.fixture
def houses(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> Iterator[tuple[Rig, Rig]]:
    """Two processes' logs on one database, new for each test: one that missed goes the long way for a while."""
    with ExitStack() as stack:
        url = stack.enter_context(fresh_database())
        here, there = Rig(tmp_path, url), Rig(tmp_path, url)
        stack.callback(here.close)
        stack.callback(there.close)
        with caplog.at_level(logging.WARNING, "troth.log.scribe_postgres"):
            yield here, there
        # the database would refuse what a wrong statement tries, and the long way would mend it
        assert not [one for one in caplog.messages if "at once" in one]


@contextmanager
def _tried(*, kept: int = 0, missed: int = 0) -> Iterator[None]:
    """So many batches are meant to be written without a look inside."""
    before = dict(counts.at_once)
    yield
    assert {name: counts.at_once[name] - before[name] for name in before} == {"kept": kept, "missed": missed}


def _warm(rig: Rig, author: Author | None = None, verb: str = "anything") -> tuple[Head, Author]:
    """A stream that this log has written to: the next message needs no look."""
    head, author = rig.stream(), author or Author(kind="visitor", id=new_id())
    rig.log.append_sync(said(head, author=author, verb=verb))
    return head, author


def _together(rig: Rig, *drafts: Draft) -> list[Written | Exception]:
    """In one batch: the scribe begins when the loop has handed over all of them."""
    futures: list[Future[Written | Exception]] = [Future() for _ in drafts]

    def hand_over() -> None:
        for draft, future in zip(drafts, futures, strict=True):
            rig.log.append_soon(draft, future.set_result)

    rig.log.loop.call_soon_threadsafe(hand_over)
    return [future.result(PATIENCE) for future in futures]


def _seqs(rig: Rig, head: Head) -> list[int]:
    return [event.seq for event in rig.log.read(head.workspace, head.stream)]


def _seq(written: Written | Exception) -> int:
    assert isinstance(written, Written)
    return written.event.seq


def test_the_next_word_of_a_talk_needs_no_look(houses: tuple[Rig, Rig]) -> None:
    here, _ = houses
    head, author = _warm(here)
    with _tried(kept=4):
        for n in range(2, 6):
            assert here.log.append_sync(said(head, str(n), author=author)).event.seq == n
    assert [event.body for event in here.log.read(head.workspace, head.stream)][1:] == [
        b'{"text":"%d"}' % n for n in range(2, 6)
    ]


def test_the_chain_holds_through_all_ways_of_writing(houses: tuple[Rig, Rig]) -> None:
    here, there = houses
    head, author = _warm(here)
    drafts = [noted(head), said(head, author=author), noted(head), noted(head), said(head, author=author)]
    events = [here.log.append_sync(draft).event for draft in drafts]
    assert [(event.seq, event.after_all) for event in events] == [(2, 1), (3, 1), (4, 3), (5, 3), (6, 3)]
    with there.log.unit("talk", said(head, author=author)):
        pass
    for draft in (said(head, author=author), noted(head), said(head, author=author)):
        here.log.append_sync(draft)
    found = verify(here.config, here.log.keyring)
    assert (found.events, found.named) == (10, [])


def test_the_right_is_asked_with_all_that_it_asks_of(houses: tuple[Rig, Rig]) -> None:
    here, _ = houses
    head, visitor = _warm(here, verb="visit")
    agent = Author(kind="agent", id=visitor.id)
    here.allow("read", agent.id)
    here.log.append_sync(said(head, author=agent))
    with _tried(kept=1, missed=1):
        assert here.log.append_sync(said(head, author=visitor, verb="visit")).event.seq == 3
        with pytest.raises(Forbidden):
            here.log.append_sync(said(head, author=agent, verb="visit"))
    with _tried(kept=1):  # who may not holds up nobody
        assert here.log.append_sync(said(head, author=visitor, verb="visit")).event.seq == 4
    assert _seqs(here, head) == [1, 2, 3, 4]


def test_what_another_process_wrote_between_keeps_its_place(houses: tuple[Rig, Rig]) -> None:
    here, there = houses
    head, author = _warm(here)
    for n in range(2, 10):
        rig = houses[n // 2 % 2]
        assert rig.log.append_sync(said(head, str(n), author=author)).event.seq == n
    assert _seqs(here, head) == _seqs(there, head) == list(range(1, 10))


@pytest.mark.parametrize("moved", range(5))
def test_of_many_one_moved(houses: tuple[Rig, Rig], moved: int) -> None:
    here, there = houses
    streams = [_warm(here) for _ in range(5)]
    head, author = streams[moved]
    there.log.append_sync(said(head, author=author))
    with _tried(missed=1):
        written = _together(here, *(said(head, author=author) for head, author in streams))
    expected = [3 if n == moved else 2 for n in range(5)]
    assert [_seq(one) for one in written] == expected
    assert [_seqs(here, head)[-1] for head, _ in streams] == expected


def test_a_right_that_ended_is_refused(houses: tuple[Rig, Rig]) -> None:
    here, _ = houses
    author = Author(kind="visitor", id=new_id())
    here.allow("say", author.id)
    head, _ = _warm(here, author, "say")
    here.sql("DELETE FROM may WHERE author = {}", author.id)
    with _tried(missed=1), pytest.raises(NotFound):
        here.log.append_sync(said(head, author=author, verb="say"))
    assert _seqs(here, head) == [1]


def test_one_who_may_not_stops_nobody_else_of_the_batch(houses: tuple[Rig, Rig]) -> None:
    here, _ = houses
    (mine, may), (other, may_not) = _warm(here), _warm(here)
    stranger = Author(kind="agent", id=may_not.id)
    here.log.append_sync(said(other, author=stranger))
    with _tried(missed=1):
        kept, refused = _together(
            here, said(mine, author=may, verb="visit"), said(other, author=stranger, verb="visit")
        )
    assert _seq(kept) == 2
    assert isinstance(refused, NotFound)
    assert (_seqs(here, mine), _seqs(here, other)) == ([1, 2], [1, 2])


def test_a_repeat_is_found_whoever_wrote_it(houses: tuple[Rig, Rig]) -> None:
    here, there = houses
    head, author = _warm(here)
    client_ids = new_id(), new_id()
    for rig, client_id in zip(houses, client_ids, strict=True):
        rig.log.append_sync(said(head, "once", author=author, client_id=client_id))
    here.log.append_sync(said(head, author=author))
    with _tried(missed=4):
        for client_id in client_ids:
            assert here.log.append_sync(said(head, "once", author=author, client_id=client_id)).duplicate
            with pytest.raises(Conflict):
                here.log.append_sync(said(head, "twice", author=author, client_id=client_id))
    assert _seqs(there, head) == [1, 2, 3, 4]


def test_a_stream_that_was_closed_meanwhile_takes_no_word(houses: tuple[Rig, Rig]) -> None:
    here, there = houses
    author = Author(kind="visitor", id=new_id())
    here.allow("say", author.id)
    here.allow("read", author.id)
    head, _ = _warm(here, author, "say")
    with there.log.unit("close", locks=[head]) as unit:
        unit.state(head.stream, CLOSED)
    with _tried(missed=1), pytest.raises(Closed):
        here.log.append_sync(said(head, author=author, verb="say"))
    assert _seqs(here, head) == [1]


@pytest.mark.parametrize("what", ["closed", "written", "only locked", "deleted"])
def test_what_happens_between_the_look_and_the_lock_counts(houses: tuple[Rig, Rig], what: str) -> None:
    """The right is asked for, which takes a while; meanwhile somebody who holds the head ends it."""
    here, there = houses
    author = Author(kind="visitor", id=new_id())
    for verb in ("say", "read"):
        here.allow(verb, author.id)
    head, _ = _warm(here, author, "slowly")
    with psycopg.connect(here.config.database.url, autocommit=True) as other, ThreadPoolExecutor(1) as thread:
        other.execute("SELECT pg_advisory_lock(%s)", (HELD,))
        saying = thread.submit(_together, here, said(head, author=author, verb="slowly"))
        waits = "SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND objid = %s AND NOT granted"
        until(lambda: saying.done() or other.execute(waits, (HELD,)).fetchone())
        if what == "deleted":
            other.execute("DELETE FROM log_head WHERE stream = %s", (head.stream,))
        else:
            drafts = [said(head, author=author)] if what == "written" else []
            with there.log.unit("end", *drafts, locks=[head]) as unit:
                if what == "closed":
                    unit.state(head.stream, CLOSED)
                there.transactions.cursor().execute("DELETE FROM may WHERE verb = 'say' AND author = %s", (author.id,))
        other.execute("SELECT pg_advisory_unlock(%s)", (HELD,))
        [outcome] = saying.result()
    assert isinstance(outcome, NotFound if what == "deleted" else Forbidden)
    assert len(_seqs(here, head)) == (2 if what == "written" else 1)


def test_a_head_that_somebody_holds_is_waited_for(houses: tuple[Rig, Rig]) -> None:
    """And when they hold it too long, who speaks there hears so, and nobody else does."""
    here, _ = houses
    (head, author), (free, other) = _warm(here), _warm(here)
    with psycopg.connect(here.config.database.url) as holder:
        holder.execute("SELECT 1 FROM log_head WHERE stream = %s FOR UPDATE", (head.stream,))
        with _tried(missed=1):
            held, kept = _together(here, said(head, author=author), said(free, author=other))
    assert isinstance(held, Busy)
    assert _seq(kept) == 2
    assert here.log.append_sync(said(head, author=author)).event.seq == 2
    assert (_seqs(here, head), _seqs(here, free)) == ([1, 2], [1, 2])


def test_a_connection_that_breaks_is_made_anew_and_nothing_is_written_twice(houses: tuple[Rig, Rig]) -> None:
    """In the middle of the one statement, which may have been the commit."""
    here, _ = houses
    author = Author(kind="visitor", id=new_id())
    here.allow("say", author.id)
    head, _ = _warm(here, author, "slowly")
    with psycopg.connect(here.config.database.url, autocommit=True) as other, ThreadPoolExecutor(1) as thread:
        other.execute("SELECT pg_advisory_lock(%s)", (HELD,))
        saying = thread.submit(_together, here, said(head, author=author, verb="slowly"))
        waits = "SELECT pid FROM pg_locks WHERE locktype = 'advisory' AND objid = %s AND NOT granted"
        [scribe] = until(lambda: other.execute(waits, (HELD,)).fetchone())
        other.execute("SELECT pg_terminate_backend(%s)", (scribe,))
        other.execute("SELECT pg_advisory_unlock(%s)", (HELD,))
        [written] = saying.result()
    assert _seq(written) == 2
    with _tried(kept=1):
        assert here.log.append_sync(said(head, author=author, verb="say")).event.seq == 3
    assert _seqs(here, head) == [1, 2, 3]
