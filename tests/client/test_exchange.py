"""Over every loss: what is said is kept once and in order, what is heard comes once and in order."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from uuid import UUID

import pytest

from tests.client.shaky import Act, Shaky, shaky
from tests.until import PATIENCE
from troth.client.bodies import body_of
from troth.client.exchange import Exchange
from troth.client.following import Followed
from troth.client.outbox import Pending
from troth.client.problems import Unreachable
from troth.kernel.errors import Closed, Invalid, SignInNeeded
from troth.kernel.ids import new_id
from troth.wire.events import Said
from troth.wire.frames import Ack

STREAM = UUID(int=5)


@asynccontextmanager
async def exchange(server: Shaky, passes: list[str] | None = None) -> AsyncIterator[Exchange]:
    given = iter(passes or [])

    at_hand = ""

    async def renew(refused: bool) -> str:
        nonlocal at_hand
        if refused or not at_hand:
            at_hand = next(given, "good")
        return at_hand

    made = Exchange(server.url, renew, lambda frame: None, server.post)
    try:
        await made.line.open()
        yield made
    finally:
        await made.aclose()


async def say(made: Exchange, text: str, patience: float = PATIENCE) -> Ack:
    return await made.saying.say(Pending(stream=STREAM, client_id=new_id(), text=text), patience)


async def heard(followed: Followed, count: int) -> list[str]:
    while len(followed.feed.events) < count:
        await followed.more()
    return [body.text for event in followed.feed.events if isinstance(body := body_of(event), Said)]


@pytest.mark.parametrize(
    "script",
    [
        ["cut before"],
        ["cut after"],
        ["cut after", "cut after", "cut before"],
        ["busy", "busy"],
        ["twice"],
        ["silent delivery", "keep"],
        ["keep", "cut after", "silent delivery", "twice"],
    ],
    ids=" ".join,
)
async def test_what_is_said_is_kept_once_and_heard_once(script: list[Act]) -> None:
    async with shaky() as server, exchange(server) as made:
        followed = await made.following.follow(STREAM)
        server.script.extend(script)
        words = [f"word {n}" for n in range(5)]
        seqs = [(await say(made, word)).seq for word in words]
        assert seqs == [1, 2, 3, 4, 5]
        assert await heard(followed, 5) == words
        assert len(server.stored[STREAM]) == 5


async def test_words_said_in_one_breath_keep_their_order_over_a_loss() -> None:
    async with shaky() as server, exchange(server) as made:
        followed = await made.following.follow(STREAM)
        server.script.extend(["cut after", "busy", "cut before"])
        words = [f"word {n}" for n in range(6)]
        await asyncio.gather(*(say(made, word) for word in words))
        assert await heard(followed, 6) == words


async def test_a_word_too_long_for_the_line_keeps_its_place() -> None:
    async with shaky() as server, exchange(server) as made:
        followed = await made.following.follow(STREAM)
        server.script.extend(["busy", "keep", "cut after"])
        server.busy_posts = 2
        words = ["first", "x" * 20_000, "third", "y" * 20_000, "fifth"]
        await asyncio.gather(*(say(made, word) for word in words))
        assert await heard(followed, 5) == words


async def test_a_subscription_refused_for_now_is_asked_again() -> None:
    async with shaky() as server, exchange(server) as made:
        server.refusals.extend(["internal", "busy", "too_many", "internal"])
        followed = await made.following.follow(STREAM)
        await server.tell(STREAM, "hello")
        assert await heard(followed, 1) == ["hello"]


async def test_a_gap_that_is_refused_for_now_is_closed_in_the_end() -> None:
    async with shaky() as server, exchange(server) as made:
        followed = await made.following.follow(STREAM)
        server.script.append("silent delivery")
        await say(made, "one")
        server.refusals.append("internal")
        await server.tell(STREAM, "two")
        assert await heard(followed, 2) == ["one", "two"]


async def test_an_inbox_refused_for_now_is_asked_again_and_one_too_far_behind_is_told() -> None:
    async with shaky() as server, exchange(server) as made:
        server.refusals.extend(["internal", "busy", "invalid"])
        with pytest.raises(Invalid):
            await anext(made.inboxes.watch(STREAM, "old"))
        assert not server.refusals


async def test_what_happened_while_away_is_heard_after() -> None:
    async with shaky() as server, exchange(server) as made:
        followed = await made.following.follow(STREAM)
        await server.tell(STREAM, "before")
        await heard(followed, 1)
        await server.cut()
        for n in range(3):
            await server.tell(STREAM, f"missed {n}")
        assert await heard(followed, 4) == ["before", "missed 0", "missed 1", "missed 2"]


async def test_a_refusal_is_raised_and_the_next_word_goes_out() -> None:
    async with shaky() as server, exchange(server) as made:
        await made.following.follow(STREAM)
        server.script.append("refuse")
        with pytest.raises(Closed):
            await say(made, "too late")
        assert (await say(made, "still there")).seq == 1


async def test_without_an_answer_patience_ends_and_nothing_is_held_up() -> None:
    async with shaky() as server, exchange(server) as made:
        await made.following.follow(STREAM)
        server.script.extend(["busy"] * 50)
        with pytest.raises(Unreachable):
            await say(made, "never", patience=0.2)
        server.script.clear()
        kept = await say(made, "now")
        assert server.stored[STREAM][kept.seq - 1].client_id == kept.client_id


async def test_a_pass_that_ended_is_renewed() -> None:
    async with shaky() as server:
        server.refused_passes.add("old")
        async with exchange(server, ["old", "new"]):
            assert server.hellos == ["old", "new"]


async def test_a_pass_that_ends_on_an_open_line_is_renewed_before_the_next_hello() -> None:
    async with shaky() as server, exchange(server, ["first", "second", "third", "fourth", "fifth"]):
        for hellos in (2, 3, 4, 5):  # each was good once: that it ends is no refusal
            await server.send_away(4401)
            await server.greeted(hellos)
        assert server.hellos == ["first", "second", "third", "fourth", "fifth"]


async def test_a_pass_that_is_refused_though_new_ends_the_trying() -> None:
    async with shaky() as server:
        server.refused_passes.add("good")
        server.refused_for = "sign_in"
        with pytest.raises(SignInNeeded):
            async with exchange(server):
                pass


async def test_passes_that_end_before_they_begin_do_not_end_the_trying() -> None:
    """Whoever makes them has a clock that is behind for a while."""
    async with shaky() as server:
        made = ["late 1", "late 2", "late 3", "late 4", "good"]
        server.refused_passes.update(made[:-1])
        async with exchange(server, list(made)):
            assert server.hellos == made


async def test_a_server_that_dies_during_the_handshake_is_tried_again() -> None:
    hung_up = asyncio.Semaphore(0)

    async def hang_up(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readline()
        hung_up.release()
        writer.close()
        await writer.wait_closed()

    async with await asyncio.start_server(hang_up, "127.0.0.1", 0) as dying:
        port = dying.sockets[0].getsockname()[1]
        made = Exchange(f"ws://127.0.0.1:{port}/ws", _good, lambda frame: None, Shaky().post)
        opening = asyncio.create_task(made.line.open())
        for _ in range(3):
            await asyncio.wait_for(hung_up.acquire(), PATIENCE)
        assert not opening.done()
        opening.cancel()
        await made.aclose()


async def _good(refused: bool) -> str:
    return "good"
