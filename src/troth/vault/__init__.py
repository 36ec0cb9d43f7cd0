"""Keys and sealed boxes. Knows nothing of events: bytes in, bytes out."""

from .box import SALT, commit, open_box, seal_box
from .contract import Bound, KeyringAway, StillOnDisk, Unfinished, WrongKeyring, WrongSecret
from .keyring import Keyring, open_keyring

__all__ = [
    "SALT",
    "Bound",
    "Keyring",
    "KeyringAway",
    "StillOnDisk",
    "Unfinished",
    "WrongKeyring",
    "WrongSecret",
    "commit",
    "open_box",
    "open_keyring",
    "seal_box",
]
