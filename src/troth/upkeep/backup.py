"""`troth backup DIR`: three sealed files, written while the server runs.

Main is read at one moment, and the keys after it: every key that main has used was in the keyring by then. The
tombstones come last, so that they name whatever was destroyed while the keys were read.
"""

import contextlib
import fcntl
import os
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from troth import __version__
from troth.filestore import open_store
from troth.kernel import clock
from troth.kernel.config import Config
from troth.kernel.ids import new_id
from troth.vault.copying import COLUMNS, RESTORED, KeyringCopy, copy_of

from . import sealed_files, tables
from .container import AT, Header, Kind, SealedWriter, key_mark, part_of, secret_mark
from .progress import Progress
from .records import About, State, Writer
from .refused import Refused, in_one_sentence
from .rows import erased_subjects, snapshot

NAMES: dict[Kind, str] = {"main": "main.troth", "keys": "keys.troth", "tombstones": "tombstones.troth"}
ERASED = "erased"  # the section of a file of tombstones that knows subjects again
_pack = msgspec.msgpack.encode


class Done(msgspec.Struct, frozen=True):
    """Where a backup is and what it holds. keys: those that are not destroyed, of `destroyed` that are. size: bytes.
    at: the moment it shows, UTC."""

    main: Path
    keys_file: Path
    tombstones: Path
    rows: int
    files: int
    keys: int
    destroyed: int
    size: int
    at: datetime


def backup(config: Config, folder: Path, keys_folder: Path | None = None, *, files: bool = True) -> Done:
    """Raises Refused; then the folders are as they were. keys_folder: for who keeps the keys elsewhere."""
    keys_folder = keys_folder or folder
    with in_one_sentence("The backup failed"):  # a disk that is full takes not even what SQLite needs to read
        ring = copy_of(config.keyring)
        if not ring.there():
            raise Refused(f"There is no keyring to back up ({ring.where}).")
        if RESTORED in ring.facts():
            raise Refused("This installation was restored and is not finished; there is nothing to back up yet.")
        state = tables.state()
    began, run = clock.now().astimezone(UTC), new_id().hex
    places = {
        "main": folder / NAMES["main"],
        "keys": keys_folder / NAMES["keys"],
        "tombstones": folder / NAMES["tombstones"],
    }
    with in_one_sentence("The backup failed"), contextlib.ExitStack() as undo:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        undo.enter_context(_alone(folder))
        _make_room(folder, keys_folder)

        def begin(kind: Kind, of: State) -> Writer:
            header = _header(config, kind, run, began)
            out = SealedWriter(places[kind], config, header)
            undo.callback(out.discard)
            return Writer(out, of)

        at_main = msgspec.structs.replace(state, destroyed=ring.destroyed())
        rows, count = _write_main(config, lambda: begin("main", at_main), files=files)
        keys, destroyed = _write_keys(ring, begin("keys", State(facts=ring.facts(), destroyed=ring.destroyed())))
        destroyed = _write_tombstones(config, ring, begin("tombstones", State(destroyed=ring.destroyed())))
        for place in places.values():  # the tombstones last: with them a backup is whole
            part_of(place).replace(place)
        for where in {folder, keys_folder}:
            sync_folder(where)
        size = sum(place.stat().st_size for place in places.values())
        return Done(places["main"], places["keys"], places["tombstones"], rows, count, keys, destroyed, size, began)


def write_tombstones(config: Config, path: Path) -> None:
    """Which keys are destroyed until now, in place of what `path` was. Raises OSError, Refused."""
    ring = copy_of(config.keyring)
    with _alone(path.parent, wait=True):  # an older list never takes the place of a newer one
        out = SealedWriter(path, config, _header(config, "tombstones", new_id().hex, clock.now().astimezone(UTC)))
        try:
            _write_tombstones(config, ring, Writer(out, State(destroyed=ring.destroyed())))
            part_of(path).replace(path)
            sync_folder(path.parent)
        except BaseException:
            out.discard()
            raise


def _write_main(config: Config, begin: Callable[[], Writer], *, files: bool) -> tuple[int, int]:
    """(rows, files)"""
    written = 0
    with snapshot(config) as source:
        out = begin()
        progress = Progress("rows", source.size())
        for table in source.tables():
            columns = source.columns(table)
            with out.section(About("table", table, columns)) as section:
                for length in source.dump(table, columns, section):
                    progress.add(length)
            written += section.rows
        progress.end()
    # after the rows: the files that they name were there before them
    count = sealed_files.write(open_store(config.files), out) if files else 0
    out.finish()
    return written, count


def _write_keys(ring: KeyringCopy, out: Writer) -> tuple[int, int]:
    """(keys, how many of them are destroyed)"""
    gone = 0
    progress = Progress("keys")
    with out.section(About("table", "key", list(COLUMNS))) as section:
        for rows in ring.rows():
            data = _pack(rows)
            section.add(data, len(rows))
            gone += sum(row[1] is None for row in rows)
            progress.add(len(data))
    progress.end()
    out.finish()
    return section.rows - gone, gone


def _write_tombstones(config: Config, ring: KeyringCopy, out: Writer) -> int:
    with out.section(About("table", "tombstone", ["id", "destroyed_at"])) as section:
        for rows in ring.tombstones():
            section.add(_pack(rows), len(rows))
    # who was erased, by keyed hashes: the keys alone do not find rows in clear
    with out.section(About("table", ERASED, ["subject", "mark"])) as erased:
        marks = erased_subjects(config)
        erased.add(_pack(marks), len(marks))
    out.finish()
    return section.rows


def _header(config: Config, kind: Kind, run: str, at: datetime) -> Header:
    return Header(
        kind=kind, id=run, at=f"{at:{AT}} UTC", troth=__version__, database=config.database.kind,
        salt=os.urandom(16).hex(), key=key_mark(config), secret=secret_mark(config),
    )  # fmt: skip


def _make_room(folder: Path, keys_folder: Path) -> None:
    """Raises Refused when a whole backup is there. What a killed run left goes."""
    keys_folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if (folder / NAMES["tombstones"]).exists() or (
        keys_folder != folder and any((keys_folder / name).exists() for name in NAMES.values())
    ):
        raise Refused(f"{folder} holds a backup already. Name a new folder; the date is a good name.")
    for where in {folder, keys_folder}:
        for name in NAMES.values():
            (where / name).unlink(missing_ok=True)
            part_of(where / name).unlink(missing_ok=True)


@contextlib.contextmanager
def _alone(folder: Path, *, wait: bool = False) -> Iterator[None]:
    """One writer at a time in a folder, which must be there."""
    held = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        try:
            fcntl.flock(held, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        except OSError:
            raise Refused(f"Another backup is being written to {folder}.") from None
        yield
    finally:
        os.close(held)


def sync_folder(folder: Path) -> None:
    held = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(held)
    finally:
        os.close(held)
