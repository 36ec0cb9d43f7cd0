"""Processes that hear each other by way of a real PostgreSQL server; here they are on one loop."""

import asyncio
from collections.abc import AsyncIterator, Iterable
from typing import Any
from uuid import UUID

import asyncpg
import pytest

from tests.postgres import fresh_database
from tests.until import PATIENCE
from troth.kernel.clock import now
from troth.kernel.ids import new_id
from troth.murmur import Begin, End, Gone, Here, SignedOut, Types, Word
from troth.murmur.postgres import AT_ONCE, CHANNEL, PostgresMurmur

pytestmark = pytest.mark.postgres
SECRET = b"1" * 32


class Process:
    """One that keeps who is here, and all that it heard."""

    def __init__(self, url: str, secret: bytes = SECRET) -> None:
        self.murmur = PostgresMurmur(url, secret)
        self.mine: dict[UUID, Here] = {}
        self.theirs: dict[UUID, set[UUID]] = {}
        self.heard: list[Word] = []
        self.missed = 0
        self._unnamed: dict[UUID, set[UUID]] = {}
        self._grew = asyncio.Condition()
        self._tasks: set[asyncio.Task[None]] = set()
        for kind in (Here, Types, SignedOut, Begin, End, Gone):
            self.murmur.listen(kind, self._hear)
        self.murmur.tells(self._whole)
        self.murmur.on_missed(self._miss)

    def come(self) -> UUID:
        one = Here(new_id(), new_id(), new_id(), now())
        self.mine[one.visitor] = one
        self.murmur.say(one)
        return one.visitor

    async def until(self, wanted: set[UUID], of: "Process") -> None:
        """Wait until exactly these are here at another."""
        async with asyncio.timeout(PATIENCE), self._grew:
            await self._grew.wait_for(lambda: self.theirs.get(of.murmur.me, set()) == wanted)

    async def hears(self, word: Word) -> None:
        async with asyncio.timeout(PATIENCE), self._grew:
            await self._grew.wait_for(lambda: word in self.heard)

    def _whole(self) -> Iterable[Here]:
        return list(self.mine.values())

    async def misses(self, times: int) -> None:
        """Wait until it was told so often that it may have missed something."""
        async with asyncio.timeout(PATIENCE), self._grew:
            await self._grew.wait_for(lambda: self.missed >= times)

    def _miss(self) -> None:
        self.missed += 1
        self._tell()

    def _hear(self, sender: UUID, word: Word) -> None:
        here = self.theirs.setdefault(sender, set())
        if isinstance(word, Here):
            here.add(word.visitor)
            self._unnamed.get(sender, set()).discard(word.visitor)
        elif isinstance(word, Begin):
            self._unnamed[sender] = set(here)
        elif isinstance(word, End):
            here -= self._unnamed.pop(sender, set())
        elif isinstance(word, Gone):
            here.clear()
        self.heard.append(word)
        self._tell()

    def _tell(self) -> None:
        task = asyncio.ensure_future(self._notify())
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _notify(self) -> None:
        async with self._grew:
            self._grew.notify_all()


@pytest.fixture
async def url() -> AsyncIterator[str]:
    with fresh_database() as made:
        yield made


@pytest.fixture
async def two(url: str) -> AsyncIterator[tuple[Process, Process]]:
    pair = Process(url), Process(url)
    yield pair
    for one in pair:
        await one.murmur.stop()


async def test_a_newcomer_hears_the_whole_and_what_comes_after(url: str) -> None:
    first = Process(url)
    here = {first.come() for _ in range(2 * AT_ONCE + 10)}  # said to nobody: nobody is there
    second = Process(url)
    await second.until(here, first)
    here.add(first.come())
    await second.until(here, first)
    await first.murmur.stop()
    await second.until(set(), first)
    await second.murmur.stop()


async def test_words_come_once_and_in_order(two: tuple[Process, Process]) -> None:
    one, other = two
    one.come()
    await other.until(set(one.mine), one)
    said = [Types(new_id(), new_id(), False, new_id(), True) for _ in range(1_000)]
    for word in said:
        one.murmur.say(word)
    await other.hears(said[-1])
    assert [word for word in other.heard if isinstance(word, Types)] == said


async def test_a_lost_connection_comes_back_and_misses_nothing_for_good(url: str, two: tuple[Process, Process]) -> None:
    one, other = two
    one.come()
    await other.until(set(one.mine), one)
    before = other.missed
    control = await asyncpg.connect(url)
    cut = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'troth murmur'"
    await control.execute(cut + " AND datname = current_database()")
    await control.close()
    for _ in range(10):  # some of it while nobody hears
        one.come()
    one.mine.popitem()  # left, unheard
    await other.until(set(one.mine), one)
    assert other.missed > before
    assert other.murmur.failure == ""


async def test_what_somebody_new_said_before_may_have_been_missed(url: str) -> None:
    listening = Process(url)
    here = listening.come()
    await listening.misses(1)  # at the start: nobody knows what was before
    speaking = Process(url)
    speaking.murmur.say(SignedOut(new_id(), 1))  # to nobody yet
    await speaking.until({here}, listening)
    await listening.misses(3)  # as somebody new was heard, and as it answered
    out = SignedOut(new_id(), 2)
    speaking.murmur.say(out)
    await listening.hears(out)
    for one in (listening, speaking):
        await one.murmur.stop()


async def test_installations_do_not_hear_each_other(url: str, two: tuple[Process, Process]) -> None:
    one, other = two
    stranger = Process(url, b"2" * 32)
    stranger.come()
    one.come()
    await other.until(set(one.mine), one)
    assert stranger.murmur.others == 0
    assert set(one.theirs) <= {other.murmur.me}
    await stranger.murmur.stop()


async def test_what_somebody_else_of_the_database_says_again_is_not_followed(
    url: str, two: tuple[Process, Process]
) -> None:
    """They can't read it, but any role that may connect may listen and notify."""
    one, other = two
    frames: list[Any] = []
    eavesdropper = await asyncpg.connect(url)
    await eavesdropper.add_listener(CHANNEL, lambda *heard: frames.append(heard[-1]))
    await other.until({one.come()}, one)
    out = SignedOut(new_id(), 1)
    one.murmur.say(out)
    await other.hears(out)
    for after in (lambda: None, one.murmur.stop):
        if ending := after():
            await ending
            await other.until(set(), one)
        for frame in list(frames):
            await eavesdropper.execute("SELECT pg_notify($1, $2)", CHANNEL, frame)
        third = Process(url)
        await other.until({third.come()}, third)
        await third.murmur.stop()
        assert other.heard.count(out) == 1
    assert other.theirs[one.murmur.me] == set()
    await eavesdropper.close()


async def test_a_newcomer_does_not_follow_what_an_ended_process_said(url: str, two: tuple[Process, Process]) -> None:
    """It can't know that it ended, but its own id is younger than anything that one said."""
    ended, other = Process(url), two[0]
    frames: list[Any] = []
    eavesdropper = await asyncpg.connect(url)
    await eavesdropper.add_listener(CHANNEL, lambda *heard: frames.append(heard[-1]))
    await other.until({ended.come()}, ended)
    out = SignedOut(new_id(), 1)
    ended.murmur.say(out)
    await other.hears(out)
    whole = list(frames)  # without its goodbye
    await ended.murmur.stop()
    await other.until(set(), ended)
    fresh = Process(url)
    await fresh.until({other.come()}, other)
    missed = fresh.missed
    for frame in whole:
        await eavesdropper.execute("SELECT pg_notify($1, $2)", CHANNEL, frame)
    await fresh.misses(missed + 1)  # somebody new, as far as it can tell
    word = Types(new_id(), new_id(), False, new_id(), True)
    other.murmur.say(word)  # after all of that
    await fresh.hears(word)
    assert ended.murmur.me not in fresh.theirs
    assert out not in fresh.heard
    assert fresh.murmur.others == 2
    await fresh.murmur.stop()
    await eavesdropper.close()
