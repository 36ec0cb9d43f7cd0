"""What is due by the hour: answers of erasures that were cut off, addresses that are needed no longer, and records that
are older than they may be."""

from django.db.models import Exists, OuterRef, QuerySet

from troth.contacts.models import Contact
from troth.datamap.keeping import REQUEST
from troth.kernel.clock import now
from troth.post.erase import take_away
from troth.post.models import Mail
from troth.visitors.models import Visitor

from .carry_out import finish
from .erase import destroy
from .limits import Objection, Restriction
from .look import forget_old
from .rows import Request
from .sealed import reply_key

AT_ONCE = 200
_UNDER_WAY = (Mail.State.WAITING, Mail.State.SENDING)


def settle() -> None:
    """May be done at any time, and again."""
    for one in Request.objects.filter(erasing=True, erasure=None).values_list("id", flat=True)[:AT_ONCE]:
        finish(one)
    forget_addresses()
    forget_old()
    _of_nobody(Restriction.objects.all()).delete()
    _of_nobody(Objection.objects.all()).delete()
    Request.objects.filter(closed_at__lt=now() - REQUEST.longest).delete()


def _of_nobody[Limit: (Restriction, Objection)](limits: QuerySet[Limit]) -> QuerySet[Limit]:
    """Of who is not here any more: a browser that turned the chat off before it said anything is forgotten."""
    here = Visitor.objects.filter(id=OuterRef("who")), Contact.objects.filter(id=OuterRef("who"))
    return limits.filter(~Exists(here[0]), ~Exists(here[1]))


def forget_addresses() -> int:
    """Of those who asked to be erased, once the answer is sent, or can't be. How many."""
    rows = Request.objects.filter(erasure__isnull=False, reply_to__isnull=False)
    gone = 0
    for row in rows[:AT_ONCE]:
        mails = Mail.objects.filter(workspace=row.workspace_id, stream=row.id)
        if mails.filter(state__in=_UNDER_WAY).exists():
            continue
        take_away(mails)
        destroy([reply_key(row.id)], row.workspace_id, row.id)
        Request.objects.filter(id=row.id).update(reply_to=None, answer=None, language="")
        gone += 1
    return gone
