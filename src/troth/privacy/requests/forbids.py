"""What a restriction or an objection forbids: asked by the doors through which somebody's data is used."""

from collections.abc import Iterable
from uuid import UUID

from troth.conversations.models import Conversation
from troth.datamap import Purpose
from troth.datamap.purposes import BOARD, FOLLOW_UP, QUALITY
from troth.post.models import Mail

from .limits import Objection, Restriction

_WHILE_RESTRICTED = (FOLLOW_UP, QUALITY)


def restricted(ids: Iterable[UUID]) -> set[UUID]:
    """Those of these visitors and contacts whose data is only kept now."""
    rows = Restriction.objects.filter(who__in=list(ids), lifted_at=None)
    return set(rows.values_list("who", flat=True))


def objected(ids: Iterable[UUID], purpose: Purpose) -> set[UUID]:
    """Those of these visitors and contacts who do not want this."""
    rows = Objection.objects.filter(who__in=list(ids), purpose=purpose.name)
    return set(rows.values_list("who", flat=True))


def off_the_board(ids: Iterable[UUID | None]) -> set[UUID]:
    """Those of these visitors and contacts who do not want to be shown to the team while they say nothing. None: a
    visitor who named nobody."""
    asked = {one for one in ids if one is not None}
    return objected(asked, BOARD) | restricted(asked)


def mail_refused(mail: Mail, purpose: Purpose) -> str | None:
    """Why it may not be sent, of a mail about a conversation with somebody who asked for that."""
    talk = Conversation.objects.filter(id=mail.stream, workspace_id=mail.workspace)
    pair: tuple[UUID | None, ...] = talk.values_list("visitor_id", "contact_id").first() or ()
    ids = [one for one in pair if one is not None]
    if purpose in _WHILE_RESTRICTED and restricted(ids):
        return "the person's data is restricted, at their request"
    if objected(ids, purpose):
        return "the person objected to such mails"
    return None
