"""Keys and sealed boxes. Knows nothing of events: bytes in, bytes out."""

from .box import SALT, commit, open_box, seal_box
from .keyring import Bound, Keyring, StillOnDisk, WrongKeyring, WrongSecret

__all__ = ["SALT", "Bound", "Keyring", "StillOnDisk", "WrongKeyring", "WrongSecret", "commit", "open_box", "seal_box"]
