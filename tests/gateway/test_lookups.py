"""What sockets ask of the log is answered many at once, each as if it had asked alone."""

import asyncio
import random
from collections.abc import Iterator
from contextlib import ExitStack

import pytest
from msgspec.structs import astuple

from tests.effort import EFFORT
from tests.log.rig import Rig, noted, said
from tests.postgres import fresh_database
from troth.gateway.lookups import Look, Looked, Lookups
from troth.kernel.ids import new_id
from troth.log import Head
from troth.wire.events import Audience, Author

LONG = 14  # events in a stream


@pytest.fixture(scope="module", params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def rig(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Rig]:
    with ExitStack() as stack:
        url = stack.enter_context(fresh_database()) if request.param == "postgres" else ""
        rig = Rig(tmp_path_factory.mktemp("log"), url)
        stack.callback(rig.close)
        yield rig


@pytest.fixture(scope="module")
def streams(rig: Rig) -> list[Head]:
    """Talks of every length, with notes in places; some say as much in one message as fits into it."""
    heads = [rig.stream() for _ in range(12)]
    for n, head in enumerate(heads):
        for seq in range(n * LONG // 11):
            text = "x" * 8_000 if n % 5 == 0 else f"word {seq}"
            rig.log.append_sync(noted(head) if (n + seq) % 4 == 0 else said(head, text))
    return heads


def look(head: Head, after: int, limit: int = 200, audience: Audience = Audience.ALL, verb: str = "anything") -> Look:
    author = Author(kind="visitor", id=new_id())
    return Look(head.workspace, head.stream, author, audience, after, limit, verb, with_marks=after % 2 == 0)


def answered(rig: Rig, looks: list[Look], *, together: bool = True) -> list[Looked | None]:

    async def asked() -> list[Looked | None]:
        lookups = Lookups(rig.log)
        try:
            if together:
                return await asyncio.gather(*map(lookups.ask, looks))
            return [await lookups.ask(one) for one in looks]
        finally:
            lookups.stop()

    return asyncio.run(asked())


def test_many_at_once_are_told_what_each_would_be_told_alone(rig: Rig, streams: list[Head]) -> None:
    chance = random.Random(1)
    looks = [
        look(
            Head(new_id(), new_id()) if chance.random() < 0.05 else chance.choice(streams),
            chance.choice([0, 1, chance.randrange(LONG), LONG, 1_000_000]),
            chance.choice([0, 1, 4, 200]),
            chance.choice([Audience.ALL, Audience.TEAM]),
            chance.choice(["anything", "anything", "anything", "nothing"]),
        )
        for _ in range(400 * EFFORT)
    ]
    told = answered(rig, looks)
    alone = answered(rig, looks, together=False)
    assert [one and astuple(one) for one in told] == [one and astuple(one) for one in alone]
    assert any(one and one.more for one in told)
    for one, asked in zip(told, looks, strict=True):
        for event in one.events if one else []:
            assert event.stream == asked.stream
            assert event.seq > asked.after
            assert event.audience <= asked.audience


def test_page_after_page_is_the_whole_stream(rig: Rig, streams: list[Head]) -> None:
    for head in streams[::3]:
        found: list[int] = []
        more = True
        while more:
            [page] = answered(rig, [look(head, found[-1] if found else 0, 4, Audience.TEAM)])
            assert page is not None
            found += [event.seq for event in page.events]
            more = page.more
        assert found == [event.seq for event in rig.log.read(head.workspace, head.stream, audience=Audience.TEAM)]


def test_who_missed_a_message_is_answered_with_all_the_others(rig: Rig, streams: list[Head]) -> None:
    """A statement for each would keep ten thousand who come back waiting."""
    if rig.vendor != "sqlite":
        pytest.skip("SQLite tells what it runs")
    last = {head: rig.log.heads([(head.workspace, head.stream)])[head.workspace, head.stream] for head in streams}
    missed = [look(head, row.last_all - 1) for head, row in last.items() if row.last_all]
    assert len(missed) >= 8
    lookups, counts = Lookups(rig.log), list[int]()
    try:
        for some in (missed[:4], missed[:8]):  # both are one statement's number of rows
            ran: list[str] = []
            with rig.log._store.reading() as cursor:
                cursor.connection.set_trace_callback(ran.append)
            lookups._answer(some)
            cursor.connection.set_trace_callback(None)
            counts.append(len(ran))
    finally:
        lookups.stop()
    assert counts[0] == counts[1]
