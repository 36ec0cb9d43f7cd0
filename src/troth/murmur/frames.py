"""Words as they travel: many in a frame, sealed, as text that fits into a NOTIFY.

A frame is the sender's id (16 bytes), its number (8) and a box (AES-GCM) of the words; ids of visitors and the pages
they are on pass through PostgreSQL's memory and perhaps its log of statements, where nobody but us shall read them,
nor speak for us. Each process has a key of its own, made of the installation's secret and its id, so that its number
is the nonce.
"""

import hashlib
import hmac
from base64 import b64decode, b64encode
from collections.abc import Iterable
from uuid import UUID

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from .words import AnyWord, Word

MOST = 5_900  # bytes of words in a frame: sealed and as text it stays below NOTIFY's 8,000
_HEAD = 16 + 8

_encode = msgspec.msgpack.Encoder(uuid_format="bytes").encode
_raw = msgspec.msgpack.Decoder(list[msgspec.Raw]).decode
_decode = msgspec.msgpack.Decoder(AnyWord).decode


def _key(secret: bytes, sender: UUID) -> AESGCM:
    return AESGCM(hmac.digest(secret, sender.bytes, hashlib.sha256))


class Mouth:
    """Frames of this process. `number` is that of the last one; one that is skipped tells the others that they missed
    something."""

    def __init__(self, secret: bytes, me: UUID) -> None:
        self._key, self._me, self.number = _key(secret, me), me, 0

    def frames(self, words: Iterable[Word]) -> list[str]:
        """As many as it takes; one, when there is nothing to say."""
        bodies: list[list[msgspec.Raw]] = [[]]
        size = 0
        for word in words:
            encoded = _encode(word)
            size += len(encoded)
            if size > MOST and bodies[-1]:
                bodies.append([])
                size = len(encoded)
            bodies[-1].append(msgspec.Raw(encoded))
        return [self._frame(body) for body in bodies]

    def _frame(self, body: list[msgspec.Raw]) -> str:
        self.number += 1
        head = self._me.bytes + self.number.to_bytes(8)
        return b64encode(head + self._key.encrypt(self.number.to_bytes(12), _encode(body), head)).decode()


class Ear:
    """Opens the others' frames."""

    def __init__(self, secret: bytes) -> None:
        self._secret = secret
        self._keys: dict[UUID, AESGCM] = {}

    def open(self, frame: str, but: UUID) -> tuple[UUID, int, list[Word]] | None:
        """(sender, number, words); None for what is not a frame of an installation with this secret, and for those of
        `but`. Words nobody knows here are left out."""
        try:
            whole = b64decode(frame, validate=True)
            sender, number = UUID(bytes=whole[:16]), int.from_bytes(whole[16:_HEAD])
            if sender == but:
                return None
            key = self._keys.get(sender) or _key(self._secret, sender)
            body = key.decrypt(number.to_bytes(12), whole[_HEAD:], whole[:_HEAD])
            raws = _raw(body)
        except (ValueError, InvalidTag, msgspec.DecodeError):
            return None
        self._keys[sender] = key
        return sender, number, [word for raw in raws if (word := _known(raw)) is not None]

    def forget(self, sender: UUID) -> None:
        self._keys.pop(sender, None)


def _known(raw: msgspec.Raw) -> Word | None:
    try:
        word: Word = _decode(raw)
    except msgspec.DecodeError:
        return None
    return word
