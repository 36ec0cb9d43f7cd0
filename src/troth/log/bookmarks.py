"""How far each reader of the log is: a row beside the reader's results, moved in the same transaction."""

from datetime import datetime
from typing import Any
from uuid import UUID

from .running import rows
from .writing import Dialect


class Bookmarks:
    """Each call runs on the cursor of the reader's transaction."""

    def __init__(self, dialect: Dialect) -> None:
        self._dialect = dialect

    def open(self, cursor: Any, name: str) -> int:
        """The position up to which `name` has read; a new reader begins with the first event."""
        rows(cursor, self._dialect.open_bookmark(name))
        return int(rows(cursor, self._dialect.bookmark(name))[0][0])

    def claim(self, cursor: Any, name: str, holder: UUID, *, hurried: bool = False) -> int | None:
        """The same, locked until the transaction ends; None when this worker (its token) does not hold it. hurried:
        this transaction waits for no disk (PostgreSQL): a crash may take it, whole, with its bookmark."""
        found = rows(cursor, self._dialect.claim_bookmark(name, holder, hurried))
        return int(found[0][0]) if found else None

    def park(self, cursor: Any, name: str, position: int, reason: str, at: datetime) -> None:
        """Note that `name` went on without handling this event, and move over it. Stays until an operator looked."""
        rows(cursor, self._dialect.park(name, position, reason, at))
        self.move(cursor, name, position)

    def parked(self, cursor: Any, name: str) -> int:
        """How many events `name` went on without."""
        return int(rows(cursor, self._dialect.parked(name))[0][0])

    def move(self, cursor: Any, name: str, position: int) -> None:
        rows(cursor, self._dialect.move_bookmark(name, position))
