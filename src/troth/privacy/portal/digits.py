"""The codes: six digits in a mail, and ten letters in a chat, which nothing else narrows down."""

import hashlib
import hmac
import re
import secrets
from uuid import UUID

from troth.kernel import config

LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"  # none that looks like another
_LONG, _MARK = 10, 16  # letters, bytes


def of_proof(proof: UUID) -> str:
    """The six digits of a proof. Who reads its row without the secret learns nothing of them."""
    made = hmac.digest(config.current().secret("my-data"), b"code" + proof.bytes, "sha256")
    return f"{int.from_bytes(made[:8]) % 1_000_000:06}"


def is_of_proof(proof: UUID, typed: str) -> bool:
    """Whether somebody typed it, blanks and other digits of Unicode included."""
    digits = "".join(str(int(char)) for char in typed if char.isdecimal())[:7]
    return hmac.compare_digest(digits, of_proof(proof))


def new_letters() -> str:
    return "".join(secrets.choice(LETTERS) for _ in range(_LONG))


def grouped(letters: str) -> str:
    """As a chat shows it: `K7WQ-3MFX-9T`."""
    return "-".join(re.findall(".{1,4}", letters))


def mark_of_letters(typed: str) -> bytes:
    """By which the code is found, however it was typed."""
    letters = "".join(char for char in typed[:100].upper() if char.isascii() and char.isalnum())
    return hmac.digest(config.current().secret("my-data"), b"chat" + letters.encode(), "sha256")[:_MARK]


def mailbox_of(address: str) -> bytes:
    """By which codes to one mailbox are counted, wherever they were asked for, and whatever stands after a `+`: many
    mail servers deliver that into the same one."""
    name, _, host = address.rpartition("@")
    mailbox = f"{name.partition('+')[0] or name}@{host}"
    return hmac.digest(config.current().secret("my-data"), b"mailbox" + mailbox.encode(), "sha256")[:_MARK]


def hash_of(token: str) -> bytes:
    """Of the cookie's value; 256 random bits need no slow hash."""
    return hashlib.sha256(token.encode()).digest()
