"""A reader of the log: when a conversation closes, one mail per (closing, address) is queued, one to whoever asked."""

import troth.log
from troth.conversations.models import Conversation
from troth.log import Event
from troth.post.write import write
from troth.wire.events import NUMBER_OF, Audience, ConversationClosed, Reopened, TranscriptAsked

from .models import Asked, Closing

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
        _queue(row, event, event.seq, address)
    waiting = Asked.objects.filter(conversation=event.stream)
    for seq in sorted(waiting.values_list("seq", flat=True)):
        address = _address(row, seq)
        if address is not None:
            _queue(row, event, event.seq, address)
    waiting.delete()


def _asked(event: Event) -> None:
    row = _row(event)
    closing = Closing.objects.filter(conversation=event.stream).first()
    if row is None:
        return
    if closing is None:
        Asked.objects.get_or_create(conversation=event.stream, seq=event.seq)
        return
    asked = event.opened()
    if isinstance(asked, TranscriptAsked):
        _queue(row, event, closing.seq, asked.address)


def _queue(row: Conversation, event: Event, closing: int, address: str) -> None:
    write(
        workspace=row.workspace_id,
        stream=row.id,
        subject=row.visitor_id,
        kind=KIND,
        occasion=str(closing),
        to=address,
        about={"closing": closing},
        at=event.at,
    )


def _address(row: Conversation, seq: int) -> str | None:
    """What was asked in the event with this seq; None when it was erased."""
    events = troth.log.current().read(row.workspace_id, row.id, seq - 1, 1, Audience.TEAM)
    asked = events[0].opened() if events else None
    return asked.address if isinstance(asked, TranscriptAsked) else None


def _row(event: Event) -> Conversation | None:
    return Conversation.objects.select_related("site").filter(id=event.stream, workspace_id=event.workspace).first()
