"""Units: rows and events, both or neither."""

import asyncio
import threading

import pytest

from tests.log.rig import Rig, noted, said
from troth.kernel.errors import Conflict, Forbidden, NotFound
from troth.kernel.ids import new_id
from troth.log import CLOSED, Event, Head
from troth.wire.events import Author, ConversationClosed


@pytest.fixture(autouse=True)
def rows_table(rig: Rig) -> None:
    rig.sql("CREATE TABLE IF NOT EXISTS row_of_a_verb (name text)")


def test_rows_and_events_are_kept_together(rig: Rig) -> None:
    head, name = rig.stream(), new_id().hex
    with rig.log.unit("close", said(head, "bye"), said(head, ConversationClosed(by="visitor"))) as unit:
        assert not unit.repeated
        rig.transactions.cursor().execute(f"INSERT INTO row_of_a_verb VALUES ('{name}')")
        unit.state(head.stream, CLOSED)
    assert [one.event.seq for one in unit.written] == [1, 2]
    assert rig.sql("SELECT count(*) FROM row_of_a_verb WHERE name = {}", name)[0][0] == 1
    assert rig.log.heads([(head.workspace, head.stream)])[head.workspace, head.stream].state == CLOSED


def test_raising_keeps_neither(rig: Rig) -> None:
    head, name = rig.stream(), new_id().hex
    before = rig.log.append_sync(said(head)).event

    def fail() -> None:
        with rig.log.unit("close", said(head, "bye"), opens=[Head(new_id(), new_id())]) as unit:
            rig.transactions.cursor().execute(f"INSERT INTO row_of_a_verb VALUES ('{name}')")
            unit.state(head.stream, CLOSED)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert rig.sql("SELECT count(*) FROM row_of_a_verb WHERE name = {}", name)[0][0] == 0
    state = rig.log.heads([(head.workspace, head.stream)])[head.workspace, head.stream]
    assert (state.last_seq, state.state) == (1, 0)
    after = rig.log.append_sync(said(head)).event
    assert (after.seq, after.after_all) == (2, before.seq)


def test_a_repeated_unit_says_so_and_writes_nothing(rig: Rig) -> None:
    head = rig.stream()
    drafts = [said(head, "bye"), said(head, ConversationClosed(by="visitor"))]
    with rig.log.unit("close", *drafts) as first:
        pass
    with rig.log.unit("close", *drafts) as again:
        assert again.repeated
    assert [one.duplicate for one in again.written] == [True, True]
    assert [one.event.seq for one in again.written] == [one.event.seq for one in first.written]
    other = said(head, "something else", author=drafts[0].author, client_id=drafts[0].client_id)
    with pytest.raises(Conflict), rig.log.unit("close", other):
        pytest.fail("the block of a refused unit must not run")


def test_streams_open_once_and_the_workspaces_own_by_itself(rig: Rig) -> None:
    head = Head(new_id(), new_id())
    with pytest.raises(NotFound), rig.log.unit("open", said(head)):
        pytest.fail("the stream does not exist")
    for n in (1, 2):
        with rig.log.unit("open", said(head), opens=[head]) as unit:
            pass
        assert unit.written[0].event.seq == n
    own = Head(head.workspace, head.workspace)
    with rig.log.unit("member", said(own), said(head)) as unit:
        pass
    assert [(one.event.stream, one.event.seq) for one in unit.written] == [(own.stream, 1), (head.stream, 3)]


def test_a_verbs_right_is_asked_before_its_block(rig: Rig) -> None:
    head, reader = rig.stream(), Author(kind="agent", id=new_id())
    rig.allow("read", reader.id)
    for author, refusal in ((reader, Forbidden), (Author(kind="agent", id=new_id()), NotFound)):
        with pytest.raises(refusal), rig.log.unit("close", said(head, author=author, verb="close")):
            pytest.fail("the block of a refused unit must not run")
    rig.allow("close", reader.id)
    with rig.log.unit("close", said(head, author=reader, verb="close")) as unit:
        pass
    assert unit.written


def test_an_event_may_be_known_only_inside(rig: Rig) -> None:
    head, elsewhere = rig.stream(), rig.stream()
    with rig.log.unit("join", said(head, "1")) as unit:
        unit.add(noted(head))
        unit.add(said(head, f"after {unit.last_seq(head.stream)}"))
        with pytest.raises(NotFound):
            unit.add(said(elsewhere))
    assert [(one.event.seq, one.event.after_all) for one in unit.written] == [(1, 0), (2, 1), (3, 1)]
    assert rig.log.read(elsewhere.workspace, elsewhere.stream) == []


def test_append_inside_a_unit_would_wait_for_itself(sqlite_rig: Rig) -> None:
    head = sqlite_rig.stream()
    with pytest.raises(RuntimeError), sqlite_rig.log.unit("close", said(head)):
        sqlite_rig.log.append_sync(said(head))
    assert sqlite_rig.log.read(head.workspace, head.stream) == []


def test_both_doors_write_one_order_and_are_heard_in_it(rig: Rig) -> None:
    """Threads with units and a loop full of messages on the same two streams."""
    workspace = new_id()
    heads = [rig.stream(workspace), rig.stream(workspace)]
    heard: list[Event] = []
    rig.log.on_commit(lambda events: heard.extend(event for event in events if event.workspace == workspace))
    failures: list[BaseException] = []

    def close_often(first: int) -> None:
        try:
            for n in range(15):
                drafts = [said(heads[(first + n) % 2], "u"), said(heads[(first + n + 1) % 2], "v")]
                with rig.log.unit("both", *drafts):
                    pass
        except BaseException as error:
            failures.append(error)
        finally:
            rig.transactions.close()

    async def talk() -> None:
        for _ in range(20):
            await asyncio.gather(*(rig.log.append(said(heads[n % 2])) for n in range(10)))

    threads = [threading.Thread(target=close_often, args=(n,)) for n in range(3)]
    for thread in threads:
        thread.start()
    asyncio.run(talk())
    for thread in threads:
        thread.join()
    asyncio.run_coroutine_threadsafe(asyncio.sleep(0), rig.log.loop).result()  # the last ring was heard
    assert failures == []
    total = 0
    for head in heads:
        events = rig.log.read(head.workspace, head.stream, limit=1000)
        assert [event.seq for event in events] == list(range(1, len(events) + 1))
        assert [event.seq for event in heard if event.stream == head.stream] == [event.seq for event in events]
        total += len(events)
    assert total == 200 + 3 * 15 * 2
