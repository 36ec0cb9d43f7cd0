"""The file store, asked from the loop: in threads of its own and for a bounded time, so that a store that hangs holds
up nothing but files."""

import asyncio
import contextvars
import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from troth.filestore import Failure, FileStore, Missing, Permanent
from troth.kernel.errors import Busy, NotFound

_log = logging.getLogger("troth.gateway")
THREADS = 16
WITHIN = 60.0  # s, with the waiting for a thread

NOT_KEPT = "Files can't be kept at the moment. This one was not; words still are. Send it again in a while."
NOT_FETCHED = "Files can't be fetched at the moment. It is still kept; try again in a while."


class Storing:
    """Raises what people are told; why it was goes to the log."""

    def __init__(self, store: FileStore) -> None:
        self._store = store
        self._threads = ThreadPoolExecutor(THREADS, "troth-store")

    def stop(self) -> None:
        self._threads.shutdown(wait=True, cancel_futures=True)

    async def put(self, place: str, box: bytes) -> None:
        """Durable when it returns. Raises Busy."""
        await self._within(NOT_KEPT, self._store.put, place, box)

    async def get(self, place: str) -> bytes:
        """Raises NotFound, Busy."""
        try:
            return await self._within(NOT_FETCHED, self._store.get, place)
        except Missing:
            _log.error("a file is not in the store any more: %s", place)
            raise NotFound from None

    async def _within[*Args, Result](self, told: str, act: Callable[[*Args], Result], *args: *Args) -> Result:
        loop, context = asyncio.get_running_loop(), contextvars.copy_context()  # with the purpose in force
        try:
            async with asyncio.timeout(WITHIN):
                return await loop.run_in_executor(self._threads, lambda: context.run(act, *args))
        except TimeoutError:
            _log.error("the file store took longer than %d s", WITHIN)
            raise Busy(told) from None
        except Failure as error:
            level = logging.ERROR if isinstance(error, Permanent) else logging.WARNING
            _log.log(level, "the file store: %s", error.reason)
            raise Busy(told) from None
