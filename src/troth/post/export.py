"""What somebody gets of the mails about them: to whom, when, and how it went. Their words are kept nowhere."""

from collections.abc import Iterator

import troth.log
from troth.datamap.erasing import Scope
from troth.datamap.exporting import Part, Record, Unseen
from troth.datamap.vocabulary import Subject

from .erase import of_them


def parts() -> tuple[Part, ...]:
    return (Part("mails", frozenset(Subject), _mails, ("rows post.Mail",)),)


def _mails(scope: Scope) -> Iterator[Record]:
    log = troth.log.current()
    for row in of_them(scope).order_by("at", "id"):
        to = (log.open(bytes(row.to), row.workspace, row.stream, "mail") or b"").decode()
        theirs = scope.subject is Subject.PERSON or bool(row.about.get("own"))
        yield {
            "kind": row.kind, "to": to if theirs else Unseen(to), "written_at": row.at, "ended_at": row.done_at,
            "state": row.state, "language": str(row.about.get("language", "")),
        }  # fmt: skip
