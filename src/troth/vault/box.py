"""A sealed box: 12 random bytes of nonce, then AES-256-GCM of (16 bytes of salt + body).

The salt inside makes the commitment unguessable once the key, and with it the salt, is destroyed. The nonce is
random and never counted: a rolled-back batch would give the same number to another body.
"""

import hmac
import os

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

SALT = 16
_NONCE = 12


def seal_box(key: AESGCM, body: bytes, bound_to: bytes) -> tuple[bytes, bytes]:
    """(box, salt). The box opens only with the same `bound_to`."""
    fresh = os.urandom(_NONCE + SALT)
    nonce, salt = fresh[:_NONCE], fresh[_NONCE:]
    return nonce + key.encrypt(nonce, salt + body, bound_to), salt


def open_box(key: AESGCM, box: bytes, bound_to: bytes) -> tuple[bytes, bytes]:
    """(body, salt). Raises cryptography's InvalidTag when key, box or binding are not those it was made with."""
    opened = key.decrypt(box[:_NONCE], box[_NONCE:], bound_to)
    return opened[SALT:], opened[:SALT]


def commit(salt: bytes, said: bytes) -> bytes:
    """The commitment to `said`: HMAC-SHA256 under the salt, 32 bytes."""
    return hmac.digest(salt, said, "sha256")
