"""Once an hour: workspaces whose day has come go, and what is over of those that went is forgotten. At a start: those
that a restored backup has brought back go again before anything is served."""

import logging
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import IntegrityError, connection, transaction

import troth.log
from troth.accounts.models import Workspace
from troth.datamap.erasing import InHand
from troth.kernel.clock import now
from troth.kernel.errors import TrothError
from troth.post.erase import take_away
from troth.post.models import Mail

from .marks import workspace_mark
from .rows import SUBJECT, Closing
from .run import run

LETTERS_LAST = timedelta(days=7)  # after the end: until then a mail server may be away
AT_ONCE = 200
_S = Closing.State
_log = logging.getLogger("troth")


def run_due(at: datetime | None = None) -> int:
    """All whose day has come, and those that were cut off. How many are done; what is in the way of one is noted with
    it, and it is tried again in an hour."""
    done = 0
    due = Closing.objects.filter(state__in=(_S.ASKED, _S.RUNNING), closes_at__lte=at or now())
    for row in due.order_by("closes_at"):
        try:
            run(row.id)
            done += 1
        except TrothError as error:
            _log.warning("The workspace of the closing %s is not deleted yet: %s", row.id, type(error).__name__)
    return done


def forget() -> int:
    """A week after the end nobody is left who was told of it, and nothing but the certificate; and that event of theirs
    goes that was the newest of the log then. How many letters."""
    over = Closing.objects.filter(state=_S.DONE, letter__isnull=False, done_at__lt=now() - LETTERS_LAST)
    gone = 0
    for row in over:
        try:
            take_away(Mail.objects.filter(workspace=row.id))
        except InHand:
            continue  # in an hour again
        log = troth.log.current()
        log.keyring.destroy(keys := log.some_keys(row.id, AT_ONCE))
        log.forget_keys(keys)
        gone += Closing.objects.filter(id=row.id).update(letter=None)
    for workspace in Closing.objects.filter(state=_S.DONE).values_list("workspace", flat=True):
        if workspace is not None and troth.log.current().events_kept(workspace):
            troth.log.current().forget_events(workspace, AT_ONCE)
    return gone


type Stone = tuple[str, bytes]


def stones() -> list[Stone]:
    """Of all workspaces that were, or are being, deleted: what a restored backup is searched by."""
    rows = Closing.objects.filter(state__in=(_S.DUE, _S.RUNNING, _S.DONE)).order_by("asked_at")
    return [(SUBJECT, bytes(mark)) for mark in rows.values_list("mark", flat=True)]


def note(found: Iterable[bytes]) -> int:
    """Delete those workspaces again, at the next start, where the database knows of no such closing. How many."""
    known = {mark for _, mark in stones()}
    fresh = set(found) - known
    for mark in fresh:
        if Closing.objects.filter(mark=mark, state=_S.ASKED).update(state=_S.DUE):
            continue  # the backup is of the days before
        try:
            with transaction.atomic():
                Closing.objects.create(mark=mark, state=_S.DUE, asked_at=now(), closes_at=now())
        except IntegrityError:
            continue
    return len(fresh)


def settle(*, alone: bool = False) -> int:
    """Run what a restored backup undid. How many there were. Raises what a run raises: then nothing may be served."""
    due = {bytes(row.mark): row for row in Closing.objects.filter(state=_S.DUE)}
    if not due:
        return 0
    done = 0
    for workspace in Workspace.objects.values_list("id", flat=True):
        if (row := due.get(workspace_mark(workspace))) is not None:
            Closing.objects.filter(id=row.id).update(workspace=workspace)
            run(row.id, alone=alone or connection.vendor == "sqlite")
            done += 1
    # what is not in the restored database need not be deleted from it
    Closing.objects.filter(state=_S.DUE).update(state=_S.DONE, done_at=now())
    _log.info("%s workspaces that a restored backup had brought back are deleted again", done)
    return done
