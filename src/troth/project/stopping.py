"""How a server stops. SIGTERM: /health says so for a moment, while all goes on, so that whoever divides the requests
sends no more; then the port closes, sockets are told to come back, what is in hand is finished. Bounded: nothing that
hangs keeps the process for ever, and cut off at any moment it loses nothing that was acknowledged."""

import asyncio
import logging
import os
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from troth.kernel.config import Config

from . import supervisor

_log = logging.getLogger("troth")
BOUND = 60.0  # s from the signal to the end at the latest, the drain not counted


class Stopping:
    """begun: it was told to stop; for the seconds of the drain it goes on all the same."""

    def __init__(self, config: Config, bound: float = BOUND) -> None:
        self.begun = False
        self._config, self._drain, self._bound = config, config.drain, bound
        self._over: asyncio.TimerHandle | None = None

    @contextmanager
    def signals(self, close: Callable[[], None]) -> Iterator[None]:
        """For the block SIGTERM and SIGINT begin the end; `close` is called when the drain is over, or at the second
        signal. In the main thread only, others get none."""
        if threading.current_thread() is not threading.main_thread():
            yield
            return
        loop = asyncio.get_running_loop()
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(number, self.begin, close)
        try:
            yield
        finally:
            for number in (signal.SIGINT, signal.SIGTERM):
                loop.remove_signal_handler(number)

    def begin(self, close: Callable[[], None]) -> None:
        if self.begun:
            if self._over is not None:
                self._over.cancel()
            return close()
        self.begun = True
        supervisor.tell(self._config, "STOPPING=1")
        _log.info("The server stops: it drains for %g s", self._drain)
        self._over = asyncio.get_running_loop().call_later(self._drain, close)
        last = threading.Timer(self._drain + self._bound, _fall)
        last.daemon = True
        return last.start()


def _fall() -> None:
    _log.critical("The server did not come to its end in time and is cut off")
    os._exit(1)
