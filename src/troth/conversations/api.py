"""Conversations over HTTP."""

from typing import Any
from uuid import UUID

import msgspec
from django.http import HttpRequest, HttpResponse
from ninja import Router, Status

from troth.accounts.asker import Asker
from troth.accounts.credentials import agents, anyone, asker_of, visitor_of, visitors
from troth.datamap.doors import purpose
from troth.datamap.purposes import ANSWER, FOLLOW_UP, QUALITY
from troth.kernel import config
from troth.kernel.errors import NotFound
from troth.kernel.ids import new_id
from troth.log import Written
from troth.wire.events import Noted, Said

from . import inbox, queries
from .ask_transcript import ask_transcript
from .close import close
from .file_tickets import ticket
from .history import history
from .join import join
from .leave import leave
from .models import Conversation
from .note import note
from .open_ import open_
from .rate import rate
from .reopen import reopen
from .shapes import (
    ActIn,
    ConversationShown,
    ConversationsPage,
    EventsPage,
    Kept,
    NoteIn,
    OpenIn,
    Queued,
    RateIn,
    SayIn,
    TicketShown,
    TranscriptIn,
    UndoIn,
)
from .speak import speak

router = Router(tags=["conversations"])

ONE = "/conversations/{conversation_id}"


@router.post(
    "/conversations",
    response={200: ConversationShown, 201: ConversationShown},
    auth=visitors,
    operation_id="open_conversation",
    openapi_extra=purpose(ANSWER),
)
def open_conversation(request: HttpRequest, body: OpenIn) -> HttpResponse:
    """Begin with a first message and the form's answers. 200: the same request came before."""
    asker = visitor_of(request)
    place = request.META["REMOTE_ADDR"]
    row, fresh = open_(asker, body.id, body.client_id, body.text, body.fields, body.language, place)
    return _snapshot(asker, row, 201 if fresh else 200)


@router.get(
    "/conversations",
    response=ConversationsPage,
    auth=anyone,
    operation_id="list_conversations",
    openapi_extra=purpose(ANSWER),
)
def list_conversations(
    request: HttpRequest,
    view: inbox.View | None = None,
    workspace: UUID | None = None,
    visitor: UUID | None = None,
    cursor: str | None = None,
    limit: int | None = None,
) -> HttpResponse:
    """Of all the asker's workspaces, or of one, or of one visitor; a visitor sees their own."""
    items, following = inbox.page(asker_of(request), view, workspace, visitor, cursor, limit)
    return _answer({"items": items, "next": following})


@router.get(
    ONE, response=ConversationShown, auth=anyone, operation_id="get_conversation", openapi_extra=purpose(ANSWER)
)
def get_conversation(request: HttpRequest, conversation_id: UUID) -> HttpResponse:
    found = queries.one(asker_of(request), conversation_id)
    if found is None:
        raise NotFound
    return _answer(found)


@router.get(
    ONE + "/events", response=EventsPage, auth=anyone, operation_id="list_events", openapi_extra=purpose(ANSWER)
)
def list_events(
    request: HttpRequest,
    conversation_id: UUID,
    after: int | None = None,
    before: int | None = None,
    limit: int | None = None,
) -> HttpResponse:
    """What happened after a seq, or the newest before one; at most 200."""
    items, more = history(asker_of(request), conversation_id, after, before, limit)
    return _answer({"items": items, "more": more})


@router.post(
    ONE + "/messages", response={200: Kept, 201: Kept}, auth=anyone, operation_id="say", openapi_extra=purpose(ANSWER)
)
def say_message(request: HttpRequest, conversation_id: UUID, body: SayIn) -> Status[Kept]:
    """Say something; the same as the socket's `say`. Agents join first."""
    place = request.META["REMOTE_ADDR"]
    return _kept(speak(asker_of(request), conversation_id, body.client_id, body.text, body.files, place))


@router.post(
    ONE + "/notes",
    response={200: Kept, 201: Kept},
    auth=agents,
    operation_id="write_note",
    openapi_extra=purpose(ANSWER),
)
def write_note(request: HttpRequest, conversation_id: UUID, body: NoteIn) -> Status[Kept]:
    """Words that only the team sees."""
    return _kept(note(asker_of(request), conversation_id, body.client_id, body.text))


@router.post(
    ONE + "/participation", response=ConversationShown, auth=agents, operation_id="join", openapi_extra=purpose(ANSWER)
)
def join_conversation(request: HttpRequest, conversation_id: UUID, body: ActIn) -> HttpResponse:
    asker = asker_of(request)
    return _snapshot(asker, join(asker, conversation_id, body.client_id))


@router.delete(
    ONE + "/participation", response=ConversationShown, auth=agents, operation_id="leave", openapi_extra=purpose(ANSWER)
)
def leave_conversation(
    request: HttpRequest, conversation_id: UUID, body: UndoIn | None = None, client_id: UUID | None = None
) -> HttpResponse:
    asker = asker_of(request)
    return _snapshot(asker, leave(asker, conversation_id, _undo_id(body, client_id)))


@router.post(
    ONE + "/closure", response=ConversationShown, auth=anyone, operation_id="close", openapi_extra=purpose(ANSWER)
)
def close_conversation(request: HttpRequest, conversation_id: UUID, body: ActIn) -> HttpResponse:
    asker = asker_of(request)
    return _snapshot(asker, close(asker, conversation_id, body.client_id))


@router.delete(
    ONE + "/closure", response=ConversationShown, auth=agents, operation_id="reopen", openapi_extra=purpose(ANSWER)
)
def reopen_conversation(
    request: HttpRequest, conversation_id: UUID, body: UndoIn | None = None, client_id: UUID | None = None
) -> HttpResponse:
    asker = asker_of(request)
    return _snapshot(asker, reopen(asker, conversation_id, _undo_id(body, client_id)))


@router.post(
    ONE + "/rating", response=ConversationShown, auth=visitors, operation_id="rate", openapi_extra=purpose(QUALITY)
)
def rate_conversation(request: HttpRequest, conversation_id: UUID, body: RateIn) -> HttpResponse:
    """1 (bad) to 5 (very good); the last one counts."""
    asker = asker_of(request)
    return _snapshot(asker, rate(asker, conversation_id, body.client_id, body.score, body.comment))


@router.post(
    ONE + "/transcripts",
    response={202: Queued},
    auth=anyone,
    operation_id="ask_transcript",
    openapi_extra=purpose(FOLLOW_UP),
)
def ask_for_transcript(request: HttpRequest, conversation_id: UUID, body: TranscriptIn) -> Status[Queued]:
    """Mailed at once when the conversation is closed, else when it closes."""
    ask_transcript(asker_of(request), conversation_id, body.client_id, body.address, request.META["REMOTE_ADDR"])
    return Status(202, Queued())


@router.post(
    "/files/{file_id}/tickets",
    response={201: TicketShown},
    auth=anyone,
    operation_id="make_file_ticket",
    openapi_extra=purpose(ANSWER),
)
def make_file_ticket(request: HttpRequest, file_id: UUID) -> Status[TicketShown]:
    """An address to fetch one file from, once, within a minute."""
    secret, expires = ticket(asker_of(request), file_id)
    return Status(201, TicketShown(url=f"{config.current().base_url}/api/v1/files/{secret}", expires=expires))


def _undo_id(body: UndoIn | None, client_id: UUID | None) -> UUID:
    return (body and body.client_id) or client_id or new_id()


def _snapshot(asker: Asker, row: Conversation, status: int = 200) -> HttpResponse:
    found = queries.one(asker, row.id)
    if found is None:
        raise NotFound
    return _answer(found, status)


def _answer(body: Any, status: int = 200) -> HttpResponse:
    """Written by msgspec; ninja's `response` only describes it: to look through a page again takes longer than all
    else about it."""
    return HttpResponse(msgspec.json.encode(body), content_type="application/json", status=status)


def _kept(written: Written) -> Status[Kept]:
    body = written.event.opened()
    masked = body.masked if isinstance(body, Said | Noted) else 0
    kept = Kept(seq=written.event.seq, at=written.event.at, masked=masked, duplicate=written.duplicate)
    return Status(200 if written.duplicate else 201, kept)
