"""The end of a turn of the loop: what was sent to a socket meanwhile goes out in one call of the kernel.

uvloop writes at once whatever it is given, and the kernel's call costs more than all else about a frame. A commit of
200 messages gives an agent's socket 200 frames, and each visitor two.
"""

import asyncio
import logging
from typing import Protocol

_log = logging.getLogger("troth.gateway")


class Flushed(Protocol):
    def flush(self) -> None: ...

    def close(self, code: int, reason: str = "") -> None: ...


class Turn:
    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self._loop = loop
        self._waiting: list[Flushed] = []

    def end_with(self, door: Flushed) -> None:
        """Flush this door when the turn ends."""
        if not self._waiting:
            self._loop.call_soon(self._end)
        self._waiting.append(door)

    def _end(self) -> None:
        doors, self._waiting = self._waiting, []
        for door in doors:
            try:
                door.flush()
            except Exception:  # one socket's trouble must not keep the others' frames back
                _log.exception("A socket could not be written to")
                door.close(1011)
