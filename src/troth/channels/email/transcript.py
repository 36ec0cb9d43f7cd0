"""A reader of the log: when a conversation closes, one mail per (closing, address) is queued: to the site's addresses,
to whoever asked, and to a visitor who is owed one."""

from typing import NamedTuple

import troth.log
from troth.conversations.models import Conversation
from troth.log import Event
from troth.post.write import write
from troth.wire.events import NUMBER_OF, Audience, ConversationClosed, Reopened, TranscriptAsked

from .models import Asked, Closing
from .owed import address_of, owed

NAME = "transcript"
KIND = "transcript"

_CLOSED, _REOPENED, _ASKED = NUMBER_OF[ConversationClosed], NUMBER_OF[Reopened], NUMBER_OF[TranscriptAsked]
KINDS = frozenset({_CLOSED, _REOPENED, _ASKED})


def handle(events: list[Event]) -> None:
    """Called with events in the order of their positions, in the transaction that moves the bookmark."""
    for event in events:
        if event.kind == _CLOSED:
            _closed(event)
        elif event.kind == _REOPENED:
            Closing.objects.filter(conversation=event.stream).delete()
        elif event.kind == _ASKED:
            _asked(event)


def _closed(event: Event) -> None:
    row = _row(event)
    if row is None:
        return
    Closing.objects.update_or_create(conversation=event.stream, defaults={"seq": event.seq})
    for address in row.site.transcript_addresses:
        _queue(row, event, event.seq, Reader(address, "site"))
    waiting = Asked.objects.filter(conversation=event.stream)
    for seq in sorted(waiting.values_list("seq", flat=True)):
        asking = _asking(row, seq)
        if asking is not None:
            _queue(row, event, event.seq, asking)
    if owing := owed(row, event.seq):
        address, why = owing
        _queue(row, event, event.seq, Reader(address, why, row.language, own=True))
    waiting.delete()


def _asked(event: Event) -> None:
    row = _row(event)
    closing = Closing.objects.filter(conversation=event.stream).first()
    if row is None:
        return
    if closing is None:
        Asked.objects.get_or_create(conversation=event.stream, seq=event.seq)
        return
    asking = _who(row, event)
    if asking is not None:
        _queue(row, event, closing.seq, asking)


class Reader(NamedTuple):
    """Who gets a mail and why ("site", "asked", "left", "missed"). `language`: theirs; empty means the site's first.
    `own`: it is the visitor, who reads what they wrote themselves."""

    address: str
    why: str
    language: str = ""
    own: bool = False


def _queue(row: Conversation, event: Event, closing: int, reader: Reader) -> None:
    write(
        workspace=row.workspace_id,
        stream=row.id,
        subject=row.visitor_id,
        kind=KIND,
        occasion=str(closing),
        to=reader.address,
        about={"closing": closing, "language": reader.language, "own": int(reader.own), "why": reader.why},
        at=event.at,
    )


def _asking(row: Conversation, seq: int) -> Reader | None:
    """Who asked in the event with this seq; None when it was erased."""
    events = troth.log.current().read(row.workspace_id, row.id, seq - 1, 1, Audience.TEAM)
    return _who(row, events[0]) if events else None


def _who(row: Conversation, event: Event) -> Reader | None:
    """A visitor asks for themselves; an agent perhaps for the visitor."""
    asked = event.opened()
    if not isinstance(asked, TranscriptAsked):
        return None
    own = event.author.kind == "visitor" or asked.address.casefold() == address_of(row).casefold()
    return Reader(asked.address, "asked", row.language if own else "", own)


def _row(event: Event) -> Conversation | None:
    return Conversation.objects.select_related("site").filter(id=event.stream, workspace_id=event.workspace).first()
