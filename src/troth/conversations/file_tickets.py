"""Tickets: the right to fetch one file once, for a minute."""

import hashlib
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import quote
from uuid import UUID

import troth.log
from troth.accounts.asker import Asker, PersonAsker, VisitorAsker
from troth.kernel.clock import now
from troth.kernel.errors import NotFound
from troth.wire.events import FileRef

from .access import allowed, standing
from .files import about, place_of
from .models import Conversation, File, FileTicket

TICKET_LASTS = timedelta(seconds=60)
CHUNK = 256 * 1024  # bytes
_SHOWABLE = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp"})  # a browser may draw these in place


@dataclass(frozen=True)
class Wanted:
    """A file that is fetched from the store now, for somebody who may have it. place: its name there."""

    id: UUID
    workspace: UUID
    conversation: UUID
    place: str
    ref: FileRef


@dataclass(frozen=True)
class Download:
    """A file to be sent: headers as they are, then the chunks (opened bytes of at most 256 KiB)."""

    name: str
    type: str
    size: int
    headers: dict[str, str]
    chunks: Iterator[bytes]


def ticket(asker: Asker, file_id: UUID) -> tuple[str, datetime]:
    """(ticket, when it ends) for one fetch. Who may read the conversation may fetch what was named in it, and
    everybody their own uploads. Raises NotFound."""
    row = File.objects.filter(id=file_id, conversation__in=allowed(asker, "read")).first()
    if row is None or row.state == File.State.ARRIVING:
        raise NotFound
    if row.state != File.State.NAMED and row.author != standing(asker, row.conversation_id, "read").author.id:
        raise NotFound
    secret, at = secrets.token_urlsafe(32), now()
    FileTicket.objects.filter(expires_at__lt=at).delete()
    visitor = asker.visitor_id if isinstance(asker, VisitorAsker) else None
    person = asker.person_id if isinstance(asker, PersonAsker) else None
    FileTicket.objects.create(
        hash=_hash(secret), file=row, of_visitor=visitor, of_person=person, expires_at=at + TICKET_LASTS
    )
    return secret, at + TICKET_LASTS


def redeem(secret: str) -> Wanted:
    """The file of a ticket, once. Raises NotFound: the ticket is unknown, used or late, whoever asked for it may not
    read there any more, or the file was erased."""
    found = FileTicket.objects.select_related("file__conversation").filter(hash=_hash(secret)).first()
    if found is None or not FileTicket.objects.filter(hash=found.hash).delete()[0] or found.expires_at <= now():
        raise NotFound("This ticket was used, or is older than a minute. Ask for another.")
    row: File = found.file
    where: Conversation = row.conversation
    if not allowed(_asker_of(found), "read").filter(id=where.id).exists():
        raise NotFound
    return Wanted(row.id, where.workspace_id, where.id, place_of(row.id), about(row))


def opened(wanted: Wanted, box: bytes) -> Download:
    """What lay in the store, ready to be sent. Raises NotFound when its keys are destroyed."""
    data = troth.log.current().open(box, wanted.workspace, wanted.conversation, f"file:{wanted.id}")
    if data is None:
        raise NotFound
    ref = wanted.ref
    shown = "inline" if ref.type in _SHOWABLE else "attachment"
    headers = {
        "Content-Type": ref.type if not ref.type.startswith("text/") else f"{ref.type}; charset=utf-8",
        "Content-Length": str(len(data)),
        "Content-Disposition": f"{shown}; filename*=UTF-8''{quote(ref.name, safe='')}",
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": "default-src 'none'; sandbox",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Cache-Control": "private, no-store",
        "Referrer-Policy": "no-referrer",
    }
    chunks = (data[start : start + CHUNK] for start in range(0, len(data), CHUNK))
    return Download(name=ref.name, type=ref.type, size=len(data), headers=headers, chunks=chunks)


def _asker_of(ticket: FileTicket) -> Asker:
    if ticket.of_person is not None:
        return PersonAsker(ticket.of_person)
    if ticket.of_visitor is None:
        raise NotFound  # of an older version, a minute ago
    where: Conversation = ticket.file.conversation
    return VisitorAsker(ticket.of_visitor, where.workspace_id, where.site_id)


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
