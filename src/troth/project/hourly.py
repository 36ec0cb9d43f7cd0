"""What is cleared once an hour, each for its purpose: sessions and counts of sign-in that have ended, uploads that no
message named within a day, what people ordered of themselves a week ago, what is kept longer than its rule says, what
is over of those who looked at their data, and the bytes that erasing left in the files of the database."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from typing import Any, NamedTuple
from uuid import UUID

from django.contrib.sessions.models import Session
from django.db import connection

from troth.accounts.models import Remembered
from troth.conversations import forget_files
from troth.conversations.files import place_of
from troth.datamap import Purpose
from troth.datamap.doors import Door, acting_for, through
from troth.datamap.purposes import RECORD, RIGHTS, SECURITY
from troth.filestore import FileStore
from troth.kernel.clock import now
from troth.privacy.access.end import end_old
from troth.privacy.attestation.letter import remind
from troth.privacy.closing import due as closing
from troth.privacy.compact import end_backups
from troth.privacy.holds.forget import forget as forget_holds
from troth.privacy.notice import paper, tell_contacts
from troth.privacy.notice.record.renew import renew_some
from troth.privacy.notice.take_effect import take_effect_everywhere
from troth.privacy.portal import erase as portal
from troth.privacy.requests.settle import settle
from troth.privacy.retention import daily
from troth.privacy.retention.forget_departed import forget_departed
from troth.privacy.retention.forget_mails import forget_mails

from .compaction import compact

_log = logging.getLogger("troth")
HOUR = 3_600.0  # s
NIGHT = (2, 3)  # hours, UTC
AT_ONCE = 200  # rows; others wait for the gate meanwhile

type Run = Callable[..., Awaitable[Any]]


class Hourly(NamedTuple):
    """name: as the data map has it. act: gets `run`, which does work on rows in a thread, and the store of files."""

    name: str
    purpose: Purpose | None
    act: Callable[[Run, FileStore], Awaitable[None]]


def check(jobs: Sequence[Hourly] | None = None) -> None:
    """Raises PurposeViolation at one that is for nothing: such a worker does not begin."""
    for job in JOBS if jobs is None else jobs:
        through(Door.JOB, job.purpose, f"the hourly job {job.name}")


async def hourly(run: Run, store: FileStore) -> None:
    """Now, and then once an hour, until cancelled."""
    while True:
        for job in JOBS:
            try:
                with acting_for(through(Door.JOB, job.purpose, f"the hourly job {job.name}")):
                    await job.act(run, store)
            except Exception:
                _log.exception("The hourly job %s failed; in an hour again", job.name)
        await asyncio.sleep(HOUR)


async def forget_sessions(run: Run, _store: FileStore) -> None:
    await run(forget_ended_sessions)


async def keep_no_longer(run: Run, _store: FileStore) -> None:
    """A handful a turn, so that the desk's threads serve others between them."""
    await run(forget_holds)
    await run(forget_departed)
    while await run(forget_mails):
        pass
    gone = 0
    while gone < daily.AN_HOUR and (some := await run(daily.some)):
        gone += some


async def empty_the_portal(run: Run, _store: FileStore) -> None:
    while await run(portal.empty_what_is_over):
        pass


async def let_go_of_bytes(run: Run, _store: FileStore) -> None:
    if at_night():
        await run(compact)
    await run(end_backups)


async def close_workspaces(run: Run, _store: FileStore) -> None:
    await run(closing.run_due)
    await run(closing.forget)


async def end_packages(run: Run, _store: FileStore) -> None:
    await run(end_old)


async def notices_take_effect(run: Run, _store: FileStore) -> None:
    while await run(take_effect_everywhere):
        pass
    while await run(tell_contacts.some):
        pass
    await run(paper.draw_missing)


async def remind_owners(run: Run, _store: FileStore) -> None:
    after = await run(remind)
    while after:
        after = await run(remind, after)


async def renew_records(run: Run, _store: FileStore) -> None:
    last = await run(renew_some)
    while last is not None:
        last = await run(renew_some, last)


async def settle_requests(run: Run, _store: FileStore) -> None:
    await run(settle)


def at_night() -> bool:
    """On SQLite a compaction holds nobody up; on PostgreSQL people wait while their tables are written anew."""
    return connection.vendor == "sqlite" or now().hour in NIGHT


def forget_ended_sessions() -> None:
    Remembered.objects.filter(until__lt=now()).delete()  # there are none on SQLite
    while ended := list(Session.objects.filter(expire_date__lt=now()).values_list("pk", flat=True)[:AT_ONCE]):
        Session.objects.filter(pk__in=ended).delete()


async def forget_unnamed_files(run: Run, store: FileStore) -> None:
    """The store may be slow or far: none of the desk's threads waits for it."""
    while ids := await run(forget_files.unnamed):
        await asyncio.to_thread(_take_away, store, ids)
        await run(forget_files.forget, ids)


def _take_away(store: FileStore, ids: list[UUID]) -> None:
    for one in ids:
        store.delete(place_of(one))


JOBS: tuple[Hourly, ...] = (
    Hourly("sessions", SECURITY, forget_sessions),
    Hourly("uploads", RECORD, forget_unnamed_files),
    Hourly("my data", RIGHTS, empty_the_portal),
    Hourly("notices", RIGHTS, notices_take_effect),
    Hourly("measures", RIGHTS, remind_owners),
    Hourly("records", RIGHTS, renew_records),
    Hourly("requests", RIGHTS, settle_requests),
    Hourly("retention", RIGHTS, keep_no_longer),
    Hourly("closing", RIGHTS, close_workspaces),
    Hourly("compaction", RIGHTS, let_go_of_bytes),
    Hourly("old packages", RIGHTS, end_packages),
)
