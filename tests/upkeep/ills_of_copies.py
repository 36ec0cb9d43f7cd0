"""What may be wrong with that which is kept, while no server runs."""

import datetime
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from pathlib import Path
from typing import Any

from tests.upkeep.ill import House, Stopped
from troth.kernel import config
from troth.upkeep import upgrade
from troth.upkeep.doctor.examine import Row

OF_COPIES: dict[str, tuple[set[str], Callable[[House], AbstractContextManager[list[Row]]]]] = {}


def of_copy(
    name: str, *names: str, sql: str = "", keys_sql: str = "", does: Callable[[Stopped], object] | None = None,
    **how: Any,
) -> None:  # fmt: skip
    """Something is changed in what is kept, while no server runs."""

    @contextmanager
    def act(here: House) -> Iterator[list[Row]]:
        with here.stopped() as copy:
            if sql:
                copy.main_sql(sql)
            if keys_sql:
                copy.keys_sql(keys_sql)
            if does:
                does(copy)
            yield here.examine(**copy.settings(), **how)

    OF_COPIES[name] = set(names), act


def _damage(path: Path) -> None:
    with closing(sqlite3.connect(path)) as file:
        (root,) = file.execute("SELECT rootpage FROM sqlite_schema WHERE name = 'log_event_once'").fetchone()
        (size,) = file.execute("PRAGMA page_size").fetchone()
    with path.open("r+b") as whole:
        whole.seek((root - 1) * size)
        whole.write(b"\x55" * size)


def _cut_off(copy: Stopped) -> None:
    upgrade._note(config.load({"TROTH_VAR": str(copy.var)})).write_text("{}")


_ZERO = "zeroblob(16)"
_MAIL = (
    "INSERT INTO post_mail (id, workspace, stream, kind, key, about, 'to', domain, state, handed_over, attempts,"
    " next_at, at, reason) VALUES ('1', '2', '3', 'transcript', 'k', '{}', x'', '', '%s', 0, 0, '%s', '%s', '')"
)
_LONG_AGO = "2020-01-01 00:00:00"
_JUST_NOW = datetime.datetime.now(datetime.UTC).replace(tzinfo=None).isoformat(" ")

of_copy("no database", "database", does=lambda copy: copy.main.unlink())
of_copy("a damaged file", "integrity", does=lambda copy: _damage(copy.main))
of_copy("a journal of its own", "durability", sql="PRAGMA journal_mode = DELETE")
of_copy("tables of an older version", "tables", sql="DELETE FROM django_migrations WHERE app = 'sites'")
of_copy("tables of a newer version", "tables", sql="INSERT INTO log_schema VALUES (99)")
of_copy("an upgrade that was cut off", "tables", does=_cut_off)
of_copy("no keyring", "keyring", does=lambda copy: copy.keys.unlink())
of_copy("another secret", "keyring's secret", secret_key=b"f0e9d8c7b6a5948372615049382716f5e4d3c2b1a0")
of_copy("an older keyring", "keyring's age", sql=f"INSERT INTO log_key VALUES (99999999, {_ZERO}, {_ZERO}, {_ZERO})")
of_copy("a keyring restored in part", "keyring", keys_sql="INSERT INTO fact VALUES ('restored', 3)")
of_copy("no list of erasures", "tombstones", tombstones=Path("/nowhere/tombstones.troth"))
of_copy("no backup", "backup", sql="DELETE FROM log_backup")
of_copy("a backup of last week", "backup", sql="UPDATE log_backup SET at = at - 7 * 86400000")
of_copy("a parked event", "parked", sql="INSERT INTO log_parked VALUES ('preview', 3, 'ValueError', 0)")
of_copy("a reader that stopped", "readers", sql="UPDATE log_bookmark SET position = 0", bars={"reader_behind": -1.0})
of_copy("a mail that waits", "mails", sql=_MAIL % ("waiting", _LONG_AGO, _LONG_AGO))
of_copy("a mail that failed", "mails", sql=_MAIL % ("failed", _JUST_NOW, _JUST_NOW))
of_copy("a site without a domain", "sites", sql="UPDATE sites_site SET domains = '[]'")
of_copy("a domain that nobody knows", "domains", sql="""UPDATE sites_site SET domains = '["shop.invalid"]'""")


@contextmanager
def _a_keyring_in_the_main_database(here: House) -> Iterator[list[Row]]:
    with here.stopped() as copy:
        yield here.examine(**copy.settings() | {"keyring": config.Database(kind="sqlite", path=copy.main)})


OF_COPIES["a keyring in the main database"] = {"keyring", "keyring apart"}, _a_keyring_in_the_main_database
