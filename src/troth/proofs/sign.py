"""The installation's signature under transcripts. Its key comes out of TROTH_SECRET_KEY: who changes that signs by
another one from then on, and whoever holds an earlier transcript needs the key of then."""

import base64
import hmac
from functools import lru_cache
from urllib.parse import urlsplit

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from troth.kernel import config

from .verify import digest

_MASK = 16  # bytes


@lru_cache(4)
def _private(seed: bytes) -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(seed)


def _key() -> Ed25519PrivateKey:
    return _private(config.current().secret("transcripts"))


def name() -> str:
    """The host under which people know the installation."""
    return urlsplit(config.current().base_url).hostname or "localhost"


def verifier_key() -> str:
    """name+id+key, by which anybody can verify."""
    return f"{name()}+{_key_id().hex()}+{base64_of(_public())}"


def _public() -> bytes:
    return b"\x01" + _key().public_key().public_bytes_raw()  # 1: Ed25519


def _key_id() -> bytes:
    return digest(name().encode(), b"\n", _public())[:4]


def sign(message: bytes) -> bytes:
    return _key().sign(message)


def note(text: str) -> str:
    """A signed note (C2SP). text: lines, each with its end."""
    return f"{text}\n— {name()} {base64_of(_key_id() + sign(text.encode()))}\n"


def mask_of(commitment: bytes) -> bytes:
    """What keeps an envelope that is withheld or erased from being guessed: there are few kinds, and times are near."""
    return hmac.digest(config.current().secret("envelope"), commitment, "sha256")[:_MASK]


def base64_of(raw: bytes) -> str:
    return base64.b64encode(raw).decode()
