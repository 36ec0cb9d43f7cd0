"""The keyring: a database of its own, holding every key wrapped. To destroy a key here is to erase what it sealed.

Keys are minted ahead, a thousand at a time, so nobody waits for a commit of the keyring. Which key belongs to whom
is recorded first in the main database, in the transaction that uses it; a follower of the log binds it here later.
Minted keys that nobody recorded are garbage.

Several processes may have one keyring. Each notes there which keys it destroyed; the others let go of what they had in
memory before the one who destroys is answered. This file holds the rules; where the rows are, `contract.Rows` says.
"""

import logging
import os
import threading
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from uuid import UUID

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from troth.kernel.config import Database
from troth.kernel.outages import is_outage

from .contract import Bound, KeyringAway, Rows, Unfinished, WrongKeyring, WrongSecret
from .wrapping import Wrapping

_log = logging.getLogger(__name__)

MINTED_AHEAD = 1000  # keys in one commit
LOW = 500  # a thread mints when fewer are left
WARM = 1_000  # key objects kept ready, 2.5 KiB each; to make one takes 3 µs
KNOWN = 20_000  # unwrapped keys kept in memory, 0.2 KiB each
HEAR_EVERY = 1.0  # seconds, at most, until another process's erasure is known here
AGAIN = 0.2  # seconds after the keyring did not answer
AT_ONCE = 500  # keys looked up in one statement


def open_keyring(database: Database, secret: bytes, used: int = 0, *, whole: bool = True) -> "Keyring":
    """The keyring where the settings say it is, made when there is none. See Keyring."""
    if database.kind == "sqlite":
        from .keyring_sqlite import SQLiteRows

        return Keyring(SQLiteRows(database.path), secret, used, whole=whole)
    from .keyring_postgres import PostgresRows

    return Keyring(PostgresRows(database), secret, used, whole=whole)


class Keyring:
    """One per process. Safe to use from any thread."""

    def __init__(self, rows: Rows, secret: bytes, used: int = 0, *, whole: bool = True) -> None:
        """used: the highest key id that the main database knows. whole: refuse one that a restore has not finished.

        Raises Unfinished when it is not, WrongSecret when `secret` is not the keyring's, WrongKeyring when it never
        made the key `used`: it would give its number away a second time, and the main database would take the new key
        for the old one's. `rows` are the keyring's own from now on, closed with it."""
        self.where = rows.where
        self._rows = rows
        self._wrapping = Wrapping(secret)
        self._lock = threading.RLock()  # of what is in memory
        self._ready: deque[tuple[int, bytes]] = deque()
        self._raw: dict[int, bytes] = {}
        self._warm: dict[int, AESGCM] = {}
        self._wanted = threading.Event()
        self._closed = False
        self._listeners: list[Callable[[list[int]], None]] = []
        self._before_answers: list[Callable[[], None]] = []
        self._hearing = threading.Lock()  # one listens at a time
        self._heard = 0  # the number of the last erasure that was let go of
        try:
            self._check_secret()
            if whole:
                self._check_whole()
            self._check_age(used)
            while self._listen():
                pass
            self._mint()
        except BaseException:
            rows.close()
            raise
        self._threads = [
            threading.Thread(target=act, name=name, daemon=True)
            for act, name in ((self._mint_when_low, "vault-minter"), (self._keep_listening, "vault-listener"))
        ]
        for thread in self._threads:
            thread.start()

    def check(self) -> None:
        """Raises when what is sealed now would be lost: the keyring's file is not where it was opened."""
        self._rows.check()

    def beat(self) -> None:
        """Try for real whether keys can be kept. Raises the driver's errors, Moved, KeyringAway."""
        self._rows.stirred()
        self._rows.beat()

    def close(self) -> None:
        self._closed = True
        self._wanted.set()
        self._rows.wake()
        for thread in self._threads:
            thread.join()
        self._rows.close()

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
        with self._lock:
            return key_id, self._kept(key_id, raw)

    @property
    def ready(self) -> int:
        """Keys that were minted ahead."""
        return len(self._ready)

    def _mint(self) -> None:
        raws = [os.urandom(32) for _ in range(MINTED_AHEAD)]
        fresh: dict[int, bytes] = {}

        def wrap(key_id: int) -> bytes:
            fresh[key_id] = raw = raws[len(fresh)]
            return self._wrapping.wrap(key_id, raw)

        self._rows.mint(MINTED_AHEAD, wrap)
        self._ready.extend(fresh.items())

    def _mint_when_low(self) -> None:
        while True:
            self._wanted.wait()
            if self._closed:
                return
            self._wanted.clear()
            try:
                while len(self._ready) < LOW:
                    self._mint()
            except Exception as error:
                _complain("keys could not be minted ahead", error)  # take() tries again, and mints itself at the end

    # --- keys to open with

    def key(self, key_id: int) -> AESGCM | None:
        """The key, None when it was destroyed or never existed."""
        return self._at_hand(key_id) or self._looked_up([key_id]).get(key_id)

    def has_at_hand(self, key_ids: Iterable[int]) -> bool:
        """Whether all of these are in memory: nobody need wait for the keyring. Costs next to nothing."""
        return all(key_id in self._raw for key_id in key_ids)

    def minted(self, key_id: int) -> bool:
        """There was such a key; it may be destroyed."""
        return self._rows.minted(key_id)

    def keys(self, key_ids: Iterable[int]) -> dict[int, AESGCM]:
        """Those of the keys that still exist, in whatever process they were destroyed."""
        self.hear()
        return self._looked_up(key_ids)

    def _looked_up(self, key_ids: Iterable[int]) -> dict[int, AESGCM]:
        wanted = set(key_ids)
        found = {key_id: key for key_id in wanted if (key := self._at_hand(key_id)) is not None}
        missing = list(wanted - found.keys())
        while missing:
            some, heard = missing[-AT_ONCE:], self._heard
            rows = self._rows.wrapped(some)
            self.hear()  # the look may have taken long
            with self._lock:
                if heard != self._heard:
                    continue  # some of them were destroyed meanwhile: kept now they would come back
                for key_id, wrapped in rows:
                    found[key_id] = self._kept(key_id, self._wrapping.unwrap(key_id, wrapped))
            del missing[-AT_ONCE:]
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
        return self._rows.bound_to()

    def bind(self, rows: Sequence[Bound], position: int) -> None:
        """Note whose these keys are, and how far the log was read, in one commit. Harmless to repeat."""
        self._rows.bind(rows, position)

    def owner(self, key_id: int) -> tuple[UUID, UUID, UUID] | None:
        """(workspace, stream, subject) when the key is bound."""
        return self._rows.owner(key_id)

    # --- destroying

    def destroy(self, key_ids: Iterable[int]) -> int:
        """Overwrite these keys. Returns how many existed, once no process of the installation seals or opens with them
        any more. What they sealed is gone.

        Raises StillOnDisk when they are destroyed and somebody who reads the keyring keeps their bytes in it, and the
        driver's errors or KeyringAway when it is not known whether they are, or who knows of it: repeat either way."""
        ids = sorted(set(key_ids))
        gone, last = self._rows.destroy(ids)
        while self._listen():
            pass
        self._rows.heard_by_all(last)
        self._rows.wipe(ids)
        for act in self._before_answers:
            act()
        return gone

    def before_answers(self, act: Callable[[], None]) -> None:
        """Called before an erasure is answered, also one that destroyed nothing; when it raises, so does the erasure,
        which is to be repeated."""
        self._before_answers.append(act)

    def on_destroyed(self, listener: Callable[[list[int]], None]) -> None:
        """Called with the ids of keys that were destroyed, here or in another process, on whatever thread notices;
        with none where it can't be known which were: all that was opened before is to be forgotten."""
        self._listeners.append(listener)

    def hear(self) -> None:
        """Let go of keys that another process destroyed. Where there are none this costs next to nothing. Raises
        KeyringAway while that can't be known."""
        if self._rows.stirred():
            self._listen()

    def _listen(self) -> bool:
        """When it returns nobody here has a key any more that was destroyed before. Whether there were any: what was
        let go of is told to the others by the next one."""
        with self._hearing:
            mark = self._rows.mark(self._heard)
            told = self._rows.destroyed_after(self._heard)
            gone = [key_id for _, key_id in told]
            if told:
                with self._lock:
                    for key_id in gone:
                        self._raw.pop(key_id, None)
                        self._warm.pop(key_id, None)
                    self._heard = told[-1][0]
                self._tell(gone)
            self._rows.settle(mark)
        return bool(told)

    def _keep_listening(self) -> None:
        failing = False
        while not self._closed:
            try:
                self._rows.wait(HEAR_EVERY)
                while self._listen():
                    pass
                if failing:
                    _log.warning("the keyring answers again")
                failing = False
            except Exception as error:
                if not failing:
                    _complain("the keyring does not answer", error)
                failing = True
                self._forget_unsure()
                self._wanted.wait(AGAIN)

    def _forget_unsure(self) -> None:
        """Where it can't be known what was destroyed, nothing that may be is kept: only those nobody ever used."""
        try:
            self._rows.stirred()
        except KeyringAway:
            with self._lock:
                self._raw.clear()
                self._warm.clear()
            self._tell([])

    def _tell(self, gone: list[int]) -> None:
        for listener in self._listeners:
            listener(gone)

    # --- whether it is the right one

    def _check_secret(self) -> None:
        if not self._wrapping.proves(self._rows.proof(self._wrapping.proof())):
            raise WrongSecret("TROTH_SECRET_KEY is not the one this keyring was made with.")

    def _check_whole(self) -> None:
        mark = self._rows.restored()
        if mark is None:
            return
        if mark < 0:
            raise Unfinished("A restore was cut off here. Run `troth restore` again; it begins anew.")
        raise Unfinished(
            "This installation was restored without the newest tombstones, and what was erased since would be readable"
            " again. Give them by `troth restore --tombstones FILE`."
        )

    def _check_age(self, used: int) -> None:
        next_id = self._rows.next_id()
        if next_id <= used:
            raise WrongKeyring(
                f"{self.where} is not the one this database was written with, or an older copy of it: it made"
                f" {next_id - 1} keys, the database has used number {used}. Put the newest one there, with its secret;"
                " docs/operate.md (Backup) says what to do when it is lost."
            )


def _complain(what: str, error: Exception) -> None:
    if is_outage(error):
        _log.warning("%s: %s", what, error)
    else:
        _log.error("%s", what, exc_info=error)
