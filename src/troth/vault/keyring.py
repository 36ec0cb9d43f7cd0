"""The keyring: a database of its own, holding every key wrapped. To destroy a key here is to erase what it sealed.

Keys are minted ahead, a thousand at a time, so nobody waits for a commit of the keyring. Which key belongs to whom
is recorded first in the main database, in the transaction that uses it; a follower of the log binds it here later.
Minted keys that nobody recorded are garbage.

Several processes may have one keyring. Each notes here which keys it destroyed; the others read that before they look
keys up, and once a second anyway, and let go of what they had in memory.
"""

import logging
import os
import sqlite3
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from contextlib import closing
from pathlib import Path
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from troth.kernel import clock
from troth.kernel.errors import Busy
from troth.kernel.own_file import OwnFile

from . import schema
from .erasures import Erasures

_log = logging.getLogger(__name__)

MINTED_AHEAD = 1000  # keys in one commit
LOW = 500  # a thread mints when fewer are left
BEAT_WITHIN = 0.5  # seconds for another program that has the keyring
WARM = 4_000  # key objects kept ready, 2.5 KiB each
KNOWN = 50_000  # unwrapped keys kept in memory, 0.2 KiB each
HEAR_EVERY = 1.0  # seconds, at most, until another process's erasure is known here
WIPE_WITHIN = 5.0  # seconds to wait for those who read the keyring while a key is being destroyed

type Bound = tuple[int, UUID, UUID, UUID]  # key id, workspace, stream, subject


class WrongSecret(Exception):
    """The secret is not the one this keyring was made with."""


class WrongKeyring(WrongSecret):
    """The keyring is not the one the database was written with, or an older copy of it."""


class StillOnDisk(Busy):
    """Destroyed: nothing opens with these keys any more. Their bytes go once nobody reads the file."""

    sentence = (
        "The keys are destroyed, but somebody reads the keyring's file, a backup perhaps, so that their bytes are"
        " still in it. Repeat this when that is over."
    )


class Keyring:
    """One per process. Safe to use from any thread."""

    def __init__(self, path: Path, secret: bytes, used: int = 0) -> None:
        """Opens (and makes) the keyring at `path`. used: the highest key id that the main database knows.

        Raises WrongSecret when `secret` is not the keyring's, WrongKeyring when it never made the key `used`: it would
        give its number away a second time, and the main database would take the new key for the old one's."""
        path.parent.mkdir(parents=True, exist_ok=True)
        if not path.exists():
            os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
        kek = HKDF(SHA256(), 32, salt=None, info=b"troth keyring 1").derive(secret)
        self._kek = AESGCM(kek)
        self._db = sqlite3.connect(path, timeout=30, isolation_level=None, check_same_thread=False)
        self._lock = threading.RLock()  # the connection's
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "secure_delete=ON"):
            self._db.execute(f"PRAGMA {pragma}")
        schema.bring_up(self._db)
        self._check_secret()
        self._path = path
        self._check_age(used)
        self._ready: deque[tuple[int, bytes]] = deque()
        self._raw: dict[int, bytes] = {}
        self._warm: dict[int, AESGCM] = {}
        self._wanted = threading.Event()
        self._closed = False
        self._listeners: list[Callable[[list[int]], None]] = []
        self._hearing = threading.Lock()  # of the three below
        self._erasures = Erasures(path.with_name(path.name + "-erasures"))
        self._seen = self._erasures.last()
        (self._heard,) = self._db.execute("SELECT coalesce(max(n), 0) FROM destroyed").fetchone()
        self._mint()
        self._file = OwnFile(path)
        self._minter = threading.Thread(target=self._mint_when_low, name="vault-minter", daemon=True)
        self._minter.start()

    def check(self) -> None:
        """Raises Moved when the file is not where it was opened: its keys would be gone with this process."""
        self._file.check()

    def beat(self) -> None:
        """Write a fact nobody needs, by a connection of its own that waits for nobody. Raises sqlite3.Error."""
        beating = sqlite3.connect(f"{self._path.as_uri()}?mode=rw", uri=True, timeout=BEAT_WITHIN, isolation_level=None)
        with closing(beating):
            beating.execute("INSERT OR REPLACE INTO fact VALUES ('beat', ?)", (_ms(),))

    def close(self) -> None:
        self._closed = True
        self._wanted.set()
        self._minter.join()
        with self._lock:
            self._db.close()
        self._erasures.close()

    # --- keys to seal with

    def take(self) -> tuple[int, AESGCM]:
        """A fresh key, never given to anyone before: (id, key)."""
        while True:
            try:
                key_id, raw = self._ready.popleft()
                break
            except IndexError:
                self._mint()
        if len(self._ready) < LOW:
            self._wanted.set()
        return key_id, self._kept(key_id, raw)

    def _mint(self) -> None:
        now = _ms()
        with self._lock:
            self._db.execute("BEGIN IMMEDIATE")
            try:
                (first,) = self._db.execute("SELECT value FROM fact WHERE name = 'next_id'").fetchone()
                fresh = [(first + n, os.urandom(32)) for n in range(MINTED_AHEAD)]
                self._db.executemany(
                    "INSERT INTO key (id, wrapped, minted_at) VALUES (?, ?, ?)",
                    [(key_id, self._wrap(key_id, raw), now) for key_id, raw in fresh],
                )
                self._db.execute("UPDATE fact SET value = ? WHERE name = 'next_id'", (first + MINTED_AHEAD,))
                self._db.execute("COMMIT")
            except BaseException:
                self._db.execute("ROLLBACK")
                raise
        self._ready.extend(fresh)

    def _mint_when_low(self) -> None:
        while True:
            self._wanted.wait(HEAR_EVERY)
            if self._closed:
                return
            self._wanted.clear()
            try:
                self._listen()
                while len(self._ready) < LOW:
                    self._mint()
            except sqlite3.Error:
                _log.exception("keys could not be minted ahead")  # take() mints itself and answers with the error

    # --- keys to open with

    def key(self, key_id: int) -> AESGCM | None:
        """The key, None when it was destroyed or never existed."""
        return self._at_hand(key_id) or self._looked_up([key_id]).get(key_id)

    def minted(self, key_id: int) -> bool:
        """There was such a key; it may be destroyed."""
        with self._lock:
            return self._db.execute("SELECT 1 FROM key WHERE id = ?", (key_id,)).fetchone() is not None

    def keys(self, key_ids: Iterable[int]) -> dict[int, AESGCM]:
        """Those of the keys that still exist, in whatever process they were destroyed."""
        self.hear()
        return self._looked_up(key_ids)

    def _looked_up(self, key_ids: Iterable[int]) -> dict[int, AESGCM]:
        wanted = set(key_ids)
        found = {key_id: key for key_id in wanted if (key := self._at_hand(key_id)) is not None}
        missing = list(wanted - found.keys())
        for start in range(0, len(missing), 500):
            some = missing[start : start + 500]
            with self._lock:
                marks = ",".join("?" * len(some))
                rows = self._db.execute(
                    f"SELECT id, wrapped FROM key WHERE wrapped IS NOT NULL AND id IN ({marks})",
                    some,
                ).fetchall()
                for key_id, wrapped in rows:
                    found[key_id] = self._kept(key_id, self._unwrap(key_id, wrapped))
        return found

    def _at_hand(self, key_id: int) -> AESGCM | None:
        key = self._warm.get(key_id)
        if key is None and key_id in self._raw:
            with self._lock:  # in one hold, or a key that is destroyed meanwhile would come back
                raw = self._raw.get(key_id)
                key = None if raw is None else self._kept(key_id, raw)
        return key

    def _kept(self, key_id: int, raw: bytes) -> AESGCM:
        """The oldest tenth goes when there are too many; one of those is made, or read, again when it is used."""
        key = AESGCM(raw)
        with self._lock:
            self._raw[key_id] = raw
            self._warm[key_id] = key
            for kept, most in ((self._raw, KNOWN), (self._warm, WARM)):
                if len(kept) > most:
                    for old in list(kept)[: most // 10]:
                        kept.pop(old)
        return key

    # --- whose they are

    @property
    def bound_to(self) -> int:
        """The position up to which the log's keys are bound here."""
        with self._lock:
            (value,) = self._db.execute("SELECT value FROM fact WHERE name = 'bound_to'").fetchone()
        return int(value)

    def bind(self, rows: Sequence[Bound], position: int) -> None:
        """Note whose these keys are, and how far the log was read, in one commit. Harmless to repeat."""
        with self._lock:
            self._db.execute("BEGIN IMMEDIATE")
            try:
                self._db.executemany(
                    "UPDATE key SET workspace = ?, stream = ?, subject = ? WHERE id = ? AND subject IS NULL",
                    [(w.bytes, st.bytes, su.bytes, key_id) for key_id, w, st, su in rows],
                )
                self._db.execute("UPDATE fact SET value = max(value, ?) WHERE name = 'bound_to'", (position,))
                self._db.execute("COMMIT")
            except BaseException:
                self._db.execute("ROLLBACK")
                raise

    def owner(self, key_id: int) -> tuple[UUID, UUID, UUID] | None:
        """(workspace, stream, subject) when the key is bound."""
        with self._lock:
            row = self._db.execute(
                "SELECT workspace, stream, subject FROM key WHERE id = ? AND subject IS NOT NULL", (key_id,)
            ).fetchone()
        return None if row is None else (UUID(bytes=row[0]), UUID(bytes=row[1]), UUID(bytes=row[2]))

    def destroy(self, key_ids: Iterable[int]) -> int:
        """Overwrite these keys, also in the write-ahead log. Returns how many existed. What they sealed is gone.

        Raises StillOnDisk when they are destroyed and somebody who reads the file keeps their bytes in it: repeat."""
        gone, last = 0, 0
        with self._lock:
            self._db.execute("BEGIN IMMEDIATE")
            try:
                for key_id in key_ids:
                    done = self._db.execute(
                        "UPDATE key SET wrapped = NULL, destroyed_at = ? WHERE id = ? AND wrapped IS NOT NULL",
                        (_ms(), key_id),
                    )
                    if done.rowcount:
                        told = self._db.execute("INSERT INTO destroyed (key_id) VALUES (?)", (key_id,))
                        gone, last = gone + 1, told.lastrowid or 0
                self._db.execute("COMMIT")
            except BaseException:
                self._db.execute("ROLLBACK")
                raise
        if gone:
            self._erasures.tell(last)
        self._listen()
        self._wipe()
        return gone

    def on_destroyed(self, listener: Callable[[list[int]], None]) -> None:
        """Called with the ids of keys that were destroyed, here or in another process, on whatever thread notices."""
        self._listeners.append(listener)

    def hear(self) -> None:
        """Let go of keys that another process destroyed. Where there are none this costs next to nothing."""
        if self._erasures.last() != self._seen:
            self._listen()

    def _listen(self) -> None:
        """When it returns nobody here has a key any more that was destroyed before."""
        with self._hearing:
            self._seen = self._erasures.last()
            with self._lock:
                told = self._db.execute("SELECT n, key_id FROM destroyed WHERE n > ? ORDER BY n", (self._heard,))
                fresh = told.fetchall()
                gone = [key_id for _, key_id in fresh]
                for key_id in gone:
                    self._raw.pop(key_id, None)
                    self._warm.pop(key_id, None)
            if fresh:
                for listener in self._listeners:
                    listener(gone)
                self._heard = fresh[-1][0]

    def _wipe(self) -> None:
        """Carry the overwritten pages from the write-ahead log into the file and empty it. Whoever reads holds it up;
        meanwhile keys are given and read as ever."""
        until = time.monotonic() + WIPE_WITHIN
        with closing(sqlite3.connect(self._path, timeout=0.1, isolation_level=None)) as connection:
            while True:
                (busy, _, _) = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
                if not busy:
                    return
                if time.monotonic() > until:
                    raise StillOnDisk
                time.sleep(0.02)

    # --- wrapping

    def _wrap(self, key_id: int, raw: bytes) -> bytes:
        nonce = os.urandom(12)
        return nonce + self._kek.encrypt(nonce, raw, b"%d" % key_id)

    def _unwrap(self, key_id: int, wrapped: bytes) -> bytes:
        return self._kek.decrypt(wrapped[:12], wrapped[12:], b"%d" % key_id)

    def _check_secret(self) -> None:
        with self._lock:
            self._db.execute("INSERT INTO fact VALUES ('secret', ?) ON CONFLICT DO NOTHING", (self._wrap(0, b"troth"),))
            (sealed,) = self._db.execute("SELECT value FROM fact WHERE name = 'secret'").fetchone()
        try:
            self._unwrap(0, sealed)
        except InvalidTag:
            self._db.close()
            raise WrongSecret("TROTH_SECRET_KEY is not the one this keyring was made with.") from None

    def _check_age(self, used: int) -> None:
        (next_id,) = self._db.execute("SELECT value FROM fact WHERE name = 'next_id'").fetchone()
        if next_id <= used:
            self._db.close()
            raise WrongKeyring(
                f"{self._path} is not the one this database was written with, or an older copy of it: it made"
                f" {next_id - 1} keys, the database has used number {used}. Put the newest one there, with its secret;"
                " docs/operate.md (Backup) says what to do when it is lost."
            )


def _ms() -> int:
    return int(clock.now().timestamp() * 1000)
