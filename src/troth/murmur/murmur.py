"""The interface, which is all of it where there is one process."""

import logging
from collections.abc import Callable, Iterable
from typing import Any
from uuid import UUID

from .words import Word

_log = logging.getLogger(__name__)


class Murmur:
    """On one loop. Listeners are called with the sender's id and the word; `Begin`, `End` and `Gone` are told too."""

    failure = ""  # why nobody is heard just now
    others = 0  # processes that are there, as far as is known

    def __init__(self) -> None:
        self._listening: dict[type[Word], list[Callable[[UUID, Any], None]]] = {}
        self._whole: list[Callable[[], Iterable[Word]]] = []
        self._missed: list[Callable[[], None]] = []

    def say(self, word: Word) -> None:
        """The others hear it soon, if nothing comes between. On the loop."""

    def listen[W: Word](self, kind: type[W], heard: Callable[[UUID, W], None]) -> None:
        self._listening.setdefault(kind, []).append(heard)

    def tells(self, whole: Callable[[], Iterable[Word]]) -> None:
        """What somebody new must be told is drawn from `whole()`, a part at a time."""
        self._whole.append(whole)

    def on_missed(self, look_again: Callable[[], None]) -> None:
        """Called when words of the others may have been missed, also once at the start."""
        self._missed.append(look_again)

    async def stop(self) -> None:
        """Say goodbye."""

    def _tell(self, sender: UUID, word: Word) -> None:
        for heard in self._listening.get(type(word), ()):
            try:
                heard(sender, word)
            except Exception:
                _log.exception("A word of another process could not be followed")

    def _tell_missed(self) -> None:
        for look_again in self._missed:
            try:
                look_again()
            except Exception:
                _log.exception("What was missed could not be looked at")
