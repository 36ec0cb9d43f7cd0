"""What the metrics tell of the whole installation, one process as well as another: the mails that wait, the backup."""

import asyncio
import logging
import time
from collections.abc import Callable

from django.db.models import Count, Min

from troth.kernel import scrubbed
from troth.kernel.clock import now
from troth.post.models import Mail
from troth.upkeep import noted

from .errands import RowThreads

_log = logging.getLogger("troth.metrics")
EVERY = 5.0  # s between two looks, however often somebody asks
PATIENCE = 3.0  # s for a look; whoever asks waits no longer and gets what was seen before
_OPEN = (Mail.State.WAITING, Mail.State.SENDING)  # each has an index of its own; the rest only grows


class Whole:
    """mails: by state. oldest: seconds since the oldest of them was written, None: there are none, or nobody could
    look. backup: Unix seconds of the last good one, 0: never, None: nobody could look. looks: whether this process is
    one that should."""

    def __init__(self, looks: bool) -> None:
        self._forget()
        self._threads = RowThreads(1, "troth-metrics") if looks else None
        self._look_on: asyncio.Future[None] | None = None
        self._looked = 0.0

    def stop(self) -> None:
        if self._threads is not None:
            self._threads.shutdown()

    async def look(self) -> None:
        if self._threads is None:
            return
        if self._look_on is None or (self._look_on.done() and time.monotonic() - self._looked > EVERY):
            self._look_on = asyncio.get_running_loop().run_in_executor(self._threads, self._look)
        try:
            async with asyncio.timeout(PATIENCE):
                await asyncio.shield(self._look_on)
        except TimeoutError:
            self._forget()

    def _forget(self) -> None:
        self.mails: dict[str, float] = {}
        self.oldest: float | None = None
        self.backup: float | None = None

    def _look(self) -> None:
        mails, self.backup = _seen(_mails), _seen(_backup)
        self.mails, self.oldest = mails or ({}, None)
        self._looked = time.monotonic()


def _mails() -> tuple[dict[str, float], float | None]:
    found: dict[str, float] = {}
    oldest: float | None = None
    for state in _OPEN:
        seen = Mail.objects.filter(state=state).aggregate(count=Count("id"), first=Min("at"))
        found[state.value] = seen["count"]
        if seen["first"] is not None:
            oldest = max(oldest or 0.0, (now() - seen["first"]).total_seconds())
    return found, oldest


def _backup() -> float:
    at = noted.last_at()
    return at.timestamp() if at else 0.0


def _seen[T](look: Callable[[], T]) -> T | None:
    try:
        return look()
    except Exception as error:
        _log.warning("what the metrics tell of the whole could not be read: %s", scrubbed.told(error))
        return None
