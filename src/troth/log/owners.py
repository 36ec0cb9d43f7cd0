"""Binds keys in the keyring: follows the log and notes there whose each used key is. The main database knew first, in
the event's own transaction; this only repeats it, in commits of a thousand, so nobody ever waits for the keyring."""

import logging
import threading
from collections.abc import Callable

from troth.vault import Bound, Keyring

_log = logging.getLogger(__name__)

EVERY = 0.5  # seconds, at most that often; under full load what was written meanwhile still lies in the log's tail
STEP = 1000  # events read at once
REMEMBERED = 20_000  # keys known to be bound


class Owners:
    def __init__(
        self,
        keyring: Keyring,
        used: Callable[[int, int], list[tuple[int, int]]],  # after, limit -> (position, key id) in order
        owners: Callable[[list[int]], list[Bound]],
    ) -> None:
        self._keyring = keyring
        self._used = used
        self._owners = owners
        self._bound: set[int] = set()
        self._rung = threading.Event()
        self._end = threading.Event()
        self._thread = threading.Thread(target=self._run, name="log-owners", daemon=True)
        self._thread.start()

    def ring(self) -> None:
        self._rung.set()

    def close(self) -> None:
        """Bind what is known, then end."""
        self._end.set()
        self._rung.set()
        self._thread.join()

    def _run(self) -> None:
        last = failed = False
        while not last:
            self._rung.wait()
            self._rung.clear()
            last = self._end.is_set()  # asked before the look, so that nothing is left for after the end
            try:
                while self.bind_some() == STEP:
                    pass
                failed = False
            except Exception:
                if not failed:  # said once, however long it lasts
                    _log.exception("keys could not be bound; it is tried again")
                failed = True
                self._rung.set()  # also when nothing more is written
            self._end.wait(EVERY)

    def bind_some(self) -> int:
        """One step; how many events were read. What is bound and how far the log was read are one commit."""
        used = self._used(self._keyring.bound_to, STEP)
        if used:
            fresh = list({key_id for _, key_id in used} - self._bound)
            self._keyring.bind(self._owners(fresh) if fresh else [], used[-1][0])
            if len(self._bound) > REMEMBERED:
                self._bound.clear()
            self._bound.update(fresh)
        return len(used)
