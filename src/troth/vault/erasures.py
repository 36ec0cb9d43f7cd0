"""Eight bytes that all processes of a keyring have in memory: they change when one of them destroyed keys.

To look at them is no call of the system, so that whoever seals may look every time. What was destroyed is in the
keyring itself; losing this file loses nothing.
"""

import mmap
import os
from pathlib import Path


class Erasures:
    """The file lies beside the keyring."""

    def __init__(self, path: Path) -> None:
        file = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            os.ftruncate(file, 8)
            self._map = mmap.mmap(file, 8)
        finally:
            os.close(file)

    def last(self) -> bytes:
        """Another value than before: something was destroyed."""
        return self._map[:]

    def tell(self, number: int) -> None:
        """After the COMMIT; a higher number each time, though two processes may tell theirs in either order."""
        self._map[:] = number.to_bytes(8)

    def close(self) -> None:
        self._map.close()
