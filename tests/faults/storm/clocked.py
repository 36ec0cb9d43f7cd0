"""`troth` under a clock that the storm moves: the system's, plus the seconds that stand in the file STORM_CLOCK names.

STORM_CLOCK=/path python -m tests.faults.storm.clocked serve
"""

import mmap
import os
import struct
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

from troth.kernel import clock
from troth.project import command

_SECONDS = struct.Struct("d")


class Hand:
    """The storm's side of a clock: moves it, at once, under a running process."""

    def __init__(self, path: Path) -> None:
        self.path = path
        path.write_bytes(_SECONDS.pack(0.0))

    def move(self, seconds: float) -> None:
        """From now on it is so many seconds later (or earlier) than the system says."""
        with self.path.open("r+b") as file:
            file.write(_SECONDS.pack(seconds))


def main() -> int:
    with open(os.environ["STORM_CLOCK"], "rb") as file:
        held = mmap.mmap(file.fileno(), _SECONDS.size, prot=mmap.PROT_READ)

    def moved() -> datetime:
        now = datetime.now(UTC) + timedelta(seconds=_SECONDS.unpack(held[:])[0])
        return now.replace(microsecond=now.microsecond // 1000 * 1000)

    clock.set_clock(moved)
    return command.main()


if __name__ == "__main__":
    sys.exit(main())
