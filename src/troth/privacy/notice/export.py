"""What somebody gets of what notices keep."""

from collections.abc import Iterator

from troth.datamap.erasing import Scope
from troth.datamap.exporting import Excused, Part, Record, Why
from troth.datamap.vocabulary import Subject

from .rows import NoticeSeen

_PERSON = frozenset({Subject.PERSON})


def parts() -> tuple[Part, ...]:
    return (Part("notices_seen", _PERSON, _seen, ("rows privacy.NoticeSeen",)),)


def excused() -> tuple[Excused, ...]:
    return (Excused(("mail notice",), Why.COPY), Excused(("rows privacy.Notice: heard",), Why.MOMENT))


def _seen(scope: Scope) -> Iterator[Record]:
    rows = NoticeSeen.objects.select_related("notice__site").filter(member__in=scope.members)
    for row in rows.order_by("at", "id"):
        yield {"at": row.at, "site": row.notice.site.name, "version": row.notice.number, "how": row.how}
