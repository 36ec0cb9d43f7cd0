"""`troth privacy attest`: the operator's door to what people answer for."""

import argparse
import hashlib
from datetime import date, tzinfo
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import UUID

from troth.kernel.errors import Invalid

if TYPE_CHECKING:
    from troth.privacy.attestation.measures import Measure

ACT = "attest"
_ALL = ("owner", "evidence", "until")


def add_words(asks: Any) -> None:
    """asks: the subparsers of `troth privacy`."""
    words = asks.add_parser(ACT, help="the controls of a workspace's profile: who answers for them, and until when")
    words.add_argument("workspace", metavar="SLUG", help="its id will do too")
    words.add_argument("control", nargs="?", default="", help="to be attested; none: list them all")
    words.add_argument("--owner", default="", metavar="ADDRESS", help="of the member who answers for it")
    words.add_argument("--evidence", default="", metavar="FILE|URL", help="what was looked at; its hash alone is kept")
    words.add_argument("--sha256", default="", metavar="HASH", help="of what is at the URL; a file is hashed here")
    words.add_argument("--until", default="", metavar="DAY", help="it must be attested anew on this day")
    words.add_argument("--withdraw", action="store_true", help="take back what was attested")


def do(asked: argparse.Namespace, workspace: UUID) -> str:
    """What to print. Needs Django set up and the tables. Raises Invalid, NotFound, Conflict, TooMany."""
    from troth.privacy.attestation.attest import attest, withdraw
    from troth.privacy.attestation.measures import measures
    from troth.privacy.requests.controller import facts_of

    found = {one.control.name: one for one in measures(workspace)}
    if asked.control:
        if asked.control not in found:
            known = f"The profile has no control {asked.control}; it has: {', '.join(found) or 'none'}."
            raise Invalid(known, fields={"control": "unknown"})
        if asked.withdraw:
            withdraw(workspace, asked.control)
        else:
            if missing := [f"--{name}" for name in _ALL if not getattr(asked, name)]:
                raise Invalid(f"Say {', '.join(missing)} too.", fields={"control": "incomplete"})
            named, sha256 = _evidence(asked.evidence, asked.sha256)
            owner, due = _member(workspace, asked.owner), _day(asked.until)
            attest(workspace, asked.control, owner=owner, evidence=named, sha256=sha256, due=due)
        found = {one.control.name: one for one in measures(workspace) if one.control.name == asked.control}
    zone = facts_of(workspace).zone
    return "\n".join(_line(one, zone) for one in found.values()) or "The profile of this workspace has no controls."


def _evidence(given: str, sha256: str) -> tuple[str, str]:
    """(how it is called, its hash)."""
    if given.startswith(("https://", "http://")):
        if not sha256:
            raise Invalid("Nothing is fetched from there: add --sha256 with the hash of what it leads to.")
        return given, sha256
    if sha256:
        raise Invalid("A file is hashed here; --sha256 is for an address.")
    try:
        with Path(given).open("rb") as file:
            return Path(given).name, hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise Invalid(f"{given} can't be read: {error.strerror}.") from None


def _member(workspace: UUID, address: str) -> UUID:
    from troth.accounts.models import Member

    rows = Member.objects.filter(workspace_id=workspace, active=True, person__email__iexact=address)
    found = rows.values_list("id", flat=True).first()
    if found is None:
        raise Invalid("Nobody of this workspace has that address.", fields={"owner": "unknown"})
    return found


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Invalid("Write the day as 2027-01-31.", fields={"until": "day"}) from None


def _line(one: "Measure", zone: tzinfo) -> str:
    until = f" until {one.until.astimezone(zone):%Y-%m-%d}" if one.until else ""
    head = f"{one.control.name:24} {one.standing}{until}, every {one.control.every}, kept by {one.control.owner}"
    row = one.row
    shown = f"\n    {row.at:%Y-%m-%d}  {row.evidence}  sha256 {row.sha256}" if row is not None and row.evidence else ""
    promises = ", ".join(promise.id for promise in one.promises)
    return head + shown + (f"\n    promises: {promises}" if promises else "")
