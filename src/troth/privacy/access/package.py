"""What somebody gets: all that is kept of them, by the parts that rooms give, with other people masked."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from troth.accounts.models import Workspace
from troth.datamap.doors import Door, in_force, through
from troth.datamap.erasing import Scope
from troth.datamap.exporting import Given, Record
from troth.kernel.clock import now

from ..notice.content import Company as Processes
from ..notice.gather import companies
from .exporters import exporters
from .masking import Masks, own_words, texts
from .why import Reason, why

SCHEMA, VERSION = "troth.access", 1


class Whom(msgspec.Struct):
    kind: str
    id: UUID


class Company(msgspec.Struct):
    id: UUID
    name: str


class Package(msgspec.Struct, kw_only=True):
    """parts: name -> records. why: of each part. recipients: companies that work for us. not_given: sentences. Times
    are UTC. What a part and its fields mean stands in docs/privacy.md."""

    schema: str = SCHEMA
    version: int = VERSION
    made_at: datetime
    workspace: Company
    subject: Whom
    parts: dict[str, list[Record]]
    why: list[Reason]
    recipients: list[Processes]
    not_given: list[str]


def gather(scope: Scope) -> Package:
    """As it is now. Raises PurposeViolation where nobody said what for."""
    through(Door.EXPORT, in_force(), "a package")
    parts = [part for part in exporters.parts if scope.subject in part.of]
    found: dict[str, Any] = {part.name: list(part.give(scope)) for part in parts}
    others = (other for some in exporters.others for other in some(scope))
    masked = Masks(texts(found), others, own_words(found)).over(found)
    name = Workspace.objects.values_list("name", flat=True).get(id=scope.workspace)
    return Package(
        made_at=now(),
        workspace=Company(scope.workspace, name),
        subject=Whom(scope.subject.value, scope.id),
        parts=masked,
        why=why(scope, parts),
        recipients=companies(),
        not_given=[str(one) for one in why_not(scope)],
    )


def why_not(scope: Scope) -> list[Any]:
    """Why something is kept and not given, each reason once."""
    return list(dict.fromkeys(one.why for one in exporters.excused if scope.subject in one.of))


def files_of(scope: Scope) -> Iterator[Given]:
    for some in exporters.files:
        yield from some(scope)
