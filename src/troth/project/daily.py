"""What is cleared once a day: sessions that have ended, which nobody else takes away."""

import asyncio
import logging
from collections.abc import Awaitable, Callable

from django.contrib.sessions.models import Session

from troth.kernel.clock import now

_log = logging.getLogger("troth")
DAY = 86_400.0  # s
AT_ONCE = 200  # rows; others wait for the gate meanwhile


async def daily(run: Callable[..., Awaitable[object]]) -> None:
    """Now, and then once a day, until cancelled. `run` does work in a thread."""
    while True:
        try:
            await run(forget_ended_sessions)
        except Exception:
            _log.exception("Sessions that have ended could not be cleared; tomorrow again")
        await asyncio.sleep(DAY)


def forget_ended_sessions() -> None:
    while ended := list(Session.objects.filter(expire_date__lt=now()).values_list("pk", flat=True)[:AT_ONCE]):
        Session.objects.filter(pk__in=ended).delete()
