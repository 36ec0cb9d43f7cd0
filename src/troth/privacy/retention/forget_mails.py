"""Mails of no conversation, invitations say, go when the longest time of the data map is over: no site has a rule for
them."""

from django.db.models import Exists, OuterRef, Q

from troth.accounts.models import Member
from troth.conversations.models import Conversation
from troth.datamap.keeping import MAIL
from troth.kernel.clock import now
from troth.post import erase as post
from troth.post.models import Mail

from ..holds.rows import Hold

AT_ONCE = 200


def forget_mails() -> int:
    """Some of them; how many."""
    talks = Conversation.objects.filter(id=OuterRef("stream"))
    ended = (Mail.State.SENT, Mail.State.CAPTURED, Mail.State.UNCERTAIN, Mail.State.FAILED)
    rows = Mail.objects.filter(at__lt=now() - MAIL.longest, state__in=ended).exclude(Exists(talks))
    rows = rows.exclude(id__in=Mail.objects.filter(about__member__in=_held()).values("id"))
    some = list(rows.order_by("id").values_list("id", flat=True)[:AT_ONCE])
    post.take_away(Mail.objects.filter(id__in=some))
    return len(some)


def _held() -> list[str]:
    """Members on whom a hold stands, as mails name them."""
    stand = Hold.objects.filter(Q(until=None) | Q(until__gt=now()), kind=Hold.Kind.PERSON, lifted_at=None)
    whom = set(stand.exclude(target=None).values_list("target", "workspace_id"))
    members = Member.objects.filter(person_id__in={person for person, _ in whom})
    return [one.id.hex for one in members if (one.person_id, one.workspace_id) in whom]
