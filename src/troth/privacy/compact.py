"""The compaction: bytes that deleting left in the database's own files go. Afterwards the erasures before it are at
level 3.

SQLite: every connection that changes rows overwrites what was (secure_delete), so that only the write-ahead log has it;
it is carried over and cut off. PostgreSQL: VACUUM makes room of dead rows but leaves their bytes in it, so that tables
of people are written anew, unless one is so large that nobody could wait for that; its own write-ahead log keeps what
was until the server takes the file again, which is its operator's to bound (max_wal_size, archives).
"""

import logging
import time
from collections.abc import Callable, Iterable
from datetime import timedelta

from django.apps import apps
from django.db import connection

from troth.datamap.closing import Ending
from troth.datamap.erasing import Step
from troth.kernel import config
from troth.kernel.clock import now
from troth.log import gate

from .certificate import BACKUPS, RAW, ended, raised, waits
from .closing.endings import endings
from .closing.rows import Closing
from .erasers import erasers
from .erasure import Erasure
from .retention.rows import RetentionRun

_CERTIFIED: tuple[type[Erasure] | type[Closing], ...] = (Erasure, Closing)
_DONE = "done"  # of both
_log = logging.getLogger("troth")

PATIENCE, PAUSE = 20.0, 0.25  # seconds: for those who read, and between two looks
READERS_MS = 200  # that one look waits for them
LARGEST = 256 * 2**20  # bytes of a table that is written anew: a few seconds, in which nobody reads it


def compact(*, whole: bool = False) -> int:
    """How many certificates rose to level 3; those of erasures that ended before. Nothing to do where none did. whole:
    tables are written anew however large they are, and nobody reads them meanwhile."""
    waiting = [row for model in _CERTIFIED for row in model.objects.filter(state=_DONE, certificate__level=2)]
    runs = list(RetentionRun.objects.filter(level=2).exclude(done_at=None).values_list("id", flat=True))
    if not waiting and not runs:
        return 0
    if connection.vendor == "sqlite":
        if not _sqlite():
            return 0
    elif large := _postgres(tables(), whole=whole):
        for row in waiting:
            type(row).objects.filter(id=row.id).update(certificate=waits(row.certificate or {}, large))
        return 0
    RetentionRun.objects.filter(id__in=runs).update(level=RAW)
    for row in waiting:
        type(row).objects.filter(id=row.id).update(certificate=raised(row.certificate or {}, RAW, now()))
    return len(waiting)


def end_backups() -> int:
    """Certificates rise to level 4 once every backup of before is deleted, where the operator says after how many days
    that is. How many."""
    days = config.current().backup_days
    if not days:
        return 0
    before = now() - timedelta(days=days)
    risen = []
    for model in _CERTIFIED:
        rows = model.objects.filter(state=_DONE, certificate__level=RAW, done_at__lt=before)
        risen += [rows.filter(id=row.id).update(certificate=ended(row.certificate or {}, now())) for row in rows]
    RetentionRun.objects.filter(level=RAW, done_at__lt=before).update(level=BACKUPS)
    return sum(risen)


def tables() -> set[str]:
    """Those in which an erasure or a closing changes or deletes rows, as their steps name them, and their own."""
    steps: list[Step | Ending] = [*erasers.steps, *endings.steps]
    covered = {cover.partition(":")[0] for step in steps for cover in step.covers}
    rows = {one.removeprefix("rows ") for one in covered if one.startswith("rows ")}
    rows |= {"privacy.Erasure", "privacy.Closing"}
    # without a model: what is sealed there is gone with its key, which is kept elsewhere
    bare = {cover for step in steps if not step.raw for cover in step.covers if cover.startswith("table ")}
    return {apps.get_model(label)._meta.db_table for label in rows} | {one.removeprefix("table ") for one in bare}


def rewrite(models: Iterable[str]) -> None:
    """After an older version left words in clear in pages that nobody overwrote: once, before anything is served."""
    if connection.vendor != "sqlite":
        _postgres((apps.get_model(label)._meta.db_table for label in models), whole=False)
        return
    with gate.held("compaction", 60_000), connection.cursor() as cursor:
        cursor.execute("VACUUM")
    _sqlite()


def patiently(step: Callable[[], bool]) -> bool:
    """Whether it was done; again and again while somebody reads for a moment."""
    until = time.monotonic() + PATIENCE
    while not step():
        if time.monotonic() > until:
            return False
        time.sleep(PAUSE)
    return True


def _sqlite() -> bool:
    """False where somebody reads for long, a backup say: later again."""
    done = patiently(_cut_off)
    if not done:
        _log.info("somebody reads the database, so that its write-ahead log could not be cut off; in an hour again")
    return done


def _cut_off() -> bool:
    """Whoever writes waits meanwhile, so that a reader is waited for in short pieces."""
    with gate.held("compaction"), connection.cursor() as cursor:
        cursor.execute("PRAGMA busy_timeout")
        (usual,) = cursor.fetchone()
        cursor.execute(f"PRAGMA busy_timeout = {READERS_MS}")
        try:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            busy, _, _ = cursor.fetchone()
        finally:
            cursor.execute(f"PRAGMA busy_timeout = {int(usual)}")
    return not busy


def _postgres(names: Iterable[str], *, whole: bool) -> list[str]:
    """Those that are too large to be written anew while people wait: their dead bytes go as they fill again."""
    large = []
    with connection.cursor() as cursor:
        for table in sorted(names):
            cursor.execute("SELECT pg_table_size(%s::regclass)", [table])
            (size,) = cursor.fetchone()
            anew = whole or size <= LARGEST
            cursor.execute(f'VACUUM {"(FULL)" if anew else ""} "{table}"')
            large += [] if anew else [table]
    return large
