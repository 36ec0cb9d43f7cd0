"""`troth upgrade`: a snapshot, the tables of this version, a test of itself; where that fails, the snapshot again.

A note beside the database says what is under way. Killed at any moment it can be run again: the tables change in one
transaction, so they are the old ones or the new ones, and the note says where the snapshot of the old ones is.
"""

import contextlib
import os
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import UTC
from pathlib import Path

import msgspec
from django.db import connection

from troth import __version__
from troth.kernel import clock
from troth.kernel.config import Config
from troth.log import migrate as migrate_log
from troth.log import store_sqlite, verify
from troth.log.migrate import newest_key
from troth.vault import WrongSecret, open_keyring

from . import tables
from .backup import NAMES, backup, sync_folder
from .refused import Refused, in_one_sentence
from .restore import replace_main

LOOKED_AT = 200  # streams that the test walks


class _Note(msgspec.Struct):
    snapshot: str


def unfinished(config: Config) -> bool:
    """Whether an upgrade was cut off; nothing is served until it is run again."""
    return _note(config).exists()


def upgrade(config: Config, folder: Path | None, open_log: Callable[[], AbstractContextManager[None]]) -> Iterator[str]:
    """Says what it does, a line each. Raises Refused, after which the tables are those of before."""
    note, snapshot = _note(config), None
    with _alone(config):
        if tables.is_empty(config):
            raise Refused("There is nothing to upgrade in this database. Start the server: it makes its tables.")
        if note.exists():
            snapshot = Path(msgspec.json.decode(note.read_bytes(), type=_Note).snapshot)
            yield f"An upgrade was cut off; it goes on. The snapshot is in {snapshot}."
        tables.check_known(tables.state(), "another version")
        if tables.is_newest():
            yield f"The tables are those of Troth {__version__}."
        else:
            snapshot = folder or config.var / "upgrade" / clock.now().astimezone(UTC).strftime("%Y-%m-%d-%H%M%S-%f")
            done = backup(config, snapshot, files=False)
            yield f"A snapshot of {done.rows} rows and {done.keys} keys is in {snapshot}."
            _write(note, _Note(str(snapshot.absolute())))
            try:
                with in_one_sentence("The tables could not be changed"), tables.transaction_of_tables():
                    tables.bring_up_all()
            except Refused:
                _done(note)  # they are the old ones
                raise
            yield f"The tables are now those of Troth {__version__}."
    try:
        with in_one_sentence("The test of the new tables failed"):
            yield _try_out(config, open_log)
    except (Refused, WrongSecret) as error:
        if snapshot is None:
            raise
        with _alone(config):
            replace_main(config, snapshot / NAMES["main"])
        _done(note)
        raise Refused(f"{error} The database is again as it was before, from {snapshot}.") from error
    _done(note)


def _try_out(config: Config, open_log: Callable[[], AbstractContextManager[None]]) -> str:
    """The log opens, what was said last reads and proves true, and something can be written. A line about it."""
    migrate_log(config)
    with open_log():
        pass
    keyring = open_keyring(config.keyring, config.secret("keyring"), newest_key(config))
    try:
        keyring.beat()
        found = verify(config, keyring, LOOKED_AT)
    finally:
        keyring.close()
    if found.faults:
        raise Refused(f"{found.faults} events are not as they were written: {found.named[0]}.")
    return f"The log opens, and {found.events} events of the {found.streams} newest streams are as they were written."


@contextlib.contextmanager
def _alone(config: Config) -> Iterator[None]:
    """No server uses the database. Raises InUse, Refused."""
    if config.database.kind == "sqlite":
        held = store_sqlite.lock(config.database.path)
        try:
            yield
        finally:
            os.close(held)
    else:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
                " AND application_name = 'troth log'"
            )
            (servers,) = cursor.fetchone()
        if servers:
            raise Refused("A Troth server uses this database. Stop it first.")
        yield


def _note(config: Config) -> Path:
    return config.var / "upgrade.json"


def _done(note: Path) -> None:
    note.unlink(missing_ok=True)
    sync_folder(note.parent)


def _write(note: Path, what: _Note) -> None:
    fresh = note.with_name(note.name + ".part")
    with open(fresh, "wb") as file:
        file.write(msgspec.json.encode(what))
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(note)
    sync_folder(note.parent)
