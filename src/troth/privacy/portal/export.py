"""What somebody gets of what the portal keeps: when they showed who they are."""

from collections.abc import Iterator

from troth.datamap.erasing import Scope
from troth.datamap.exporting import Excused, Part, Record, Why
from troth.datamap.vocabulary import Subject

from .proof import Proof
from .prove import address_of

_GIVEN = ("language", "address", "subject", "at", "proven_at", "until")


def parts() -> tuple[Part, ...]:
    covers = tuple(f"rows privacy.Proof: {leaf}" for leaf in _GIVEN)
    return (Part("proofs", frozenset(Subject), _proofs, covers),)


def excused() -> tuple[Excused, ...]:
    secrets = tuple(f"rows privacy.Proof: {leaf}" for leaf in ("token_hash", "mark", "mailbox"))
    return (
        Excused((*secrets, "rows privacy.DataCode"), Why.SECRET),
        Excused(("cookie troth_my_data",), Why.DEVICE),
        Excused(("mail my-data-code",), Why.COPY),
    )


def _proofs(scope: Scope) -> Iterator[Record]:
    whose = {scope.id, *scope.visitors, *scope.contacts}
    rows = Proof.objects.select_related("site").filter(workspace_id=scope.workspace, subject__in=whose)
    for row in rows.order_by("at", "id"):
        yield {
            "at": row.at, "site": row.site.name, "to": address_of(row), "language": row.language,
            "verified_at": row.proven_at, "until": row.until,
        }  # fmt: skip
