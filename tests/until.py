"""How long the tests wait for what must come: one limit for all of them, far beyond what a busy machine takes. It costs
nothing where a test passes, and whoever waits in vain says what was there instead."""

import asyncio
import time
from collections.abc import Awaitable, Callable

PATIENCE = 180.0  # s
LOOK = 0.02  # s between two looks: who looks on and on takes the core from the one that is waited for

type Told = Callable[[], object]


def until[Seen](look: Callable[[], Seen | None], told: Told | None = None, *, every: float = LOOK) -> Seen:
    """What `look` gives once it is true. Raises AssertionError with what it gave last, and with what `told` says."""
    end = time.monotonic() + PATIENCE
    while not (seen := look()):
        if time.monotonic() > end:
            raise AssertionError(_in_vain(seen, told))
        time.sleep(every)
    return seen


async def until_async[Seen](
    look: Callable[[], Awaitable[Seen | None]], told: Told | None = None, *, every: float = LOOK
) -> Seen:
    """The same for what is awaited. A look that hangs is one in vain, too."""
    seen: Seen | None = None
    try:
        async with asyncio.timeout(PATIENCE):
            while not (seen := await look()):  # noqa: ASYNC110  # what is looked at tells nobody
                await asyncio.sleep(every)
            return seen
    except TimeoutError:
        raise AssertionError(_in_vain(seen, told)) from None


def _in_vain(seen: object, told: Told | None) -> str:
    return f"waited {PATIENCE:.0f} s in vain; last seen: {seen!r}{f'\n{told()}' if told else ''}"
