"""The end of a workspace in the log: its keys, its events, its streams. Nothing else ever deletes an event."""

from collections.abc import Sequence
from uuid import UUID

from .reading import Reading
from .running import rows
from .writing import Statement


class Ending(Reading):
    """Each call takes so many at most, in a transaction of its own."""

    def events_kept(self, workspace: UUID, kind: int | None = None) -> int:
        """How many events there are of one kind. None: how many can be deleted, which are all but, on SQLite, the
        newest of the whole log: its place would be given a second time, so that it goes once there is a newer one."""
        return self._counted(self._dialect.events_kept(workspace, kind))

    def streams_kept(self, workspace: UUID) -> int:
        """Heads and marks."""
        return self._counted(self._dialect.streams_kept(workspace))

    def keys_kept(self, workspace: UUID) -> int:
        """Keys that were taken for somebody in it, and that the main database still knows."""
        return self._counted(self._dialect.keys_kept(workspace))

    def some_keys(self, workspace: UUID, most: int) -> list[int]:
        with self._store.reading() as cursor:
            return [row[0] for row in rows(cursor, self._dialect.some_keys(workspace, most))]

    def forget_keys(self, keys: Sequence[int]) -> None:
        """Whose they were. Destroy them before."""
        with self._store.writing("closing") as cursor:
            rows(cursor, self._dialect.forget_keys(keys))

    def forget_events(self, workspace: UUID, most: int) -> None:
        with self._store.writing("closing") as cursor:
            rows(cursor, self._dialect.forget_events(workspace, most))

    def forget_streams(self, workspace: UUID, most: int) -> None:
        """Nothing can be written there from now on."""
        self._marks.flush()
        with self._store.writing("closing") as cursor:
            rows(cursor, self._dialect.forget_streams(workspace, most))
        self._where.clear()

    def _counted(self, statements: list[Statement]) -> int:
        with self._store.reading() as cursor:
            return sum(int(row[0]) for row in rows(cursor, statements))
