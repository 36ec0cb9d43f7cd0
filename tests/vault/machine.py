"""A process with a keyring of its own, as on another machine: it is told what to do line by line, and answers so.

python -m tests.vault.machine URL

take          a fresh key's id
use ID        from now on, open with this key as fast as can be, in a thread
last          when the last opening began that went well, in seconds since the machine started
key ID        "opens", "gone" or "away"
"""

import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from subprocess import PIPE, Popen
from typing import IO

from tests.vault.place import SECRET
from troth.kernel.config import Database
from troth.vault import Keyring, KeyringAway, open_keyring

_last = 0.0


def main(url: str) -> None:
    ring = open_keyring(Database(kind="postgres", url=url, name="keyring"), SECRET)
    for line in sys.stdin:
        act, *rest = line.split()
        print(_answer(ring, act, *map(int, rest)), flush=True)
    ring.close()


def _answer(ring: Keyring, act: str, key_id: int = 0) -> object:
    if act == "take":
        return ring.take()[0]
    if act == "use":
        threading.Thread(target=_use, args=(ring, key_id), daemon=True).start()
        return "using"
    return _last if act == "last" else _state(ring, key_id)


def _state(ring: Keyring, key_id: int) -> str:
    try:
        return "opens" if ring.keys([key_id]) else "gone"
    except KeyringAway:
        return "away"


def _use(ring: Keyring, key_id: int) -> None:
    global _last
    while True:
        began = time.monotonic()
        if _state(ring, key_id) == "opens":
            _last = began


class Machine:
    """The other end of it."""

    def __init__(self, process: "Popen[str]", said: IO[str], told: IO[str]) -> None:
        self.process = process
        self._said, self._told = said, told

    def ask(self, *words: object) -> str:
        print(*words, file=self._told, flush=True)
        return self.answer()

    def tell(self, *words: object) -> None:
        print(*words, file=self._told, flush=True)

    def answer(self) -> str:
        return self._said.readline().strip()


@contextmanager
def machine(url: str) -> Iterator[Machine]:
    """One that is there, and killed afterwards."""
    with Popen([sys.executable, "-m", "tests.vault.machine", url], stdin=PIPE, stdout=PIPE, text=True) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        try:
            yield Machine(process, process.stdout, process.stdin)
        finally:
            process.kill()


if __name__ == "__main__":
    main(*sys.argv[1:])
