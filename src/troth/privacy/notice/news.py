"""What is new for somebody of the team: changes of substance that they have not put away, and small ones where the
company's profile says that they are told of on its site too. Who works on after a small one was shown it; that is kept
with the version, and is no consent."""

from django.db.models import Q, QuerySet

from troth.accounts.models import Member
from troth.kernel.clock import now

from .promised import promised
from .rows import Notice, NoticeSeen

_S = Notice.State
_H = NoticeSeen.How
MOST = 20


def unseen(member: Member) -> QuerySet[Notice]:
    """The newest first, however old: neither time nor a newer version puts one away. What held before they came is no
    news to them."""
    told = Q() if promised(member.workspace).shows_small else Q(material=True)
    rows = _changes(member).select_related("site").filter(told, in_force_at__gt=member.created_at)
    seen = NoticeSeen.objects.filter(member=member, how=_H.PUT_AWAY).values("notice_id")
    return rows.exclude(state=_S.WITHDRAWN).exclude(id__in=seen).order_by("-published_at")[:MOST]


def work_on(member: Member) -> None:
    """They begin to work, and a small change holds by now."""
    at = now()
    rows = _changes(member).filter(material=False, state__in=(_S.ANNOUNCED, _S.IN_FORCE), in_force_at__lte=at)
    known = NoticeSeen.objects.filter(member=member).values("notice_id")
    new = [NoticeSeen(notice=row, member=member, how=_H.SHOWN, at=at) for row in rows.exclude(id__in=known)[:MOST]]
    if new:
        NoticeSeen.objects.bulk_create(new, ignore_conflicts=True)  # two tabs begin at once


def see(member: Member, row: Notice) -> None:
    NoticeSeen.objects.update_or_create(notice=row, member=member, defaults={"how": _H.PUT_AWAY, "at": now()})


def _changes(member: Member) -> QuerySet[Notice]:
    """Of the workspace. The first version of a site changes nothing."""
    return Notice.objects.filter(workspace_id=member.workspace_id, number__gt=1).defer("told")
