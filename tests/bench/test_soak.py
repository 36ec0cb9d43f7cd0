"""The life that memory is measured under is a whole one, and its count of what was lost can be believed."""

import asyncio

from bench.life import Life
from bench.served import served
from bench.soak import growth


async def _live(life: Life) -> None:
    await life.begin()
    try:
        while not all(life.told()[name] for name in ("reconnects", "pictures", "on_lines", "pages")):
            await life.check()
            await asyncio.sleep(0.1)
        await life.end()
    finally:
        await life.leave()


def test_a_short_life_has_everything_in_it_and_nothing_is_lost() -> None:
    with served(None) as server:
        server.start()
        life = Life(server, visitors=4, rate=40)
        asyncio.run(_live(life))
    told = life.told()
    assert (told["lost"], told["doubled"], told["most_errors"]) == (0, 0, {})
    assert told["messages"] >= told["conversations"] >= 4


def test_growth_is_of_the_last_third_above_the_second() -> None:
    assert growth([1, 50, 90, 100, 100, 100, 100, 110, 150]) == 10.0
    assert growth([1, 50, 90, 100, 100, 100, 90, 90, 99]) == -10.0
