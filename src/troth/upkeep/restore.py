"""`troth restore DIR`: an empty place becomes what it was when the backup was made, with what was erased since erased
again.

The keyring is put there first, marked so that nobody opens it; the mark goes at the very end. A restore that was
killed in between finds its mark and begins anew.
"""

import contextlib
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
from django.db import connection

from troth.filestore import FileStore, open_store
from troth.kernel.clock import now
from troth.kernel.config import Config
from troth.log import Verified, store_sqlite, verify
from troth.search.index import NAME as SEARCH
from troth.vault import open_keyring
from troth.vault.copying import AHEAD, COLUMNS, RESTORED, UNFINISHED, UNFINISHED_KEYS, KeyringCopy, copy_of

from . import rows, sealed_files, tables
from .backup import NAMES, sync_folder
from .container import SealedReader, moment_of
from .progress import Progress
from .records import Reader, State
from .refused import Refused, in_one_sentence
from .tombstones import Stones, read_erased, read_tombstones

_unpack = msgspec.msgpack.decode


class Restored(msgspec.Struct):
    """lost: keys that the database has used and the keys' backup does not have. buried: keys destroyed again.
    again: people who are erased again at the start, before anything is served.
    serves: whether the newest tombstones were given, so that it may be served. unknown: tables that are not Troth's.
    days: how old the backup is."""

    rows: int = 0
    files: int = 0
    lost: int = 0
    buried: int = 0
    again: int = 0
    serves: bool = False
    days: int = 0
    unknown: list[str] = []
    verified: Verified = msgspec.field(default_factory=Verified)


def restore(config: Config, folder: Path, keys: Path | None, newest: Path | None, *, only_keys: bool) -> Restored:
    """keys: the file, where it is not in the folder. newest: the newest tombstones, else those of TROTH_TOMBSTONES.
    only_keys: the database is there, and its keyring is lost. Raises Refused; then the place is as empty as before."""
    keys = keys or folder / NAMES["keys"]
    if newest is None and config.tombstones is not None and config.tombstones.exists():
        newest = config.tombstones
    with in_one_sentence("The restore failed"), _alone(config):
        ring = copy_of(config.keyring)
        before = ring.facts() if ring.there() else {}
        mark = before.get(RESTORED)
        again = mark == UNFINISHED and not only_keys
        if not again:
            # one that never made a key is what a server leaves that was started without its keyring
            keys_there = before.get("next_id", 1) > 1 and mark not in (UNFINISHED, UNFINISHED_KEYS)
            _check_empty(config, keys_there=keys_there, only_keys=only_keys)
        known, days = State(), 0
        if not only_keys:
            known, days = _look(config, folder / NAMES["main"])
        stones, least = _stones(config, folder, keys, newest, known)
        done = Restored(serves=newest is not None, days=days)
        facts = _fill_keys(config, ring, keys, UNFINISHED_KEYS if only_keys else UNFINISHED)
        try:
            if not only_keys:
                _fill_main(config, folder / NAMES["main"], done, again=again)
                _forget_index(config)
        except BaseException:
            ring.remove()
            open_store(config.files).clear()
            raise
        _join(config, ring, facts, stones, done)
        list_ = newest or folder / NAMES["tombstones"]
        if list_.exists() and (erased := read_erased(config, list_)):
            from troth.privacy import due  # the doctor imports this room also where the settings are wrong

            done.again = due.note(erased)
            connection.close()
        if done.serves:
            ring.forget_fact(RESTORED)
        else:
            ring.set_facts({RESTORED: least})
        return done


def _check_empty(config: Config, *, keys_there: bool, only_keys: bool) -> None:
    if keys_there:
        away = "If it is the wrong one, move it away and keep it" if only_keys else "Restore into an empty place"
        raise Refused(f"There is a keyring already ({copy_of(config.keyring).where}). {away}.")
    empty = tables.is_empty(config)
    if only_keys:
        if empty:
            raise Refused("There is no database whose keys these could be. Restore all of the backup.")
        return
    if not empty:
        raise Refused("There is something in this database already. Restore into an empty one.")
    if not sealed_files.none_there(open_store(config.files)):
        raise Refused("There are files in FILES_URL (else `files` in TROTH_VAR) already. Restore into an empty place.")


def _look(config: Config, path: Path) -> tuple[State, int]:
    """Whether this version, with these settings, can take the backup; its state, and how many days old it is."""
    with SealedReader(path, config, "main") as sealed:
        read = Reader(sealed)
        if read.header.database != config.database.kind:
            kinds = {"sqlite": "SQLite", "postgres": "PostgreSQL"}
            was, here = kinds.get(read.header.database, "?"), kinds[config.database.kind]
            raise Refused(f"This backup is of {was}, and DATABASE_URL names {here}. Restore it on {was}.")
        tables.check_known(read.state, read.header.troth)
        return read.state, (now() - moment_of(read.header)).days


def _stones(config: Config, folder: Path, keys: Path, newest: Path | None, main: State) -> tuple[Stones, int]:
    """The tombstones to apply: the newest, else the backup's own; and how many there must be. Raises Refused when the
    newest are older than the backup."""
    with SealedReader(keys, config, "keys") as sealed:
        least = max(main.destroyed, Reader(sealed).state.destroyed)
    own = folder / NAMES["tombstones"]
    if newest is None:
        return (read_tombstones(config, own) if own.exists() else {}), least
    stones = read_tombstones(config, newest)
    if len(stones) < least:
        raise Refused(
            f"{newest} names {len(stones)} destroyed keys, and when the backup was made there were {least}."
            " Give the newest tombstones there are."
        )
    return stones, least


def _fill_keys(config: Config, ring: KeyringCopy, path: Path, mark: int) -> dict[str, int]:
    """All keys of the backup, into a keyring that is marked. Returns its facts."""
    with SealedReader(path, config, "keys") as sealed:
        read = Reader(sealed)
        progress = Progress("keys", sealed.size)
        try:
            ring.begin(mark)
            for found in read.sections():
                if found.about.columns != list(COLUMNS):
                    raise Refused(f"{path} holds keys of another form. Install the version that made it.")
                count = 0
                for data in found.data():
                    some = _unpack(data)
                    ring.fill(some)
                    count += len(some)
                    progress.at(sealed.done)
                if count != found.rows:
                    raise Refused(f"{path} holds {count} keys, not {found.rows}.")
        except BaseException:
            ring.remove()
            raise
        progress.end()
        return read.state.facts


def _fill_main(config: Config, path: Path, done: Restored, *, again: bool) -> None:
    """The files lie in their place before the rows that speak of them."""
    files = open_store(config.files)
    with SealedReader(path, config, "main") as sealed, _target(config) as cursor:
        if again:
            files.clear()
            tables.drop_all()
        _fill_tables(sealed, cursor, done, files)
        tables.bring_up_all()
        _say_in_logs()


def _say_in_logs() -> None:
    """What was signed since the backup is lost, and whoever holds it must be able to see why."""
    from troth.proofs.restored import note_restored  # the doctor imports this room also where the settings are wrong

    note_restored()


def _forget_index(config: Config) -> None:
    """It is a mirror, in no backup: the server makes it anew."""
    if config.database.kind == "sqlite":
        shutil.rmtree(config.search_folder, ignore_errors=True)


def replace_main(config: Config, path: Path) -> None:
    """The tables of a backup in place of those that are there, in the state they were in. Nobody uses the database."""
    with SealedReader(path, config, "main") as sealed, _target(config) as cursor:
        tables.drop_all()
        _fill_tables(sealed, cursor, Restored(), None)


def _fill_tables(sealed: SealedReader, cursor: Any, done: Restored, files: FileStore | None) -> None:
    read = Reader(sealed)
    tables.make(read.state)
    there = {*tables.tables(), *(["sqlite_sequence"] if connection.vendor == "sqlite" else [])}
    progress = Progress("main", sealed.size)
    for found in read.sections(lambda: progress.at(sealed.done)):
        if found.about.kind == "file" and files is not None:
            sealed_files.put(files, found)
            done.files += 1
        elif found.about.name in there:
            done.rows += rows.fill(cursor, found)
        else:
            done.unknown.append(found.about.name)
    cursor.execute(f"DELETE FROM log_bookmark WHERE name = '{SEARCH}'")  # the index is in no backup
    tables.settle_constraints()
    progress.end()


@contextlib.contextmanager
def _target(config: Config) -> Iterator[Any]:
    """A cursor in the transaction that makes the tables; when it ends well they take the place of what was."""
    if config.database.kind != "sqlite":
        with tables.transaction_of_tables() as cursor:
            yield cursor
        return
    path = config.database.path
    fresh = path.with_name(path.name + ".part")
    _remove_sqlite(fresh)
    name = connection.settings_dict["NAME"]
    connection.close()
    connection.settings_dict["NAME"] = str(fresh)
    try:
        for pragma in ("journal_mode = MEMORY", "synchronous = OFF", "cache_size = -131072"):
            tables.raw_cursor().execute(f"PRAGMA {pragma}")  # nobody knows this file yet
        with tables.transaction_of_tables() as cursor:
            yield cursor
        os.chmod(fresh, 0o600)
        _sync(fresh)
        _remove_sqlite(path, but_itself=True)
        fresh.replace(path)
        sync_folder(path.parent)
    except BaseException:
        connection.close()
        _remove_sqlite(fresh)
        raise
    finally:
        connection.settings_dict["NAME"] = name


def _join(config: Config, ring: KeyringCopy, facts: dict[str, int], stones: Stones, done: Restored) -> None:
    """Keyring and database agree: no number is given twice, what was erased is erased, what is lost reads so."""
    used, last, lost = _of_main(config, facts["next_id"])
    done.lost = len(lost)
    ring.note_lost(lost)
    done.buried = ring.bury(stones.items())
    ring.set_facts({
        "next_id": max(facts["next_id"], used + 1, max(stones, default=0) + 1) + AHEAD,
        "bound_to": min(facts["bound_to"], last),
    })  # fmt: skip
    keyring = open_keyring(config.keyring, config.secret("keyring"), used, whole=False)
    try:
        progress = Progress("proving", unit="events")
        done.verified = verify(config, keyring, told=progress.at)
        progress.end()
    finally:
        keyring.close()
    ring.settle()


def _of_main(config: Config, next_id: int) -> tuple[int, int, list[int]]:
    """The highest key it used, its last position, and the keys it used that were made after `next_id`."""
    sqlite = config.database.kind == "sqlite"
    cursor = tables.raw_cursor()
    (used,) = cursor.execute("SELECT coalesce(max(id), 0) FROM log_key").fetchone()
    position = "SELECT coalesce(max(position), 0) FROM log_event" if sqlite else "SELECT last FROM log_position"
    (last,) = cursor.execute(position).fetchone()
    lost = cursor.execute(f"SELECT id FROM log_key WHERE id >= {int(next_id)}").fetchall()
    connection.close()
    return int(used), int(last), [one for (one,) in lost]


@contextlib.contextmanager
def _alone(config: Config) -> Iterator[None]:
    """No server has the file, and none can take it meanwhile."""
    if config.database.kind != "sqlite":
        yield
        return
    held = store_sqlite.lock(config.database.path)
    try:
        yield
    finally:
        os.close(held)


def _remove_sqlite(path: Path, *, but_itself: bool = False) -> None:
    for end in ("-wal", "-shm", "-journal", *([] if but_itself else [""])):
        path.with_name(path.name + end).unlink(missing_ok=True)


def _sync(path: Path) -> None:
    held = os.open(path, os.O_RDONLY)
    try:
        os.fsync(held)
    finally:
        os.close(held)
