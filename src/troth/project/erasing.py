"""`troth erase`: the operator's door to an erasure."""

from uuid import UUID

import msgspec

from troth.accounts.models import Workspace
from troth.kernel.errors import Invalid
from troth.privacy.plan import plan
from troth.privacy.run import resume, run
from troth.privacy.subjects import parse


def erase(slug: str, subject: str, *, dry_run: bool, force: bool, alone: bool) -> tuple[str, bool]:
    """(the certificate, or the plan that was not run, as JSON; whether nothing is in the way). One that was cut off
    goes on. alone: no other process uses the database. Raises Invalid, NotFound, Conflict, Busy."""
    kind, one = parse(subject)
    where = workspace_of(slug)
    if not dry_run and (done := resume(where, kind, one, alone=alone)) is not None:
        return _json(done), True
    made = plan(where, kind, one, force=force)
    told = made if dry_run or made.blockers else run(made, alone=alone)
    return _json(told), not made.blockers


def _json(told: object) -> str:
    return msgspec.json.format(msgspec.json.encode(told), indent=2).decode()


def workspace_of(named: str) -> UUID:
    """By its slug or its id. Raises Invalid."""
    rows = Workspace.objects.all()
    try:
        rows = rows.filter(id=UUID(named))
    except ValueError:
        rows = rows.filter(slug=named)
    found = rows.values_list("id", flat=True).first()
    if found is None:
        raise Invalid("There is no such workspace.", fields={"workspace": "unknown"})
    return found
