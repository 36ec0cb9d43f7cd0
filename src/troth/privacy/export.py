"""What somebody gets of what this room keeps: what they agreed to or refused, with the words they were shown; what they
asked for, and when they were given what is kept of them."""

from collections.abc import Iterator

from troth.datamap.erasing import Scope
from troth.datamap.exporting import Excused, Part, Record, Why
from troth.datamap.vocabulary import Subject

from .access.orders import of_scope
from .attestation import export as attestation
from .closing.rows import Closing
from .consent_rows import Consent, ConsentText
from .holds import export as holds
from .notice import export as notice
from .requests import export as requests

_OF_THEIRS = frozenset({Subject.VISITOR, Subject.CONTACT})


def parts() -> tuple[Part, ...]:
    return (
        Part("consents", _OF_THEIRS, _consents, ("rows privacy.Consent",)),
        Part("packages", frozenset(Subject), _packages, ("rows privacy.AccessOrder",)),
        *requests.parts(),
        *holds.parts(),
        *notice.parts(),
        *attestation.parts(),
        Part("closings", frozenset({Subject.PERSON}), _closings, ("rows privacy.Closing: by",)),
    )


def excused() -> tuple[Excused, ...]:
    return (
        Excused(("rows privacy.Erasure: plan.*",), Why.MOMENT),
        Excused(("rows privacy.RetentionRun: hand.*",), Why.MOMENT),
        Excused(("files packages", "mail closing", "mail measure"), Why.COPY),
        Excused(("rows privacy.Closing: letter.to.*.email", "rows privacy.Closing: letter.to.*.language"), Why.COPY),
        *requests.excused(),
        *notice.excused(),
    )


def _consents(scope: Scope) -> Iterator[Record]:
    rows = Consent.objects.select_related("site").filter(visitor__in=scope.visitors, workspace_id=scope.workspace)
    for row in rows.order_by("at", "id"):
        text = ConsentText.objects.filter(site=row.site, language=row.language, sha256=row.sha256).first()
        yield {
            "at": row.at, "site": row.site.name, "purpose": row.purpose, "answer": row.state, "language": row.language,
            "version": row.version, "shown": text.text if text else "", "notice": row.notice,
        }  # fmt: skip


def _packages(scope: Scope) -> Iterator[Record]:
    for row in of_scope(scope).order_by("made_at"):
        yield {"kind": row.kind, "ordered_at": row.made_at, "ready_at": row.ready_at, "fetched_at": row.fetched_at}


def _closings(scope: Scope) -> Iterator[Record]:
    for row in Closing.objects.filter(workspace=scope.workspace, by__in=scope.members).order_by("asked_at"):
        yield {"since": row.asked_at, "until": row.closes_at, "state": row.state}
