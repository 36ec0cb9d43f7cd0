"""Whether a conversation that closes owes its visitor a mail: they were told that the answer comes by email, or they
were gone before the last words came."""

from typing import Literal

import troth.log
from troth.conversations.models import Conversation
from troth.conversations.queries import answered
from troth.conversations.sealed import open_all
from troth.kernel.errors import Invalid
from troth.post.address import mail_address
from troth.wire.events import NUMBER_OF, Answer, Audience, Said

_SAID = NUMBER_OF[Said]
_PAGE = 200  # events looked at in one go

type Why = Literal["left", "missed"]


def owed(row: Conversation, closing: int) -> tuple[str, Why] | None:
    """(the visitor's address, why they get the transcript) at the closing with this seq; None when nothing is owed.

    The address is what the visitor wrote into the form. Where no agent said anything there is no answer to send, so
    a form can't be used to mail strangers by leaving words and closing them.
    """
    address = address_of(row)
    last = _last_of_agents(row, closing) if address else 0
    if not last:
        return None
    if row.offline:
        return address, "left"
    return (address, "missed") if _seen(row) < last else None


def address_of(row: Conversation) -> str:
    """The visitor's own address, "" when none is known (any more)."""
    (answers,) = open_all([row], "answers", list[Answer])
    try:
        return mail_address(answered(answers or [], "email") or "")
    except Invalid:
        return ""


def _last_of_agents(row: Conversation, closing: int) -> int:
    """The seq of the last words of an agent; 0 when there are none."""
    log, before = troth.log.current(), closing
    while page := log.read(row.workspace_id, row.id, 0, _PAGE, Audience.ALL, before=before):
        for event in reversed(page):
            if event.kind == _SAID and event.author.kind == "agent":
                return event.seq
        before = page[0].seq
    return 0


def _seen(row: Conversation) -> int:
    marks = troth.log.current().marks(row.workspace_id, row.id)
    return next((mark.seen for mark in marks if mark.participant == row.visitor_id), 0)
