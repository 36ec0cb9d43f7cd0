"""How a key lies in the keyring: encrypted by a key that is made of the installation's secret."""

import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

_NONCE = 12
_PROOF = 0  # no key's id


class Wrapping:
    def __init__(self, secret: bytes) -> None:
        self._kek = AESGCM(HKDF(SHA256(), 32, salt=None, info=b"troth keyring 1").derive(secret))

    def wrap(self, key_id: int, raw: bytes) -> bytes:
        nonce = os.urandom(_NONCE)
        return nonce + self._kek.encrypt(nonce, raw, b"%d" % key_id)

    def unwrap(self, key_id: int, wrapped: bytes) -> bytes:
        """Raises cryptography's InvalidTag."""
        return self._kek.decrypt(wrapped[:_NONCE], wrapped[_NONCE:], b"%d" % key_id)

    def proof(self) -> bytes:
        """Something to keep, by which the secret is known again."""
        return self.wrap(_PROOF, b"troth")

    def proves(self, proof: bytes) -> bool:
        try:
            self.unwrap(_PROOF, proof)
        except InvalidTag:
            return False
        return True
