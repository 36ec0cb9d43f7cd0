"""A package in the file store: in pieces, each sealed with a key of the order's own, so that however large it is little
of it is in memory, and none of it lies anywhere in clear."""

from collections.abc import Callable

import troth.log
from troth.filestore import open_store
from troth.kernel import config

from .orders import AccessOrder

PIECE = 4 * 2**20  # bytes


class Pieces:
    """A file to write into, from its beginning to its end. more: called before each piece is kept, with its number;
    raises where it is not to be."""

    def __init__(self, order: AccessOrder, more: Callable[[int], None]) -> None:
        self._order, self._more = order, more
        self._store = open_store(config.current().files)
        self._held = bytearray()
        self.count = self.size = 0

    def write(self, data: bytes) -> int:
        self._held += data
        while len(self._held) >= PIECE:
            self._keep(PIECE)
        return len(data)

    def flush(self) -> None:
        """What is less than a piece waits for more."""

    def end(self) -> None:
        if self._held:
            self._keep(len(self._held))

    def _keep(self, size: int) -> None:
        order, data = self._order, bytes(self._held[:size])
        assert order.subject_id is not None
        self._more(self.count)
        box = troth.log.current().seal(
            order.workspace, order.id, order.subject_id, data, order.purpose(self.count)
        )  # fmt: skip
        self._store.put(order.place(self.count), box)
        del self._held[:size]
        self.count += 1
        self.size += len(data)


def take_away(order: AccessOrder) -> None:
    """All pieces, and the keys."""
    store, log = open_store(config.current().files), troth.log.current()
    log.keyring.destroy(keys_of(order))
    for piece in range(order.pieces):
        store.delete(order.place(piece))


def keys_of(order: AccessOrder) -> list[int]:
    """That still open something."""
    if order.subject_id is None:
        return []
    return troth.log.current().keys_left(order.workspace, [order.subject_id], [order.id])
