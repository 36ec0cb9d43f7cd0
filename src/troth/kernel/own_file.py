"""Whether a database that is held open still lies where it was opened.

Whoever moves or deletes the file of a running server leaves it writing into a file without a name: all of it would be
acknowledged, and gone with the process.
"""

import os
import sqlite3
from pathlib import Path


class Moved(sqlite3.OperationalError):
    """The file that was opened is not the one at its path any more: an outage, until somebody puts it back."""


class OwnFile:
    """The file of an SQLite database that this process has open. Make it once the file is there."""

    def __init__(self, path: Path) -> None:
        self._path = str(path)
        self._known = _identity(self._path)

    def check(self) -> None:
        """A look into the file system, a microsecond or two. Raises Moved."""
        if _identity(self._path) != self._known:
            raise Moved(f"{self._path} is not the file that was opened any more; put it back")

    def check_writable(self) -> None:
        """Raises Moved, or PermissionError for a file that may not be written to."""
        self.check()
        if not os.access(self._path, os.W_OK):
            raise PermissionError(f"{self._path} can't be written to")


def _identity(path: str) -> tuple[int, int] | None:
    try:
        found = os.stat(path)
    except OSError:
        return None
    return found.st_dev, found.st_ino
