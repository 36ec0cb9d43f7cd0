"""A sealed file of a backup: a clear header of two lines, then chunks under AES-256-GCM.

    troth backup 1
    {"kind": "main", "id": ..., "at": ..., "troth": ..., "database": ..., "salt": ..., "key": ..., "secret": ...}

Each file has a key of its own (HKDF of the backup key and the header's salt), so a chunk's nonce is simply its number,
and whether it is the last: chunks that are missing, doubled, in another order or altered don't open. The header is
bound to every chunk. It is written under another name, and gets its own once all of it is on the disk.
"""

import os
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Literal, Self

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from troth.kernel.config import Config

from .refused import Refused

MAGIC = b"troth backup "
FORMAT = 1
AT = "%Y-%m-%d %H:%M:%S"
CHUNK = 1024 * 1024  # bytes before sealing
_TAG = 16
_LONGEST_HEADER = 4096

type Kind = Literal["main", "keys", "tombstones"]


class Header(msgspec.Struct, frozen=True, kw_only=True):
    """What anybody may read. id: of the run that wrote it. at: UTC, when it began. key, secret: which backup key and
    which secret it belongs to, told by eight bytes that open nothing."""

    kind: Kind
    id: str
    at: str
    troth: str
    database: str
    salt: str
    key: str
    secret: str


def moment_of(header: Header) -> datetime:
    """When it began."""
    return datetime.strptime(header.at, f"{AT} UTC").replace(tzinfo=UTC)


class SealedWriter:
    """Writes PATH.part; `close` makes it PATH."""

    def __init__(self, path: Path, config: Config, header: Header) -> None:
        self.path, self._part = path, part_of(path)
        line = msgspec.json.encode(header)
        self._head = MAGIC + b"%d\n%b\n" % (FORMAT, line)
        self._key = _key(config, header.salt)
        self._waiting = bytearray()
        self._number = 0
        self._file: IO[bytes] = open(  # noqa: SIM115 - closed by finish or discard
            self._part, "wb", opener=lambda name, flags: os.open(name, flags, 0o600)
        )
        self._file.write(self._head)

    def write(self, data: bytes) -> None:
        self._waiting += data
        while len(self._waiting) > CHUNK:  # one stays, which may be the last
            self._seal(bytes(self._waiting[:CHUNK]), last=False)
            del self._waiting[:CHUNK]

    def finish(self) -> None:
        """All of it is on the disk, under the name for what is unfinished."""
        self._seal(bytes(self._waiting), last=True)
        self._file.flush()
        os.fsync(self._file.fileno())
        self._file.close()

    def discard(self) -> None:
        self._file.close()
        self._part.unlink(missing_ok=True)

    def _seal(self, data: bytes, *, last: bool) -> None:
        self._file.write(self._key.encrypt(_nonce(self._number, last), data, self._head))
        self._number += 1


class SealedReader:
    """Reads what a SealedWriter wrote. Raises Refused for a file that is none, is another kind's, another key's or
    secret's, of a newer version, altered, or cut off."""

    def __init__(self, path: Path, config: Config, kind: Kind) -> None:
        self._path = path
        try:
            self._file: IO[bytes] = open(path, "rb")  # noqa: SIM115 - closed by __exit__
        except OSError as error:
            raise Refused(f"{path} can't be read: {error.strerror}.") from None
        try:
            self.size = os.fstat(self._file.fileno()).st_size
            self.header, self._head = self._opened(config, kind)
        except BaseException:
            self._file.close()
            raise
        self._key = _key(config, self.header.salt)
        self._number = 0
        self._ready = memoryview(b"")
        self._next = self._file.read(CHUNK + _TAG)
        self._over = False
        self.done = self._file.tell()  # bytes of the file

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def read(self, count: int) -> bytes:
        """Exactly so many bytes. Raises Refused when there are fewer."""
        parts = []
        while count:
            if not self._ready and not self._advance():
                raise self._broken()
            parts.append(self._ready[:count])
            self._ready = self._ready[len(parts[-1]) :]
            count -= len(parts[-1])
        return b"".join(parts)

    def at_end(self) -> bool:
        return not self._ready and not self._advance()

    def _advance(self) -> bool:
        while not self._over and not self._ready:
            sealed, self._next = self._next, self._file.read(CHUNK + _TAG)
            self._over = not self._next
            try:
                data = self._key.decrypt(_nonce(self._number, self._over), sealed, self._head)
            except (InvalidTag, ValueError):
                raise self._broken() from None
            self._number += 1
            self._ready = memoryview(data)
            self.done = self._file.tell()
        return bool(self._ready)

    def _broken(self) -> Refused:
        return Refused(f"{self._path} is damaged or cut off (after {self.done // 2**20} MB). Take another copy of it.")

    def _opened(self, config: Config, kind: Kind) -> tuple[Header, bytes]:
        first, second = self._file.readline(_LONGEST_HEADER), self._file.readline(_LONGEST_HEADER)
        number = first.removeprefix(MAGIC).strip()
        if not first.startswith(MAGIC) or not number.isdigit():
            raise Refused(f"{self._path} is no backup of Troth.")
        if int(number) > FORMAT:
            raise Refused(f"{self._path} was made by a newer Troth. Install that version, or a later one, to read it.")
        try:
            header = msgspec.json.decode(second, type=Header)
            bytes.fromhex(header.salt + header.key + header.secret)  # which a complaint repeats, unproven
        except (msgspec.DecodeError, ValueError):
            raise Refused(f"{self._path} is damaged at its beginning. Take another copy of it.") from None
        if header.kind != kind:
            raise Refused(f"{self._path} holds {header.kind}, where {kind} are expected.")
        if header.secret != secret_mark(config):
            raise Refused(
                f"{self._path} was made with another TROTH_SECRET_KEY ({header.secret}, not {secret_mark(config)})."
                " Put the secret of that installation there (TROTH_SECRET_KEY, or `secret` in TROTH_VAR)."
            )
        if header.key != key_mark(config):
            raise Refused(f"{self._path} was made with another TROTH_BACKUP_KEY ({header.key}).")
        return header, first + second


def part_of(path: Path) -> Path:
    """Where a file is while it is not finished."""
    return path.with_name(path.name + ".part")


def key_mark(config: Config) -> str:
    """Tells one backup key from another."""
    return _derive(config.backup_secret, b"", b"mark").hex()[:16]


def secret_mark(config: Config) -> str:
    """Tells one secret, and so one installation, from another."""
    return config.secret("backup mark").hex()[:16]


def _key(config: Config, salt: str) -> AESGCM:
    return AESGCM(_derive(config.backup_secret, bytes.fromhex(salt), b"file"))


def _derive(secret: bytes, salt: bytes, purpose: bytes) -> bytes:
    return HKDF(SHA256(), 32, salt=salt, info=b"troth backup 1 " + purpose).derive(secret)


def _nonce(number: int, last: bool) -> bytes:
    return number.to_bytes(11) + bytes([last])
