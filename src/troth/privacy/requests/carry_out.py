"""Erase whom a request asks to be erased: by the very plan that the officer was shown, and to its end, whatever
interrupts it. The request is answered by it."""

from typing import Any
from uuid import UUID

from django.db import transaction

from troth.accounts.asker import Asker
from troth.datamap.vocabulary import Subject
from troth.kernel.clock import now
from troth.kernel.errors import Busy, Conflict, NotFound

from ..erasure import Erasure
from ..plan import Plan, check, plan
from ..run import resume, run
from ..subjects import mark_of
from .close import close
from .erase import answering, destroy
from .find import AlreadyAnswered, handled, officer, request_of
from .look import looked
from .rows import Request, RequestStep
from .step import add_step

FOR_ERASING = (Request.Right.ERASURE, Request.Right.CHILD)


class PlanChanged(Conflict):
    code, status, sentence = "plan_changed", 409, "More or less is kept of them by now. Look at the new plan."


class NotTied(Conflict):
    code, status, sentence = "nobody_known", 409, "Nobody knows yet whose data this is. Tie it to somebody first."


def plan_for(asker: Asker, workspace: UUID, request: UUID, *, force: bool = False) -> Plan:
    """What would go and what would stay; nothing is changed. Raises NotFound (also when they are not there any more),
    Forbidden, NotTied, Conflict (answered, or no request for an erasure)."""
    row = request_of(asker, workspace, request)
    _is_for_erasing(row)
    kind, who = _whom(row)
    with answering(row.id):
        return plan(workspace, kind, who, force=force)


def erase_for(
    asker: Asker, workspace: UUID, request: UUID, shown: str, *, force: bool = False
) -> dict[str, Any] | None:
    """The certificate; None while it goes on: ask once more in a moment. shown: the hash of the plan that was looked
    at. Who asks again after a cut goes on where it was. Raises NotFound, Forbidden, NotTied, PlanChanged, Conflict (a
    hold, a live talk, under way in another process)."""
    by = officer(asker, workspace)
    row = request_of(asker, workspace, request)
    if row.erasure is not None:
        return _certificate(row)
    _is_for_erasing(row)
    kind, who = _whom(row)
    try:
        with answering(row.id):
            told = _gone_on(row, kind, who) if row.erasing else None
            if told is None:
                made = _as_shown(plan(workspace, kind, who, force=force), shown)
                _begin(asker, row)
                told = run(made)
    except Busy:
        return None
    finish(row.id, by.id)
    return told


def _as_shown(made: Plan, shown: str) -> Plan:
    if made.hash != shown:
        raise PlanChanged
    check(made)
    return made


def _begin(asker: Asker, row: Request) -> None:
    """From here on the request outlives what it asks for, until it is answered."""
    with handled(asker, row.workspace_id, row.id) as (_, mine):
        mine.erasing = True
        mine.save(update_fields=["erasing"])


def _gone_on(row: Request, kind: Subject, who: UUID) -> dict[str, Any] | None:
    """Of one that was begun: brought to its end, or ended meanwhile; None where it was cut off before it ran."""
    told = resume(row.workspace_id, kind, who)
    done = None if told is not None else _done(row)
    return told if done is None else done.certificate


def finish(request: UUID, by: UUID | None = None) -> None:
    """Once the erasure is done: the request is of nobody, and the address it came from is told. What was asked is
    sealed by a key that goes before."""
    row = Request.objects.filter(id=request, erasing=True, erasure=None).first()
    done = None if row is None else _done(row)
    if row is None or done is None:
        return
    destroy([row.id], row.workspace_id)
    with transaction.atomic():
        row = Request.objects.select_for_update().filter(id=request, erasing=True, erasure=None).first()
        if row is None:
            return
        row.erasing, row.erasure = False, done.id
        row.who, row.words, row.about, row.mark = None, None, None, None
        row.language = row.language if row.reply_to else ""  # the answer is still to be written in it
        row.save(update_fields=["erasing", "erasure", "who", "words", "about", "mark", "language"])
        row.steps.update(words=None)
        at = now()
        add_step(row, RequestStep.What.ERASED, at, by=by)
        close(row, Request.State.DONE, at, by=by)


def certificate_of(asker: Asker, workspace: UUID, request: UUID) -> dict[str, Any]:
    """Raises NotFound (also where nobody was erased), Forbidden."""
    by = officer(asker, workspace)
    found = _certificate(request_of(asker, workspace, request))
    if found is None:
        raise NotFound
    looked(by, "certificate", request)
    return found


def erasure_of(row: Request) -> dict[str, Any] | None:
    """How far the erasure is that was begun from here."""
    if row.erasure is not None:
        return {"state": "done", "certificate": _certificate(row)}
    return {"state": "running", "certificate": None} if row.erasing else None


def _is_for_erasing(row: Request) -> None:
    if row.right not in FOR_ERASING:
        raise Conflict("This request asks for something else. File one for the erasure.")
    if row.is_closed:
        raise AlreadyAnswered


def _whom(row: Request) -> tuple[Subject, UUID]:
    if row.who is None:
        raise NotTied
    return Subject(row.subject), row.who


def _certificate(row: Request) -> dict[str, Any] | None:
    done = None if row.erasure is None else Erasure.objects.filter(id=row.erasure).first()
    return None if done is None else done.certificate


def _done(row: Request) -> Erasure | None:
    kind, who = _whom(row)
    mark = mark_of(kind, who, row.workspace_id)
    return Erasure.objects.filter(mark=mark, state=Erasure.State.DONE).order_by("-at").first()
