"""How far a long act is, on stderr: a moving line in a terminal, a line every ten seconds elsewhere."""

import sys
import time

EVERY_SHOWN, EVERY_LOGGED = 0.2, 10.0  # seconds


class Progress:
    """total: bytes, about, or how many `unit` there are; 0 when nobody knows."""

    def __init__(self, what: str, total: int = 0, unit: str = "") -> None:
        self._what, self._total, self._unit, self._done = what, total, unit, 0
        self._terminal = sys.stderr.isatty()
        self._said = time.monotonic()
        self._open = False

    def add(self, count: int) -> None:
        self.at(self._done + count)

    def at(self, done: int) -> None:
        self._done = done
        now = time.monotonic()
        if now - self._said < (EVERY_SHOWN if self._terminal else EVERY_LOGGED):
            return
        self._said = now
        share = f"{min(99, 100 * done // self._total)} %, " if self._total else ""
        line = f"{self._what}: {share}{f'{done} {self._unit}' if self._unit else f'{done // 2**20} MB'}"
        print(
            f"\r{line}  " if self._terminal else line, end="" if self._terminal else "\n", file=sys.stderr, flush=True
        )
        self._open = self._terminal

    def end(self) -> None:
        if self._open:
            print(file=sys.stderr, flush=True)
            self._open = False
