"""The maker: a thread of the worker that makes what was ordered, one after the other. Several processes may each have
one: an order in hand is its maker's until `held_until`, and after that, and not before, another takes it for a dead
one's."""

import logging
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from uuid import UUID

from django.db import close_old_connections, connection
from django.db.models import F, Q, QuerySet

from troth.datamap.doors import Door, act_for, through
from troth.datamap.purposes import RIGHTS
from troth.kernel.clock import now
from troth.kernel.errors import NotFound
from troth.kernel.ids import new_id

from .bell import listen, unlisten
from .end import end
from .make import make
from .orders import AccessOrder

NAME = "packages"  # as the data map calls this job
LEASE = timedelta(minutes=2)  # renewed with each piece
PAUSE = 5.0  # s between looks when nobody rings
MOST_ATTEMPTS = 5

_log = logging.getLogger("troth.privacy")
_S = AccessOrder.State


class Maker:
    """`wake()` makes it look at once."""

    def __init__(self) -> None:
        self._bell = threading.Event()
        self._stopping = False
        self._thread = threading.Thread(target=self._run, name="privacy-packages", daemon=True)

    def start(self) -> None:
        listen(self.wake)
        self._thread.start()

    def stop(self) -> None:
        """What is being made is left to the next one."""
        self._stopping = True
        unlisten(self.wake)
        self._bell.set()
        self._thread.join(30)

    def wake(self) -> None:
        self._bell.set()

    def _run(self) -> None:
        act_for(through(Door.JOB, RIGHTS, f"the job {NAME}"))
        alone = connection.vendor == "sqlite"  # which has one server only: what is in hand is a dead one's
        while not self._stopping:
            self._bell.clear()
            try:
                made = self.make_due(alone=alone)
                alone = False
            except Exception:
                _log.exception("the maker of packages stumbled; it goes on")
                made = 0
            finally:
                close_old_connections()
            if not made and not self._stopping:
                self._bell.wait(PAUSE)
        connection.close()

    def make_due(self, *, alone: bool = False) -> int:
        """How many orders were taken in hand."""
        free = AccessOrder.objects.filter(state=_S.MAKING)
        if not alone:
            free = free.filter(Q(held_until=None) | Q(held_until__lt=now()))
        taken = 0
        for one in list(free.order_by("made_at").values_list("id", flat=True)[:20]):
            if self._stopping:
                break
            mine = free.filter(id=one)
            holder = new_id()
            if mine.update(holder=holder, held_until=now() + LEASE, attempts=F("attempts") + 1):
                taken += 1
                self._make(one, holder)
        return taken

    def _make(self, one: UUID, holder: UUID) -> None:
        mine = AccessOrder.objects.filter(id=one, holder=holder)

        def more(piece: int) -> None:
            """The row knows of a piece before it lies anywhere."""
            if self._stopping or not mine.filter(state=_S.MAKING).update(held_until=now() + LEASE, pieces=piece + 1):
                raise _Dropped

        order = mine.get()
        began = time.monotonic()
        try:
            with _kept(mine):
                made = make(order, more)
        except _Dropped:
            mine.update(holder=None, held_until=None)
            if AccessOrder.objects.filter(id=one, state=_S.ENDED).exists():
                end(order)
        except NotFound:  # they were erased meanwhile
            end(order)
        except Exception:
            _log.exception("Making the package %s failed, the %d. time", one, order.attempts)
            if order.attempts >= MOST_ATTEMPTS:
                end(order)
        else:
            ready = {"state": _S.READY, "ready_at": now(), "size": made.size, "holder": None, "held_until": None}
            if mine.filter(state=_S.MAKING).update(pieces=made.count, **ready):
                _log.info("A package is ready, after %.1f s", time.monotonic() - began)


@contextmanager
def _kept(mine: QuerySet[AccessOrder]) -> Iterator[None]:
    """In hand, however long one step takes."""
    over = threading.Event()

    def beat() -> None:
        try:
            while not over.wait(LEASE.total_seconds() / 4):
                mine.update(held_until=now() + LEASE)
        finally:
            connection.close()

    beating = threading.Thread(target=beat, name="privacy-lease", daemon=True)
    beating.start()
    try:
        yield
    finally:
        over.set()
        beating.join()


class _Dropped(Exception):
    """Not to go on: it is to be erased, another took it over, or the server stops."""
