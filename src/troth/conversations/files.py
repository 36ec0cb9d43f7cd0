"""Files: uploaded first, sealed on disk, then named by a message; fetched with a ticket that works once."""

import hashlib
import logging
import os
import secrets
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from urllib.parse import quote
from uuid import UUID

import msgspec

import troth.log
from troth.accounts.asker import Asker, PersonAsker, VisitorAsker
from troth.kernel import config
from troth.kernel.clock import now
from troth.kernel.errors import Busy, Closed, Invalid, NotFound, TooLarge, TooMany, Unsupported
from troth.kernel.ids import new_id
from troth.kernel.pictures import picture_size
from troth.wire.events import FileRef

from .access import Standing, allowed, standing
from .file_name import ending, fitting_name, kept_name
from .models import Conversation, File, FileTicket
from .sniff import sniff

_log = logging.getLogger(__name__)
TICKET_LASTS = timedelta(seconds=60)
UNNAMED_LASTS = timedelta(days=1)
CHUNK = 256 * 1024  # bytes
_SHOWABLE = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp"})  # a browser may draw these in place


@dataclass(frozen=True)
class Upload:
    """A file that may now come: its id to be, and how many bytes it may have."""

    id: UUID
    conversation: UUID
    name: str
    limit: int


@dataclass(frozen=True)
class Download:
    """A file to be sent: headers as they are, then the chunks (opened bytes of at most 256 KiB)."""

    name: str
    type: str
    size: int
    headers: dict[str, str]
    chunks: Iterator[bytes]


def begin_upload(asker: Asker, conversation_id: UUID, name: str, declared: str, size: int | None) -> Upload:
    """Before the bytes are read. size: bytes as announced, None when it was not.

    Raises NotFound, Forbidden, Closed, TooLarge, TooMany, Unsupported, Busy.
    """
    own = standing(asker, conversation_id, "upload")
    if not own.conversation.is_open:
        raise Closed
    limits, site = config.current().limits, own.conversation.site
    limit = min(limits.file_size, site.file_max_size)
    if size is not None and size > limit:
        raise TooLarge(f"A file may have {limit} bytes here.", fields={"file": "too_large"})
    if shutil.disk_usage(config.current().var).free < limits.free_space + (size or 0):
        _log.error("An upload was refused: less than TROTH_LIMIT_FREE_SPACE would stay free on the disk")
        raise Busy("There is no room for files here at the moment. The file was not kept; words still are.")
    if isinstance(asker, VisitorAsker):
        lately = File.objects.filter(
            conversation__visitor_id=asker.visitor_id, author=own.author.id, uploaded_at__gt=now() - timedelta(hours=1)
        )
        if lately.count() >= limits.visitor_files:
            raise TooMany(f"At most {limits.visitor_files} files an hour. Nothing was kept.")
    return Upload(id=new_id(), conversation=conversation_id, name=kept_name(name), limit=limit)


def finish_upload(asker: Asker, upload: Upload, data: bytes) -> FileRef:
    """Tell the type from the bytes, seal them, keep them. Raises as `begin_upload`."""
    own = standing(asker, upload.conversation, "upload")
    if len(data) > upload.limit:
        raise TooLarge(f"A file may have {upload.limit} bytes here.", fields={"file": "too_large"})
    if not data:
        raise Invalid("The file is empty.", fields={"file": "required"})
    kind = sniff(data, ending(upload.name))
    if kind is None or kind not in own.conversation.site.file_types:
        raise Unsupported(fields={"file": "type"})
    width, height = picture_size(data, kind)
    ref = FileRef(
        id=upload.id,
        name=fitting_name(upload.name, kind),
        type=kind,
        size=len(data),
        width=width,
        height=height,
    )
    log, row = troth.log.current(), own.conversation
    path = path_of(upload.id)
    _store(path, log.seal(row.workspace_id, row.id, row.visitor_id, data, f"file:{upload.id}"))
    about = log.seal(row.workspace_id, row.id, row.visitor_id, msgspec.json.encode(ref), f"about:{upload.id}")
    File.objects.create(
        id=upload.id,
        conversation=row,
        author_kind=own.author.kind,
        author=own.author.id,
        about=about,
        type=kind,
        size=len(data),
        uploaded_at=now(),
    )
    _forget_unnamed()
    return ref


def refs(own: Standing, ids: Sequence[UUID]) -> list[FileRef]:
    """The author's own uploads of this conversation, in the order asked. Raises Invalid when one is not theirs."""
    if not ids:
        return []
    if len(set(ids)) != len(ids):
        raise Invalid("A file is named twice.", fields={"files": "twice"})
    rows = {row.id: row for row in File.objects.filter(id__in=ids, conversation=own.conversation, author=own.author.id)}
    if len(rows) != len(ids):
        raise Invalid("One of the files was not uploaded to this conversation by you.", fields={"files": "unknown"})
    return [_about(rows[file_id]) for file_id in ids]


def ticket(asker: Asker, file_id: UUID) -> tuple[str, datetime]:
    """(ticket, when it ends) for one fetch. Who may read the conversation may fetch what was named in it, and
    everybody their own uploads. Raises NotFound."""
    row = File.objects.filter(id=file_id, conversation__in=allowed(asker, "read")).first()
    if row is None:
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


def redeem(secret: str) -> Download:
    """The file of a ticket, once. Raises NotFound: the ticket is unknown, used or late, whoever asked for it may not
    read there any more, or the file was erased."""
    found = FileTicket.objects.select_related("file__conversation").filter(hash=_hash(secret)).first()
    if found is None or not FileTicket.objects.filter(hash=found.hash).delete()[0] or found.expires_at <= now():
        raise NotFound("This ticket was used, or is older than a minute. Ask for another.")
    row = found.file
    if not allowed(_asker_of(found), "read").filter(id=row.conversation_id).exists():
        raise NotFound
    ref, data = _about(row), _opened(row)
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


def _forget_unnamed() -> None:
    """Uploads that no message named within a day; every new upload sees to a few of them."""
    late = File.objects.filter(state=File.State.UPLOADED, uploaded_at__lt=now() - UNNAMED_LASTS)
    for file_id in list(late.order_by("uploaded_at").values_list("id", flat=True)[:20]):
        if File.objects.filter(id=file_id, state=File.State.UPLOADED).delete()[0]:
            path_of(file_id).unlink(missing_ok=True)


def path_of(file_id: UUID) -> Path:
    """Where the sealed bytes lie; the last two digits spread the files (the first are the clock's)."""
    return config.current().var / "files" / file_id.hex[-2:] / file_id.hex


def _about(row: File) -> FileRef:
    where: Conversation = row.conversation
    data = troth.log.current().open(bytes(row.about), where.workspace_id, where.id, f"about:{row.id}")
    if data is None:
        raise NotFound
    return msgspec.json.decode(data, type=FileRef)


def _opened(row: File) -> bytes:
    where: Conversation = row.conversation
    try:
        box = path_of(row.id).read_bytes()
    except FileNotFoundError:
        raise NotFound from None
    data = troth.log.current().open(box, where.workspace_id, where.id, f"file:{row.id}")
    if data is None:
        raise NotFound
    return data


def _store(path: Path, box: bytes) -> None:
    """Whole or not at all, and durable before the row that speaks of it."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    part = path.with_suffix(".part")
    with open(part, "wb", opener=lambda name, flags: os.open(name, flags, 0o600)) as file:
        file.write(box)
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
