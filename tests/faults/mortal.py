"""A process that dies on purpose: it opens a log, does one act and kills itself (SIGKILL) before the n-th statement of
that act, or after it where the driver tells so. One child a step, until a child survives: then every gap was tried.

    python -m tests.faults.mortal ACT VAR [DATABASE_URL]

Each child appends what was acknowledged to VAR/acknowledged, a line at a time, straight to the file. The last line
printed is the number of steps.
"""

import asyncio
import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import UUID

from tests.log.rig import PlainTransactions, Rig, said
from troth.datamap.purposes import RECORD
from troth.log import Draft, Event, Head, leases
from troth.wire.events import Author
from troth.worker import Reader, Worker, standing

MESSAGES = 3  # of one act
MOST = 200  # steps
leases.LEASE, standing.RENEWED = 0.3, 0.1  # s: nobody wants to wait for so many dead


def workspace() -> UUID:
    return UUID(int=1)


def head_of(step: int) -> Head:
    return Head(workspace(), UUID(int=step << 16))


def draft_of(step: int, n: int) -> Draft:
    """Made from numbers alone, so that the one who looks afterwards can send the same again."""
    client_id = UUID(int=(step << 16) + n)
    author = Author(kind="visitor", id=UUID(int=(step << 16) + 0xFFFF))
    return said(head_of(step), f"step {step} message {n}", author=author, client_id=client_id)


class Death:
    """Comes at the n-th step after it was armed."""

    def __init__(self, step: int) -> None:
        self._left = step
        self._armed = False

    def arm(self) -> None:
        self._armed = True

    def disarm(self) -> None:
        self._armed = False

    def step(self, *_: Any) -> None:
        if self._armed:
            self._left -= 1
            if self._left <= 0:
                os.kill(os.getpid(), signal.SIGKILL)


class MortalCursor:
    def __init__(self, cursor: Any, death: Death) -> None:
        self._cursor = cursor
        self._death = death

    def execute(self, *statement: Any) -> Any:
        self._death.step()
        return self._cursor.execute(*statement)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._cursor, name)


class MortalTransactions(PlainTransactions):
    death: Death

    @contextmanager
    def atomic(self) -> Iterator[None]:
        self.death.step()
        with super().atomic():
            yield
            self.death.step()
        self.death.step()  # committed, not yet told

    def cursor(self) -> Any:
        return MortalCursor(super().cursor(), self.death)


def append(rig: Rig, step: int, death: Death, acknowledge: Callable[[int], None]) -> None:
    """Messages that wait together, so that one transaction carries them."""
    scribe: Any = rig.log._scribe
    if rig.vendor == "sqlite":
        scribe._connection.set_trace_callback(death.step)
    else:
        rig.log.append_sync(said(rig.stream()))  # so that there is a connection
        scribe._connection.add_query_logger(death.step)

    async def all_at_once() -> None:
        await asyncio.gather(*(one(n) for n in range(MESSAGES)))

    async def one(n: int) -> None:
        await rig.log.append(draft_of(step, n))
        acknowledge(n)

    death.arm()
    asyncio.run(all_at_once())


def unit(rig: Rig, step: int, death: Death, acknowledge: Callable[[int], None]) -> None:
    """A row and its events."""
    rig.log._transactions = transactions = MortalTransactions(rig.config)
    transactions.death = death
    death.arm()
    with rig.log.unit("unit", *(draft_of(step, n) for n in range(MESSAGES))):
        transactions.cursor().execute(f"INSERT INTO row_of_a_verb VALUES ({step})")
    for n in range(MESSAGES):
        acknowledge(n)


def bind(rig: Rig, step: int, death: Death, acknowledge: Callable[[int], None]) -> None:
    """The keyring is told whose the keys are."""
    rig.log._owners.close()  # its thread: the steps are to be ours
    for n in range(MESSAGES):
        rig.log.append_sync(draft_of(step, n))
        acknowledge(n)
    rows: Any = rig.log.keyring._rows
    rows._db.set_trace_callback(death.step)
    death.arm()
    while not rig.log.keyring.owner(_key_of(rig, step)):
        rig.log._owners.bind_some()


def read(rig: Rig, step: int, death: Death, acknowledge: Callable[[int], None]) -> None:
    """A reader of the log: its result and its bookmark."""
    catch_up(rig)  # what the dead ones left
    for n in range(MESSAGES):
        rig.log.append_sync(draft_of(step, n))
        acknowledge(n)
    rig.log._transactions = transactions = MortalTransactions(rig.config)
    transactions.death = death
    seen = threading.Event()

    def handle(events: list[Event]) -> None:
        note(rig, events)
        if any(event.stream == head_of(step).stream for event in events):
            seen.set()

    worker = Worker(rig.log, [Reader("mortal", handle, purpose=RECORD)])
    death.arm()
    worker.start()
    seen.wait()
    worker.close()


def catch_up(rig: Rig) -> None:
    """Let the reader `mortal` read to the end."""
    worker = Worker(rig.log, [Reader("mortal", lambda events: note(rig, events), purpose=RECORD)])
    worker.start()
    while rig.log.follow("mortal", rig.log.readers["mortal"].position, 1):
        time.sleep(0.01)
    worker.close()


def note(rig: Rig, events: list[Event]) -> None:
    """What the reader `mortal` does with events: a row each."""
    cursor = rig.log.transactions.cursor()
    for event in events:
        cursor.execute(f"INSERT INTO noted VALUES ('{event.stream.hex}', {event.seq})")


def _key_of(rig: Rig, step: int) -> int:
    head = head_of(step)
    return rig.log.read(head.workspace, head.stream)[-1].key_id


ACTS: dict[str, Callable[[Rig, int, Death, Callable[[int], None]], None]] = {
    "append": append, "unit": unit, "bind": bind, "read": read,
}  # fmt: skip


def child(act: str, var: Path, url: str, step: int) -> None:
    file = os.open(var / "acknowledged", os.O_WRONLY | os.O_APPEND | os.O_CREAT)
    rig = Rig(var, url)
    rig.sql("CREATE TABLE IF NOT EXISTS row_of_a_verb (step int)")
    rig.sql("CREATE TABLE IF NOT EXISTS noted (stream text, seq int)")
    with rig.log.unit("open", opens=[head_of(step)]):
        pass
    death = Death(step)

    def acknowledge(n: int) -> None:
        os.write(file, b"%d %d\n" % (step, n))

    ACTS[act](rig, step, death, acknowledge)
    death.disarm()
    rig.close()


def main(act: str, var: str, url: str = "") -> None:
    for step in range(1, MOST):
        pid = os.fork()  # this process has no threads; each child makes its own
        if pid == 0:
            child(act, Path(var), url, step)
            os._exit(0)
        _, status = os.waitpid(pid, 0)
        if os.WIFEXITED(status) and os.WEXITSTATUS(status) == 0:
            print(step)
            return
        if not (os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL):
            sys.exit(f"step {step} failed by itself")
    sys.exit("it never survived")


if __name__ == "__main__":
    main(*sys.argv[1:])
