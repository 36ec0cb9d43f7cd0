"""Erasures that a start must bring to their end before anything is served: those that were killed, and those of whom a
restored backup still knows."""

import logging
from collections.abc import Iterable

from django.db import IntegrityError, connection, transaction

from troth.kernel.clock import now

from .closing import due as closing
from .closing.rows import SUBJECT
from .erasure import Erasure
from .plan import plan
from .run import go_on, run
from .subjects import marked

_log = logging.getLogger("troth")

type Stone = tuple[str, bytes]  # kind of subject, mark


def stones() -> list[Stone]:
    """Of all that were, or are being, erased."""
    people = Erasure.objects.order_by("at").values_list("subject", "mark")
    return [(kind, bytes(mark)) for kind, mark in people] + closing.stones()


def note(found: Iterable[Stone]) -> int:
    """Erase them again, at the next start, where the database knows of no erasure. How many these are."""
    known = {mark for _, mark in stones()}
    fresh = {mark: kind for kind, mark in found if mark not in known}
    workspaces = {mark for mark, kind in fresh.items() if kind == SUBJECT}
    closing.note(workspaces)
    for mark in workspaces:
        del fresh[mark]
    for mark, kind in fresh.items():
        try:
            with transaction.atomic():
                Erasure.objects.create(subject=kind, mark=mark, state=Erasure.State.DUE, at=now())
        except IntegrityError:
            continue
    return len(fresh) + len(workspaces)


def settle(*, alone: bool = False) -> int:
    """Run what is due or was cut off. How many there were. Raises what a run raises: then nothing may be served."""
    done = closing.settle(alone=alone)
    for row in Erasure.objects.filter(state=Erasure.State.RUNNING).order_by("at"):
        go_on(row.id, alone=alone or connection.vendor == "sqlite")
        done += 1
    due = {bytes(row.mark): row for row in Erasure.objects.filter(state=Erasure.State.DUE)}
    if due:
        for kind, subject, workspace in marked(set(due)):
            run(plan(workspace, kind, subject, again=True))
            done += 1
        # who is not in the restored database need not be erased from it
        Erasure.objects.filter(state=Erasure.State.DUE).update(state=Erasure.State.DONE, done_at=now())
    if done:
        _log.info("%s erasures that were cut off, or undone by a restored backup, are done", done)
    return done
