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
        asking = _asking(row, seq)
        if asking is not None:
            _queue(row, event, event.seq, *asking)
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
        _queue(row, event, closing.seq, *asking)


def _queue(row: Conversation, event: Event, closing: int, address: str, language: str = "", own: bool = False) -> None:
    """`language`: the reader's; empty means the site's first. `own`: the visitor asked."""
    write(
        workspace=row.workspace_id,
        stream=row.id,
        subject=row.visitor_id,
        kind=KIND,
        occasion=str(closing),
        to=address,
        about={"closing": closing, "language": language, "own": int(own)},
        at=event.at,
    )


def _asking(row: Conversation, seq: int) -> tuple[str, str, bool] | None:
    """Who asked in the event with this seq; None when it was erased."""
    events = troth.log.current().read(row.workspace_id, row.id, seq - 1, 1, Audience.TEAM)
    return _who(row, events[0]) if events else None


def _who(row: Conversation, event: Event) -> tuple[str, str, bool] | None:
    """The address asked for, the language of a visitor who asked for themselves, and whether they did."""
    asked = event.opened()
    if not isinstance(asked, TranscriptAsked):
        return None
    own = event.author.kind == "visitor"
    return asked.address, row.language if own else "", own


def _row(event: Event) -> Conversation | None:
    return Conversation.objects.select_related("site").filter(id=event.stream, workspace_id=event.workspace).first()
