"""Threads that touch the rows: the gateway's questions to the desk, and Django's answers."""

import asyncio
import contextlib
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from django.db import close_old_connections, connections

from troth.kernel import request


class RowThreads(ThreadPoolExecutor):
    """Threads that keep a database connection each, and close it at their end."""

    def __init__(self, threads: int, name: str) -> None:
        super().__init__(threads, name)
        self._size = threads

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        meet = threading.Barrier(self._size)

        def close() -> None:
            with contextlib.suppress(threading.BrokenBarrierError):
                meet.wait(2)  # so that each thread does it, not one of them for all
            connections.close_all()

        for _ in range(self._size):
            self.submit(close)
        super().shutdown(wait, cancel_futures=False)


class Errands:
    """`run` does a piece of the desk's work in a thread."""

    def __init__(self, threads: int) -> None:
        self._threads = RowThreads(threads, "troth-desk")

    async def run(self, act: Callable[..., Any], *args: Any) -> Any:
        """`act(*args)`; its result, or what it raised."""
        return await asyncio.get_running_loop().run_in_executor(self._threads, request.carried(_with_rows), act, args)

    def stop(self) -> None:
        self._threads.shutdown()


def _with_rows(act: Callable[..., Any], args: tuple[Any, ...]) -> Any:
    try:
        return act(*args)
    finally:
        close_old_connections()  # one that broke is not kept for the next
