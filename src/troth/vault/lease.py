"""The lease by which a process may have keys in memory though another machine may destroy them.

A process has a row in `holder`. Once a second it says there up to which erasure it let go of keys, reads what was
destroyed since, lets go of that too, and only then counts its lease anew, from the moment *before* it asked. So a lease
never outlives an erasure that was committed before the lease began by more than its length: whoever destroys waits
until every row has heard, or for one whole lease. Both ends count seconds of their own, no date of any clock matters.
"""

import select
import threading
import time
from contextlib import suppress

import psycopg

from troth.kernel.ids import new_id

from .connections import Connection, away, connect
from .contract import KeyringAway, WrongKeyring

LEASE = 5.0  # seconds that whoever destroys waits for one that does not hear
GOOD_FOR = 4.5  # seconds that a holder counts: clocks of two machines do not run alike to the second
CHANNEL = "troth_keyring"
_LOOK = 0.02  # seconds between looks whether all have heard
_CLOCK = getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC)  # goes on while the machine sleeps


def seconds() -> float:
    return time.clock_gettime(_CLOCK)


class Lease:
    """This process's row. `keep` and `wait` may be called from two threads, `keep` by one at a time."""

    def __init__(self, url: str, where: str) -> None:
        self._url = url
        self._where = where
        self._id = new_id()
        self._connection: Connection | None = None
        self._until = 0.0
        self._minted = 0
        self._rung = threading.Event()
        self._ended = False

    def runs(self) -> bool:
        return seconds() < self._until

    def begins(self, mark: float) -> None:
        """All that was destroyed before the mark is let go of."""
        self._until = mark + GOOD_FOR

    def minted(self, highest: int) -> None:
        """This process has a key of this id: a server that never made it is not the keyring's, or an older one."""
        self._minted = max(self._minted, highest)

    def keep(self, heard: int) -> float:
        """Say that all up to `heard` is let go of; the mark from which the lease counts. Raises KeyringAway, and
        WrongKeyring when the server fell back behind what it gave us."""
        mark = seconds()
        with away():
            connection = self._connected()
            try:
                connection.execute(
                    "INSERT INTO holder AS h (id, heard) VALUES (%s, %s)"
                    " ON CONFLICT (id) DO UPDATE SET heard = excluded.heard, beat = h.beat + 1",
                    (self._id, heard),
                )
                self._rung.clear()  # whatever rang before this is seen by whoever looks after it
                found = connection.execute(
                    "SELECT name, number FROM fact WHERE name IN ('next_id', 'destroyed')"
                ).fetchall()
            except psycopg.Error:
                connection.close()
                raise
        facts: dict[object, object] = dict(found)  # type: ignore[arg-type]
        self._check(facts, heard)
        return mark

    def wait(self, longest: float) -> None:
        """Until something was destroyed anywhere, or for so long."""
        until = time.monotonic() + longest
        connection = self._connection
        if connection is None or connection.closed:
            self._rung.wait(longest)
            return
        with suppress(psycopg.Error, OSError, ValueError):  # closed meanwhile
            said = select.poll()
            said.register(connection.fileno(), select.POLLIN)
            while not self._rung.is_set() and (left := until - time.monotonic()) > 0:
                if said.poll(min(left, 0.1) * 1000):
                    return

    def wake(self) -> None:
        self._ended = True
        self._rung.set()

    def wait_for_others(self, connection: Connection, number: int) -> None:
        """Return once no other lease runs that began before the erasure `number`, which is committed."""
        until = seconds() + LEASE
        noted: list[tuple[object, ...]] | None = None
        while True:
            behind = connection.execute(
                "SELECT id, beat FROM holder WHERE heard < %s AND id <> %s", (number, self._id)
            ).fetchall()
            noted = behind if noted is None else noted
            if not behind:
                return
            if seconds() > until:
                break
            time.sleep(_LOOK)
        for id_, beat in noted:  # not renewed for a whole lease: dead, or so long asleep that it begins anew
            connection.execute("DELETE FROM holder WHERE id = %s AND beat = %s", (id_, beat))

    def end(self) -> None:
        """No key is in memory any more."""
        self._until = 0.0
        if self._connection is not None:
            with suppress(psycopg.Error):
                self._connection.execute("DELETE FROM holder WHERE id = %s", (self._id,))
            self._connection.close()

    def _connected(self) -> Connection:
        if self._connection is None or self._connection.closed:
            self._connection = connect(self._url)
            self._connection.add_notify_handler(lambda _: self._rung.set())
            self._connection.execute(f"LISTEN {CHANNEL}".encode())
        return self._connection

    def _check(self, facts: dict[object, object], heard: int) -> None:
        if int(str(facts["next_id"])) <= self._minted or int(str(facts["destroyed"])) < heard:
            raise WrongKeyring(
                f"{self._where} fell back behind what it gave to this process: it is another one, or an older copy."
                " Nothing is sealed or opened until the newest one is there."
            )


def must_run(lease: Lease) -> None:
    """Raises KeyringAway when it does not."""
    if not lease.runs():
        raise KeyringAway
