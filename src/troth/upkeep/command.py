"""The operator's commands, as words on a command line and the sentences they answer with."""

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from troth.datamap.doors import act_for
from troth.datamap.purposes import RECORD
from troth.kernel.config import Config

if TYPE_CHECKING:
    from .backup import Done

ACTS = ("backup", "restore", "upgrade")


def add_words(acts: Any) -> None:
    """acts: the subparsers of `troth`."""
    backup = acts.add_parser("backup", help="write a sealed backup into a new folder; the server may run")
    backup.add_argument("folder", type=Path, metavar="DIR")
    backup.add_argument("--keys", type=Path, metavar="DIR", help="keep the keys' file in this folder instead")
    backup.add_argument("--check", action="store_true", help="write nothing: read a backup through and say what it is")
    restore = acts.add_parser("restore", help="make an empty place what it was when a backup was made")
    restore.add_argument("folder", type=Path, nargs="?", metavar="DIR")
    restore.add_argument("--keys", type=Path, metavar="FILE", help="the keys' file, where it is not in DIR")
    restore.add_argument("--tombstones", type=Path, metavar="FILE", help="the newest tombstones there are")
    restore.add_argument("--only", choices=["keys"], help="the database is there, its keyring is lost")
    upgrade = acts.add_parser("upgrade", help="bring the tables to this version, or leave them as they were")
    upgrade.add_argument("folder", type=Path, nargs="?", metavar="DIR", help="where the snapshot goes")


def do(config: Config, asked: argparse.Namespace, open_log: Any) -> int:
    """Needs Django set up. open_log(): opens and closes the log of the house. Returns the exit code."""
    from troth.kernel.errors import NewerTables
    from troth.log.store_sqlite import InUse
    from troth.vault import WrongSecret

    from .refused import Refused

    act_for(RECORD)  # this process does nothing else
    try:
        if asked.act == "backup":
            return _check(config, asked) if asked.check else _backup(config, asked)
        if asked.act == "restore":
            return _restore(config, asked)
        return _upgrade(config, asked, open_log)
    except (Refused, InUse, NewerTables, WrongSecret) as error:
        print(f"troth: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print(f"troth: The {asked.act} was stopped. Run it again; it begins anew.", file=sys.stderr)
        return 130


def _backup(config: Config, asked: argparse.Namespace) -> int:
    from .backup import backup

    done = backup(config, asked.folder, asked.keys)
    print(f"{done.main}  {done.rows} rows, {done.files} files")
    print(f"{done.keys_file}  {done.keys} keys")
    print(f"{done.tombstones}  {done.destroyed} destroyed keys")
    print(f"{_mb(done.size)} in all. To read it: {_key(config)}")
    _note(done, asked.folder)
    return 0


def _note(done: "Done", folder: Path) -> None:
    """For doctor and metrics. The backup is as good without it."""
    from . import noted
    from .refused import Refused, in_one_sentence

    place = noted.place_of(folder)
    note = noted.Note(at=done.at, place=place, rows=done.rows, files=done.files, keys=done.keys, size=done.size)
    try:
        with in_one_sentence("The backup is good, but no note of it could be left in the database"):
            noted.write(note)
    except Refused as error:
        print(f"troth: {error}", file=sys.stderr)


def _check(config: Config, asked: argparse.Namespace) -> int:
    from .check import check

    for line in check(config, asked.folder, asked.keys):
        print(line)
    return 0


def _restore(config: Config, asked: argparse.Namespace) -> int:
    from .refused import Refused
    from .restore import restore
    from .tombstones import give_tombstones

    if asked.folder is None:
        if asked.tombstones is None:
            raise Refused("Say what to restore: troth restore DIR.")
        buried = give_tombstones(config, asked.tombstones)
        print(f"The tombstones are applied: {buried} keys were destroyed again. It may be served.")
        return 0
    done = restore(config, asked.folder, asked.keys, asked.tombstones, only_keys=asked.only == "keys")
    found = done.verified
    print(f"{done.rows} rows and {done.files} files are back, all of them as they were counted.")
    print(f"{found.events} events in {found.streams} streams: {found.erased} of them erased, {found.faults} altered.")
    if done.unknown:
        print(f"Left out, since they are not Troth's: {', '.join(done.unknown)}.")
    if done.lost:
        print(
            f"{done.lost} keys that the database has used are not in the keys' backup: what they sealed reads as"
            " erased."
        )
    if done.buried:
        print(f"{done.buried} keys were destroyed again, by the tombstones.")
    if done.again:
        print(f"{done.again} erasures that the backup does not know are repeated at the start, before it serves.")
    for fault in found.named:
        print(f"troth: {fault}", file=sys.stderr)
    if config.backup_days and done.days > config.backup_days:
        print(
            f"troth: This backup is {done.days} days old, and TROTH_BACKUP_DAYS says that none is kept longer than"
            f" {config.backup_days}: certificates that rose to level 4 by that word may say too much. Delete it, and"
            " what is older, or set the number of days that is true.",
            file=sys.stderr,
        )
    if not done.serves:
        print(
            "troth: It is not served yet: what was erased after the backup would be readable again. Give the newest"
            " tombstones: troth restore --tombstones FILE (the backup's own, if nothing was erased since).",
            file=sys.stderr,
        )
    return 0 if done.serves and not found.faults else 1


def _upgrade(config: Config, asked: argparse.Namespace, open_log: Any) -> int:
    from .upgrade import upgrade

    for line in upgrade(config, asked.folder, open_log):
        print(line, flush=True)
    return 0


def _key(config: Config) -> str:
    return "TROTH_BACKUP_KEY and the secret." if config.backup_key else "the secret (TROTH_SECRET_KEY)."


def _mb(size: int) -> str:
    return f"{size / 2**20:.1f} MB"
