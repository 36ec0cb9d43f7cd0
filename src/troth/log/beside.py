"""SQLite has one server and no word between processes: what a command beside it commits, an erasure say, nobody would
tell the server. So it looks for itself: now and then, and whenever its own commit got a later position than the next.
What it finds is heard as if it were its own, in the order of the positions."""

import logging
import threading

from troth.kernel.outages import is_outage

from .bell import Bell
from .dialect_sqlite import SQLite
from .gate import Gate
from .running import rows
from .shapes import Event
from .store_sqlite import SQLiteStore
from .writing import Writer

_log = logging.getLogger(__name__)

LOOK = 0.5  # s between looks while this process says nothing itself
AT_ONCE = 200


class Beside:
    """A thread of the server's, and whom the bell asks for what is missing before it rings."""

    def __init__(self, store: SQLiteStore, writer: Writer, bell: Bell, gate: Gate) -> None:
        self._store, self._writer, self._bell, self._gate = store, writer, bell, gate
        self._dialect = SQLite()
        bell.fill(self._newest(), self.between)
        self._end = threading.Event()
        self._thread = threading.Thread(target=self._run, name="log-beside", daemon=True)
        self._thread.start()

    def close(self) -> None:
        self._end.set()
        self._thread.join()

    def look(self) -> None:
        """What others committed is heard when it returns, or on its way to the loop."""
        if self._newest() > self._bell.posted:  # else nobody need wait
            with self._gate.held("beside"):  # what was committed in this process was posted
                self._bell.post_before(self._newest() + 1)

    def between(self, after: int, before: int) -> list[Event]:
        """The events of other processes between these positions."""
        found: list[Event] = []
        self._writer.keys.keyring.hear()  # what they said may be erased by now
        with self._store.reading() as cursor:
            while after + 1 < before:
                some = self._writer.opener.events(rows(cursor, self._dialect.follow(after, AT_ONCE)))
                some = [event for event in some if event.position < before]
                if not some:
                    break
                found += some
                after = some[-1].position
        return found

    def _newest(self) -> int:
        with self._store.reading() as cursor:
            return int(rows(cursor, self._dialect.last_position())[0][0])

    def _run(self) -> None:
        failed = False
        while not self._end.wait(LOOK):
            try:
                self.look()
                failed = False
            except Exception as error:
                if not failed and not is_outage(error):  # said once, however long it lasts
                    _log.exception("what other processes wrote could not be looked for; it is tried again")
                failed = True
