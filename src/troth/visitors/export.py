"""What somebody gets of themselves as a visitor: the browsers in which they opened the chat."""

from collections.abc import Iterator

from troth.datamap.erasing import Scope
from troth.datamap.exporting import Excused, Part, Record, Why
from troth.datamap.vocabulary import Subject

from .models import Visitor

_LEAVES = ("id", "contact", "language", "signals", "departed_at", "created_at")


def parts() -> tuple[Part, ...]:
    of = frozenset({Subject.VISITOR, Subject.CONTACT})
    return (Part("browsers", of, _browsers, tuple(f"rows visitors.Visitor: {leaf}" for leaf in _LEAVES)),)


def excused() -> tuple[Excused, ...]:
    return (
        Excused(("rows visitors.Visitor: token_hash",), Why.SECRET),
        Excused(("passing word pass of a visitor",), Why.PASSING),
    )


def _browsers(scope: Scope) -> Iterator[Record]:
    rows = Visitor.objects.select_related("site").filter(id__in=scope.visitors, workspace_id=scope.workspace)
    for row in rows.order_by("id"):
        yield {
            "id": str(row.id), "site": row.site.name, "named": row.contact_id is not None, "language": row.language,
            "signals": row.signals, "opened_the_chat_at": row.created_at, "turned_it_off_at": row.departed_at,
        }  # fmt: skip
