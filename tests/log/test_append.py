"""What `append` promises: numbered, once, durable, or a typed refusal."""

import asyncio
from datetime import timedelta
from threading import Event as Flag

import pytest

from tests.log.rig import Rig, noted, said
from tests.until import PATIENCE
from troth.kernel import clock
from troth.kernel.errors import Closed, Conflict, Forbidden, Invalid, NotFound, TrothError
from troth.kernel.ids import new_id
from troth.log import CLOSED, Event, Head
from troth.wire.events import Audience, Author


def test_events_are_numbered_from_one_and_read_as_written(rig: Rig) -> None:
    head = rig.stream()
    written = [rig.log.append_sync(said(head, text)) for text in ("a", "b", "ж \u200f ع 👩‍👩‍👧")]
    assert [one.event.seq for one in written] == [1, 2, 3]
    assert not any(one.duplicate for one in written)
    assert [event.body for event in rig.log.read(head.workspace, head.stream)] == [one.event.body for one in written]
    assert b"\xf0\x9f\x91\xa9" in written[2].event.body


def test_time_never_goes_back_in_a_stream(rig: Rig) -> None:
    head = rig.stream()
    times = [rig.log.append_sync(said(head)).event.at for _ in range(5)]
    assert times == sorted(times)
    assert rig.log.heads([(head.workspace, head.stream)])[head.workspace, head.stream].at == times[-1]


def test_not_even_when_the_clock_does(rig: Rig) -> None:
    head = rig.stream()
    first = rig.log.append_sync(said(head)).event
    clock.set_clock(lambda: first.at - timedelta(hours=1))
    try:
        again = rig.log.append_sync(said(head)).event
    finally:
        clock.set_clock(None)
    assert again.at == first.at
    assert [event.at for event in rig.log.read(head.workspace, head.stream)] == [first.at, first.at]


def test_the_same_client_id_is_the_same_event(rig: Rig) -> None:
    head, author, client_id = rig.stream(), Author(kind="visitor", id=new_id()), new_id()
    first = rig.log.append_sync(said(head, "once", author=author, client_id=client_id))
    again = rig.log.append_sync(said(head, "once", author=author, client_id=client_id))
    assert again.duplicate
    assert again.event.seq == first.event.seq
    assert again.event.at == first.event.at
    with pytest.raises(Conflict):
        rig.log.append_sync(said(head, "twice", author=author, client_id=client_id))
    other = rig.log.append_sync(said(head, "twice", client_id=client_id))  # another author's ids are their own
    assert other.event.seq == 2


def test_a_repeat_in_the_same_batch_is_the_same_event(rig: Rig) -> None:
    head, author, client_id = rig.stream(), Author(kind="visitor", id=new_id()), new_id()

    async def at_once() -> list[object]:
        bodies = ["once", "once", "other", "once"]
        return await asyncio.gather(
            *(rig.log.append(said(head, body, author=author, client_id=client_id)) for body in bodies),
            return_exceptions=True,
        )

    first, second, other, last = asyncio.run(at_once())
    assert (first.duplicate, second.duplicate, last.duplicate) == (False, True, True)  # type: ignore[attr-defined]
    assert isinstance(other, Conflict)
    assert rig.log.heads([(head.workspace, head.stream)])[head.workspace, head.stream].last_seq == 1


def test_a_stream_that_does_not_exist_is_not_found(rig: Rig) -> None:
    head = rig.stream()
    for nowhere in (Head(head.workspace, new_id()), Head(new_id(), head.stream)):
        with pytest.raises(NotFound):
            rig.log.append_sync(said(nowhere))
    assert asyncio.run(rig.log.where(head.stream)) == head.workspace
    assert asyncio.run(rig.log.where(new_id())) is None


def test_refusals_tell_as_much_as_the_asker_may_know(rig: Rig) -> None:
    head = rig.stream()
    stranger, reader, speaker = (Author(kind="agent", id=new_id()) for _ in range(3))
    rig.allow("read", reader.id)
    rig.allow("read", speaker.id)
    rig.allow("say", speaker.id)
    rig.log.append_sync(said(head, author=speaker, verb="say"))
    with pytest.raises(NotFound):
        rig.log.append_sync(said(head, author=stranger, verb="say"))
    with pytest.raises(Forbidden):
        rig.log.append_sync(said(head, author=reader, verb="say"))
    with rig.log.unit("close", locks=[head]) as unit:
        unit.state(head.stream, CLOSED)
    for author, refusal in ((speaker, Closed), (reader, Closed), (stranger, NotFound)):
        with pytest.raises(refusal):
            rig.log.append_sync(said(head, author=author, verb="say"))
    asked = [(head.workspace, head.stream, one.kind, one.id) for one in (stranger, reader, speaker)]
    assert rig.log.ask("read", asked) == [False, True, True]
    assert rig.log.ask("say", asked) == [False, False, True]


def test_a_repeat_of_what_was_kept_is_answered_though_the_stream_closed_since(rig: Rig) -> None:
    head, author, client_id = rig.stream(), Author(kind="visitor", id=new_id()), new_id()
    rig.allow("say", author.id)
    rig.log.append_sync(said(head, author=author, client_id=client_id, verb="say"))
    with rig.log.unit("close", locks=[head]) as unit:
        unit.state(head.stream, CLOSED)
    assert rig.log.append_sync(said(head, author=author, client_id=client_id, verb="say")).duplicate


def test_what_can_not_travel_is_refused_and_disturbs_nobody(rig: Rig) -> None:
    head = rig.stream()

    async def at_once() -> list[object]:
        drafts = [said(head, "fine"), said(head, "\ud800"), said(head, "fine too")]
        return await asyncio.gather(*map(rig.log.append, drafts), return_exceptions=True)

    first, broken, last = asyncio.run(at_once())
    assert isinstance(broken, Invalid)
    assert (first.event.seq, last.event.seq) == (1, 2)  # type: ignore[attr-defined]


def test_notes_are_the_teams_and_leave_no_trace_for_others(rig: Rig) -> None:
    head = rig.stream()
    for draft in (said(head, "1"), noted(head), said(head, "3"), noted(head), noted(head), said(head, "6")):
        rig.log.append_sync(draft)
    everyone = rig.log.read(head.workspace, head.stream)
    assert [(e.seq, e.wire(Audience.ALL).after) for e in everyone] == [(1, 0), (3, 1), (6, 3)]
    team = rig.log.read(head.workspace, head.stream, audience=Audience.TEAM)
    assert [(e.seq, e.wire(Audience.TEAM).after) for e in team] == [(n, n - 1) for n in range(1, 7)]
    assert rig.log.heads([(head.workspace, head.stream)])[head.workspace, head.stream].last_all == 6


def test_pages_go_both_ways(rig: Rig) -> None:
    head = rig.stream()
    with rig.log.unit("talk", *(said(head, str(n)) for n in range(1, 11))):
        pass

    def seqs(**limits: int) -> list[int]:
        return [event.seq for event in rig.log.read(head.workspace, head.stream, **limits)]  # type: ignore[arg-type]

    assert seqs(after=7) == [8, 9, 10]
    assert seqs(after=2, limit=3) == [3, 4, 5]
    assert seqs(before=11, limit=3) == [8, 9, 10]
    assert seqs(before=3) == [1, 2]


def test_listeners_hear_each_stream_in_order_after_the_answers(rig: Rig) -> None:
    head = rig.stream()
    heard: list[Event] = []
    answered: list[object] = []
    done = Flag()

    def hear(events: list[Event]) -> None:
        mine = [event for event in events if event.stream == head.stream]
        assert all(any(event is got.event for got in answered) for event in mine)  # type: ignore[attr-defined]
        heard.extend(mine)
        if len(heard) == 50:
            done.set()

    rig.log.on_commit(hear)
    for n in range(50):
        rig.log.append_soon(said(head, str(n)), answered.append)
    assert done.wait(PATIENCE)
    assert [event.seq for event in heard] == list(range(1, 51))


def test_one_poison_among_two_hundred_takes_nobody_with_it(rig: Rig) -> None:
    """An error that no check foresaw: the batch is split until the culprit stands alone."""
    workspace, poison = new_id(), new_id()
    heads = [rig.stream(workspace) for _ in range(4)]
    _refuse_in_the_database(rig, poison)
    drafts = [said(heads[n % 4], str(n), client_id=poison if n == 77 else None) for n in range(200)]

    async def at_once() -> list[object]:
        return await asyncio.gather(*map(rig.log.append, drafts), return_exceptions=True)

    outcomes = asyncio.run(at_once())
    assert [n for n, one in enumerate(outcomes) if isinstance(one, Exception)] == [77]
    assert type(outcomes[77]) is TrothError
    for head in heads:
        events = rig.log.read(head.workspace, head.stream)
        assert [event.seq for event in events] == list(range(1, len(events) + 1))
    assert sum(len(rig.log.read(head.workspace, head.stream)) for head in heads) == 199


def _refuse_in_the_database(rig: Rig, client_id: object) -> None:
    if rig.vendor == "sqlite":
        rig.sql(
            "CREATE TRIGGER poison BEFORE INSERT ON log_event"
            f" WHEN new.client_id = X'{client_id.hex}' BEGIN SELECT raise(ABORT, 'poison'); END"  # type: ignore[attr-defined]
        )
        return
    rig.sql(f"ALTER TABLE log_event ADD CONSTRAINT poison CHECK (client_id <> '{client_id}')")
