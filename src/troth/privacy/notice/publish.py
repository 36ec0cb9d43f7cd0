"""Publish a notice: from then on this version never changes. A change of substance is announced first, and takes effect
when those whom it concerns have had the time that the company promised."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Max

from troth.kernel.clock import now
from troth.kernel.errors import Conflict, Invalid, TrothError
from troth.sites.models import Site

from ..profile.claims import dead
from . import letter, paper
from .content import fingerprint
from .draft import Draft, Told, draft, sealed
from .promised import promised
from .rows import Notice, NoticePage
from .take_effect import take_effect

_S = Notice.State
FARTHEST = timedelta(days=366)


class NoticeIncomplete(TrothError):
    """`fields`: language -> what lacks words in it."""

    code, status, sentence = "notice_incomplete", 422, "A language lacks words for this notice. It was not published."


def publish(
    site: Site,
    *,
    languages: list[str] | None = None,
    since: datetime | None = None,
    material: bool | None = None,
) -> Notice:
    """since: when it takes effect; as early as it may unless it is named. material: None, as the changes are; they can
    be made more of, and never less. Raises NoticeIncomplete, Invalid, Conflict (nothing changed, or somebody else
    published just now)."""
    take_effect(site.id)
    made = draft(site, languages)
    if made.lacking:
        raise NoticeIncomplete(fields={one: ", ".join(keys[:20]) for one, keys in made.lacking.items()})
    _stands(made)
    if not made.first and not made.changes:
        raise Conflict("The notice in force says the same already. Nothing was published.")
    grave = made.material if material is None else material
    if made.material and not grave:
        raise Invalid(
            "This changes what is kept, why, for whom or for longer, and can't be published as a small change.",
            fields={"material": "changes of substance"},
        )
    at = now()
    begins = _begins(made, grave, since, at)
    number = (Notice.objects.filter(site=site).aggregate(last=Max("number"))["last"] or 0) + 1
    pages = made.pages(number, begins)  # drawn before the transaction: others wait for it
    with transaction.atomic():
        Site.objects.select_for_update().get(id=site.id)
        if Notice.objects.filter(site=site, number__gte=number).exists():
            raise Conflict("Somebody published a notice of this site just now. Look at it, and publish again.")
        Notice.objects.filter(site=site, state=_S.ANNOUNCED).update(state=_S.WITHDRAWN, superseded_at=at)
        row = _kept(made, number, begins, grave, pages, at)
        transaction.on_commit(lambda: paper.draw_soon(row.id))
        take_effect(site.id)  # at once, unless it is announced
        if grave and not made.first:
            letter.tell_the_team(row)
    row.refresh_from_db()
    return row


def _stands(made: Draft) -> None:
    """Raises Invalid where a transfer rests on what has ended, as an entry of the register from before may."""
    for one in made.content.companies:
        if ended := dead(one.mechanism):
            raise Invalid(
                f"The transfer to {one.name} rests on {ended}, which courts ended. The notice was not published: who"
                " runs this server says what allows it now, or ends the entry.",
                fields={"mechanism": "ended"},
            )


def earliest(made: Draft, grave: bool | None = None) -> datetime:
    """When it may take effect, if it is published now."""
    grave = made.material if grave is None else grave
    return now() + (timedelta(days=made.lead_days) if grave and not made.first else timedelta())


def _begins(made: Draft, grave: bool, since: datetime | None, at: datetime) -> datetime:
    first = max(at, earliest(made, grave))
    if since is None:
        return first
    if since < first - timedelta(minutes=1):
        days = made.lead_days
        raise Invalid(f"A change of substance is announced {days} days before it takes effect." if grave and days
                      else "It can't take effect in the past.", fields={"in_force_at": "too early"})  # fmt: skip
    if since > at + FARTHEST:
        raise Invalid("It takes effect within a year.", fields={"in_force_at": "too late"})
    return max(since, first)


def _kept(
    made: Draft, number: int, begins: datetime, grave: bool, pages: dict[str, dict[str, str]], at: datetime
) -> Notice:
    hashes = {one: {page: fingerprint(html.encode()) for page, html in drawn.items()} for one, drawn in pages.items()}
    told, sha256 = sealed(
        Told(number=number, in_force_at=begins, content=made.content, pages=hashes, words=made.words)
    )  # fmt: skip
    mails = made.promised_by_mail or promised(made.site.workspace).mails
    row = Notice.objects.create(
        workspace_id=made.site.workspace_id, site=made.site, number=number, state=_S.ANNOUNCED,
        languages=made.languages, told=told, sha256=sha256, material=grave, asks_again=made.asks_again,
        changes=_plain(made), published_at=at, in_force_at=begins,
        told_at=None if grave and not made.first and mails else at,
    )  # fmt: skip
    NoticePage.objects.bulk_create(
        NoticePage(notice=row, language=one, page=page, html=html.encode(), sha256=hashes[one][page])
        for one, drawn in pages.items() for page, html in drawn.items()
    )  # fmt: skip
    return row


def _plain(made: Draft) -> list[dict[str, object]]:
    return [{name: getattr(one, name) for name in one.__struct_fields__} for one in made.changes]
