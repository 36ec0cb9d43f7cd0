"""Uploads: taken and sealed here, put into the file store by the gateway, then named by a message.

A row stands before its bytes do ("arriving"), so that nothing can lie in the store of which no row knows: what a crash
left there is found by its row and cleared.
"""

import logging
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

import msgspec

import troth.log
from troth.accounts.asker import Asker, VisitorAsker
from troth.kernel import config
from troth.kernel.buckets import refused
from troth.kernel.clock import now
from troth.kernel.errors import Busy, Closed, Invalid, NotFound, TooLarge, TooMany, Unsupported
from troth.kernel.ids import new_id
from troth.kernel.pictures import picture_size
from troth.wire.events import FileRef

from .access import Standing, standing
from .file_name import ending, fitting_name, kept_name
from .models import Conversation, File
from .sniff import sniff

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Upload:
    """A file that may now come: its id to be, and how many bytes it may have."""

    id: UUID
    workspace: UUID
    site: UUID
    conversation: UUID
    name: str
    limit: int


@dataclass(frozen=True)
class Sealed:
    """An upload that goes into the store now: under which name, the box, and what is told of it afterwards."""

    id: UUID
    place: str
    box: bytes
    ref: FileRef


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
    if _free() < limits.free_space + (size or 0):
        refused["free_space"] += 1
        _log.error("An upload was refused: less than TROTH_LIMIT_FREE_SPACE would stay free on the disk")
        raise Busy("There is no room for files here at the moment. The file was not kept; words still are.")
    if isinstance(asker, VisitorAsker):
        lately = File.objects.filter(
            conversation__visitor_id=asker.visitor_id, author=own.author.id, uploaded_at__gt=now() - timedelta(hours=1)
        )
        if lately.count() >= limits.visitor_files:
            refused["visitor_files"] += 1
            raise TooMany(
                f"One visitor may send {limits.visitor_files} files an hour; this one was not kept.", again=600
            )
    return Upload(new_id(), own.workspace, site.id, conversation_id, kept_name(name), limit)


def seal_upload(asker: Asker, upload: Upload, data: bytes) -> Sealed:
    """Tell the type from the bytes and seal them. Raises as `begin_upload`. `keep_upload` follows, once they lie in the
    store."""
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
    box = log.seal(row.workspace_id, row.id, row.visitor_id, data, f"file:{upload.id}")
    about = log.seal(row.workspace_id, row.id, row.visitor_id, msgspec.json.encode(ref), f"about:{upload.id}")
    File.objects.create(
        id=upload.id,
        conversation=row,
        author_kind=own.author.kind,
        author=own.author.id,
        about=about,
        type=kind,
        size=len(data),
        state=File.State.ARRIVING,
        uploaded_at=now(),
    )
    return Sealed(upload.id, place_of(upload.id), box, ref)


def keep_upload(file_id: UUID) -> None:
    """Its bytes are durable: from now on a message may name it. Raises Busy when it was cleared meanwhile."""
    if not File.objects.filter(id=file_id, state=File.State.ARRIVING).update(state=File.State.UPLOADED):
        raise Busy("The file took too long. It was not kept; send it again.")


def refs(own: Standing, ids: Sequence[UUID]) -> list[FileRef]:
    """The author's own uploads of this conversation, in the order asked. Raises Invalid when one is not theirs."""
    if not ids:
        return []
    if len(set(ids)) != len(ids):
        raise Invalid("A file is named twice.", fields={"files": "twice"})
    there = File.objects.exclude(state=File.State.ARRIVING)
    rows = {row.id: row for row in there.filter(id__in=ids, conversation=own.conversation, author=own.author.id)}
    if len(rows) != len(ids):
        raise Invalid("One of the files was not uploaded to this conversation by you.", fields={"files": "unknown"})
    return [about(rows[file_id]) for file_id in ids]


def about(row: File) -> FileRef:
    """Name and type of a file. Raises NotFound when its keys are destroyed."""
    where: Conversation = row.conversation
    data = troth.log.current().open(bytes(row.about), where.workspace_id, where.id, f"about:{row.id}")
    if data is None:
        raise NotFound
    return msgspec.json.decode(data, type=FileRef)


def place_of(file_id: UUID) -> str:
    """Its name in the store; the last two digits spread the files (the first are the clock's)."""
    return f"{file_id.hex[-2:]}/{file_id.hex}"


def _free() -> int:
    """Bytes free where uploads arrive, and where they stay."""
    own = config.current()
    kept = [own.files.folder] if own.files.kind == "folder" else []
    return min(shutil.disk_usage(path).free for path in (own.var, *kept) if path.exists())
