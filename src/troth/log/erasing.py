"""What somebody left in the log, and its end: keys, after whose destruction bodies are `null`, and marks."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from troth.vault import Keyring

from .ending import Ending
from .running import rows
from .shapes import NOBODY, Address

type MarkAt = tuple[Address, UUID]  # whose


class Erasing(Ending):
    keyring: Keyring

    def erase(self, workspace: UUID, subject: UUID, stream: UUID | None = None) -> int:
        """Destroy the keys of a subject (in one stream or all); returns how many. Bodies read as `null` from now on,
        in every process. Raises StillOnDisk when they do, but the keys' bytes are in the file yet: repeat it."""
        return self.keyring.destroy(self.keys_of(workspace, subject, stream))

    def keys_of(self, workspace: UUID, subject: UUID, stream: UUID | None = None) -> list[int]:
        """All keys a subject ever had, in one stream or all; perhaps destroyed."""
        with self._store.reading() as cursor:
            return [row[0] for row in rows(cursor, self._dialect.keys_of(workspace, subject, stream))]

    def keys_left(self, workspace: UUID, subjects: Iterable[UUID], streams: Iterable[UUID]) -> list[int]:
        """Keys that still open something: all that sealed these streams' events, whoever spoke, and the subjects' own
        there. Without those of NOBODY, which seal what is about nobody."""
        found: set[int] = set()
        own = list(subjects)
        with self._store.reading() as cursor:
            for stream in streams:
                statements = [self._dialect.stream_keys((workspace, stream))]
                statements += [self._dialect.keys_of(workspace, subject, stream) for subject in own]
                of_nobody = {row[0] for row in rows(cursor, self._dialect.keys_of(workspace, NOBODY, stream))}
                found |= {row[0] for one in statements for row in rows(cursor, one)} - of_nobody
        return sorted(self.keyring.keys(found))

    def marks_left(self, workspace: UUID, streams: Iterable[UUID], participants: Sequence[UUID]) -> list[MarkAt]:
        """The marks there are of these in the streams."""
        self._marks.flush()
        with self._store.reading() as cursor:
            return [
                ((workspace, stream), who)
                for stream in streams
                for who in participants
                if rows(cursor, self._dialect.mark((workspace, stream), who))
            ]

    def forget_marks(self, marks: Iterable[MarkAt]) -> None:
        with self._store.writing("marks") as cursor:
            for address, participant in marks:
                rows(cursor, self._dialect.drop_mark(address, participant))
