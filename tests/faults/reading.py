"""A worker in a process of its own: its one reader writes a row for each event, with the worker's name.

    python -m tests.faults.reading VAR DATABASE_URL NAME

At an event whose text is "sleep NAME" the process stops itself in the middle of its transaction, as if its machine
slept. Prints "up" once it runs; ends when told so by the end of its input.
"""

import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from subprocess import PIPE, Popen

from tests.log.rig import Rig
from troth.datamap.purposes import RECORD
from troth.kernel.config import ConfigError
from troth.log import Event
from troth.wire.events import Said
from troth.worker import Reader, Worker

READER = "notebook"
TABLE = "CREATE TABLE IF NOT EXISTS noted (worker text, stream uuid, seq int)"


def main(var: str, url: str, name: str) -> None:
    rig = Rig(Path(var), url)

    def handle(events: list[Event]) -> None:
        cursor = rig.transactions.cursor()
        for event in events:
            cursor.execute("INSERT INTO noted VALUES (%s, %s, %s)", (name, event.stream, event.seq))
            body = event.opened()
            if isinstance(body, Said) and body.text == f"sleep {name}":
                os.kill(os.getpid(), signal.SIGSTOP)

    worker = Worker(rig.log, [Reader(READER, handle, purpose=RECORD)], name)
    try:
        worker.start()
    except ConfigError as error:
        print(error, flush=True)
    else:
        print("up", flush=True)
        sys.stdin.read()
        worker.close()
    rig.close()


@contextmanager
def reading(var: Path, url: str, name: str) -> "Iterator[Popen[str]]":
    """The process; killed afterwards, should it live."""
    words = [sys.executable, "-m", "tests.faults.reading", str(var), url, name]
    with Popen(words, stdin=PIPE, stdout=PIPE, text=True) as process:
        try:
            yield process
        finally:
            process.kill()


def first_word(process: "Popen[str]") -> str:
    assert process.stdout is not None
    return process.stdout.readline().strip()


if __name__ == "__main__":
    main(*sys.argv[1:])
