"""The rows of a keyring as a backup holds them: read beside a running server, and put into a new one.

Keys stay wrapped; without the secret nobody has them. Rows are the same whatever kind of database the keyring is.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Protocol

from troth.kernel.config import Database

COLUMNS = ("id", "wrapped", "minted_at", "workspace", "stream", "subject", "destroyed_at")
STEP = 5_000  # rows at once
RESTORED = "restored"  # the fact that keeps a keyring from being opened: how many tombstones are wanted at least, or
UNFINISHED, UNFINISHED_KEYS = -1, -2  # it was restored in part, together with its database or alone
AHEAD = 1_000_000_000  # numbers passed over by a restore: those that were given after the backup are nobody's again

type KeyRow = Sequence[Any]  # COLUMNS; wrapped None: destroyed
type Tombstone = tuple[int, int]  # key id, when (ms since 1970)


class KeyringCopy(Protocol):
    """A keyring, for the operator's commands."""

    where: str  # as the operator knows it

    def there(self) -> bool: ...

    def facts(self) -> dict[str, int]:
        """next_id, bound_to, and RESTORED where a restore is not finished."""
        ...

    def destroyed(self) -> int:
        """How many keys were destroyed; only ever grows."""
        ...

    def rows(self) -> Iterator[list[KeyRow]]: ...

    def tombstones(self) -> Iterator[list[Tombstone]]: ...

    def begin(self, mark: int) -> None:
        """Make it anew and empty, with this mark."""
        ...

    def remove(self) -> None:
        """What a restore that failed had begun."""
        ...

    def fill(self, rows: Sequence[KeyRow]) -> None: ...

    def set_facts(self, facts: dict[str, int]) -> None: ...

    def forget_fact(self, name: str) -> None: ...

    def bury(self, stones: Iterable[Tombstone]) -> int:
        """Destroy these keys; returns how many opened something. Those it never had are noted as destroyed."""
        ...

    def note_lost(self, key_ids: Iterable[int]) -> None:
        """Keys that the database has used and this keyring never had: destroyed, from now on."""
        ...

    def settle(self) -> None:
        """All of it is on the disk, and of what was destroyed nothing is."""
        ...


def copy_of(database: Database) -> KeyringCopy:
    """Where the settings say the keyring is."""
    if database.kind == "sqlite":
        from .copying_sqlite import KeyringFile

        return KeyringFile(database.path)
    from .copying_postgres import KeyringTables

    return KeyringTables(database)
