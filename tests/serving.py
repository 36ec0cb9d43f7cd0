"""The real server inside the test process: on the test run's own log and database, on a free port."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import msgspec

from tests.until import PATIENCE
from troth.gateway.session import Pace
from troth.kernel import config
from troth.log import Log
from troth.project.serve import doors, listen


@contextmanager
def serving(log: Log, pace: Pace | None = None, **changes: Any) -> Iterator[int]:
    """Serve on the log's loop; gives the port. `changes` are fields of Config, `limits` a dict of its fields."""
    settings, pace = config.current(), pace or Pace()
    if pace.hello == Pace().hello:  # on a busy machine whoever comes may be late to say who they are
        pace = msgspec.structs.replace(pace, hello=PATIENCE)
    if limits := changes.pop("limits", None):
        changes["limits"] = msgspec.structs.replace(settings.limits, **limits)
    listening, settings = listen(msgspec.structs.replace(settings, port=0, **changes))
    stop = asyncio.run_coroutine_threadsafe(_event(), log.loop).result()
    running = asyncio.run_coroutine_threadsafe(_serve(settings, log, listening, pace, stop), log.loop)
    try:
        yield settings.port
    finally:
        log.loop.call_soon_threadsafe(stop.set)
        running.result(PATIENCE)


async def _event() -> asyncio.Event:
    return asyncio.Event()


async def _serve(settings: config.Config, log: Log, listening: Any, pace: Pace | None, stop: asyncio.Event) -> None:
    async with doors(settings, log, listening, pace):
        await stop.wait()
