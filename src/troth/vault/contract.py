"""What the keyring asks of the database it is kept in: a file (`keyring_sqlite`) or a server's (`keyring_postgres`)."""

from collections.abc import Callable, Sequence
from typing import Protocol
from uuid import UUID

from troth.kernel.errors import Busy
from troth.kernel.outages import DatabaseAway

type Bound = tuple[int, UUID, UUID, UUID]  # key id, workspace, stream, subject
type Told = tuple[int, int]  # the number of an erasure, the key's id


class WrongSecret(Exception):
    """The secret is not the one this keyring was made with."""


class WrongKeyring(WrongSecret):
    """The keyring is not the one the database was written with, or an older copy of it."""


class Unfinished(WrongKeyring):
    """The keyring was restored in part, or without the newest tombstones: what was erased would be back."""


class StillOnDisk(Busy):
    """Destroyed: nothing opens with these keys any more. Their bytes go once nobody reads the keyring."""

    sentence = (
        "The keys are destroyed, but somebody reads the keyring, a backup perhaps, so that their bytes are still in it."
        " Repeat this when that is over."
    )


class KeyringAway(DatabaseAway):
    """The keyring does not answer, so that nobody here knows which keys are destroyed: nothing is sealed or opened."""

    sentence = (
        "The keyring did not answer, and without it nothing is sealed or opened. What was sent may have been kept: wait"
        " a moment and repeat it with the same client id."
    )


class Rows(Protocol):
    """All methods may be called from any thread. Outages are the driver's errors, or KeyringAway."""

    where: str  # as the operator knows it

    def check(self) -> None:
        """A look that costs nothing: raises when what is written now would be lost."""

    def beat(self) -> None:
        """Write a fact nobody needs, and wait for nobody. Raises when that fails."""

    def close(self) -> None: ...

    def proof(self, made: bytes) -> bytes:
        """What was kept first to tell the secret by: `made`, when there was nothing yet."""

    def restored(self) -> int | None:
        """What a restore that is not finished has left; see `copying`."""

    def next_id(self) -> int:
        """The id of the key that is minted next."""

    def mint(self, many: int, wrap: Callable[[int], bytes]) -> int:
        """Keep so many new keys, each as `wrap` gives it for its id; the first id, the others follow."""

    def minted(self, key_id: int) -> bool: ...

    def wrapped(self, key_ids: Sequence[int]) -> list[tuple[int, bytes]]:
        """(id, wrapped key) of those that exist."""

    def bound_to(self) -> int: ...

    def bind(self, rows: Sequence[Bound], position: int) -> None: ...

    def owner(self, key_id: int) -> tuple[UUID, UUID, UUID] | None: ...

    # --- destroying, and hearing of it

    def destroy(self, key_ids: Sequence[int]) -> tuple[int, int]:
        """How many there were, and the number of the last erasure of all: what `heard_by_all` waits for."""

    def destroyed_after(self, heard: int) -> list[Told]:
        """The erasures with higher numbers, in order. Numbers are given in the order of the commits."""

    def stirred(self) -> bool:
        """A look into memory: something may have been destroyed elsewhere. Raises KeyringAway when that can't be
        known."""

    def mark(self, heard: int) -> float:
        """Before `destroyed_after` is asked: this process has let go of all up to `heard`."""

    def settle(self, mark: float) -> None:
        """All that was destroyed before the mark is let go of."""

    def wait(self, seconds: float) -> None:
        """Until something may have been destroyed elsewhere, so long at most; also until `wake`."""

    def wake(self) -> None: ...

    def heard_by_all(self, number: int) -> None:
        """Return once no process has a key in memory that was destroyed up to this number."""

    def wipe(self, key_ids: Sequence[int]) -> None:
        """Clear the bytes of these, which were destroyed, as far as this database can. Raises StillOnDisk."""
