"""What every store of files can do, and how it fails."""

import re
from collections.abc import Iterator
from typing import Protocol

NAME = re.compile(r"[0-9a-f]{2}/[0-9a-f]{32}")  # as rooms name what they keep


class Failure(Exception):
    """reason: one line for the operator's log."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Passing(Failure):
    """Nobody answers, or there is no room: the same may work in a while."""


class Permanent(Failure):
    """Wrong keys, no such bucket, no right to write: somebody must change a setting."""


class Missing(Exception):
    """Nothing lies there."""


class FileStore(Protocol):
    """All of it blocks, for a bounded time, and may be called from any thread. Names are relative, ASCII, with one
    slash at most. All raise Passing or Permanent."""

    def put(self, name: str, box: bytes) -> None:
        """Keep it: whole or not at all, durable when this returns. A repeat writes the same again."""
        ...

    def get(self, name: str) -> bytes:
        """What was put there. Raises Missing."""
        ...

    def delete(self, name: str) -> None:
        """Take it away, with whatever a crash has left of its upload. Fine when nothing is there."""
        ...

    def names(self) -> Iterator[str]:
        """Of all that lies there, in no order, without what is on its way."""
        ...

    def clear(self) -> None:
        """Take all away, with what held it. Nobody puts anything meanwhile."""
        ...

    def attempt(self) -> None:
        """Write something, for whoever asks whether files can be kept now. Takes a second or two at most."""
        ...
