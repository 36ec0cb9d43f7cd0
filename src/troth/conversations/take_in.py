"""Take in a conversation that was had in another installation: closed, with its words at the times when they were said,
under the names that were seen. Nobody is mailed about it. Done again, it is the same one."""

from collections.abc import Callable, Iterator
from datetime import datetime
from itertools import groupby
from typing import Literal
from uuid import UUID, uuid5

import msgspec

import troth.log
from troth.accounts.models import Workspace
from troth.contacts.models import Contact
from troth.filestore import open_store
from troth.kernel import config
from troth.kernel.clock import now
from troth.kernel.errors import Invalid
from troth.kernel.pictures import picture_size
from troth.log import CLOSED, Draft, Head, again
from troth.visitors.models import Visitor
from troth.wire.events import Answer, Author, Body, FileRef, FormAnswered, Joined, Opened, Rated
from troth.wire.mask import mask_cards

from . import say
from .file_name import ending, fitting_name, kept_name
from .files import place_of
from .models import Conversation, File
from .open_ import MAX_LANGUAGE, next_number
from .sealed import seal
from .sniff import sniff
from .text import kept_text

MOST = 20_000  # messages of a conversation
MOST_ANSWERS = 50


class EarlierFile(msgspec.Struct, kw_only=True):
    """path: where its bytes lie beside, below `files/`."""

    id: UUID
    name: str
    path: str = ""


class EarlierMessage(msgspec.Struct, kw_only=True):
    """name: under which an agent answered."""

    at: datetime
    by: Literal["visitor", "agent"]
    name: str = ""
    text: str = ""
    files: list[EarlierFile] = []


class EarlierRating(msgspec.Struct, kw_only=True):
    at: datetime
    score: int
    comment: str = ""


class Earlier(msgspec.Struct, kw_only=True):
    """id: that it had there. site: what the website was called."""

    id: UUID
    opened_at: datetime
    closed_at: datetime | None = None
    site: str = ""
    language: str = ""
    offline: bool = False
    answers: list[Answer] = []
    messages: list[EarlierMessage] = []
    rating: EarlierRating | None = None


class Taken(msgspec.Struct):
    """left_out: files that came without bytes, or of a kind that is not taken here."""

    messages: int = 0
    files: int = 0
    left_out: int = 0


type Bytes = Callable[[EarlierFile], bytes | None]


def take_in(visitor: Visitor, contact: Contact | None, told: Earlier, bytes_of: Bytes) -> Taken:
    """For a visitor made for it, of a site. Raises Invalid: before anything is kept, where the words can't be."""
    stream = uuid5(visitor.workspace_id, f"conversation {told.id}")
    taken = Taken(messages=len(told.messages))
    _check(told)
    if Conversation.objects.filter(id=stream).exclude(closed_at=None).exists():
        return taken  # whole, before
    answers = [Answer(field=one.field, label=one.label, value=mask_cards(one.value)[0]) for one in told.answers]
    _begin(visitor, contact, stream, told, answers)
    row = Conversation.objects.get(id=stream)
    refs = dict(_files(row, told, bytes_of, taken))
    for _, some in groupby(_said(row, told, refs), lambda draft: draft.at):  # a unit's events bear one time
        with troth.log.current().unit("take in", *some):
            pass
    _end(row, told)
    return taken


def _check(told: Earlier) -> None:
    """Raises Invalid, TooLarge."""
    if len(told.messages) > MOST or len(told.answers) > MOST_ANSWERS:
        raise Invalid(f"A conversation of more than {MOST} messages is not taken in.", fields={"messages": "too_many"})
    if told.rating is not None and not 1 <= told.rating.score <= 5:
        raise Invalid("A score is from 1 to 5.", fields={"rating": "range"})
    if any(at.tzinfo is None for at in (told.opened_at, *(one.at for one in told.messages))):
        raise Invalid("A time has its zone, like 2026-11-26T12:00:00Z.", fields={"at": "zone"})
    words = [one.text for one in told.messages] + [one.value for one in told.answers]
    words += [told.rating.comment] if told.rating else []
    for text in words:
        kept_text(text)


def _begin(visitor: Visitor, contact: Contact | None, stream: UUID, told: Earlier, answers: list[Answer]) -> None:
    where, language = visitor.workspace_id, told.language[:MAX_LANGUAGE]
    if Workspace.objects.filter(id=stream).exists():
        raise Invalid("This conversation's id can't be taken.")

    def draft(body: Body, client: UUID) -> Draft:
        author = Author(kind="visitor", id=visitor.id)
        return Draft(workspace=where, stream=stream, body=body, author=author, client_id=client, subject=visitor.id,
                     at=told.opened_at)  # fmt: skip

    drafts = [draft(Opened(site=visitor.site_id, visitor=visitor.id, offline=told.offline, language=language), stream)]
    drafts += [draft(FormAnswered(answers=answers), uuid5(stream, "form"))] if answers else []

    def begin() -> None:
        with troth.log.current().unit("take in", *drafts, opens=(Head(where, stream),)) as unit:
            if unit.repeated:
                return
            row = Conversation(
                id=stream, workspace_id=where, site_id=visitor.site_id, visitor=visitor, contact=contact,
                state=Conversation.State.CLOSED, offline=told.offline, language=language,
                opened_at=min(told.opened_at, now()), last_at=min(told.opened_at, now()),
            )  # fmt: skip
            row.answers = seal(row, "answers", answers) if answers else None
            row.number = next_number(where)
            row.save(force_insert=True)

    again(begin)


def _said(row: Conversation, told: Earlier, refs: dict[UUID, FileRef]) -> Iterator[Draft]:
    """The same drafts in the same order each time, so that what was cut off goes on where it was."""
    known: set[str] = set()
    for number, message in enumerate(told.messages):
        name = " ".join(message.name.split())[:60] or "?"
        author = Author(kind="visitor", id=row.visitor_id)
        subject = row.visitor_id
        if message.by == "agent":
            subject = uuid5(row.id, f"agent {name}")
            author = Author(kind="agent", id=subject)
            if name not in known:
                known.add(name)
                yield _draft(row, Joined(member=subject, alias=name), author, f"joined {name}", message.at, subject)
        files = [refs[one.id] for one in message.files if one.id in refs]
        text = message.text if message.text.strip() or files else "?"
        client = uuid5(row.id, f"message {number}")
        said = say.draft(row.workspace_id, row.id, author, subject, client, text, files)
        yield msgspec.structs.replace(said, verb="", at=message.at)
    if told.rating is not None:
        rated = Rated(score=told.rating.score, comment=mask_cards(told.rating.comment)[0])
        author = Author(kind="visitor", id=row.visitor_id)
        yield _draft(row, rated, author, "rated", told.rating.at, row.visitor_id)


def _draft(row: Conversation, body: Body, author: Author, what: str, at: datetime, subject: UUID) -> Draft:
    return Draft(workspace=row.workspace_id, stream=row.id, body=body, author=author, client_id=uuid5(row.id, what),
                 subject=subject, at=at)  # fmt: skip


def _files(row: Conversation, told: Earlier, bytes_of: Bytes, taken: Taken) -> Iterator[tuple[UUID, FileRef]]:
    """Their rows before their bytes, as of every upload; told by what they are, not by what they say."""
    largest, log = min(config.current().limits.file_size, row.site.file_max_size), troth.log.current()
    for message in told.messages:
        for one in message.files:
            data = bytes_of(one)
            name = kept_name(one.name)
            kind = sniff(data, ending(name)) if data and len(data) <= largest else None
            if data is None or kind is None or kind not in row.site.file_types:
                taken.left_out += 1
                continue
            width, height = picture_size(data, kind)
            ref = FileRef(
                id=uuid5(row.id, f"file {one.id}"), name=fitting_name(name, kind), type=kind, size=len(data),
                width=width, height=height,
            )  # fmt: skip
            author = row.visitor_id if message.by == "visitor" else uuid5(row.id, f"agent {message.name}")
            File.objects.get_or_create(
                id=ref.id,
                defaults={
                    "conversation": row, "author_kind": message.by, "author": author, "type": kind, "size": len(data),
                    "about": log.seal(row.workspace_id, row.id, row.visitor_id, msgspec.json.encode(ref),
                                      f"about:{ref.id}"),
                    "state": File.State.ARRIVING, "uploaded_at": now(),
                },
            )  # fmt: skip
            box = log.seal(row.workspace_id, row.id, row.visitor_id, data, f"file:{ref.id}")
            open_store(config.current().files).put(place_of(ref.id), box)
            File.objects.filter(id=ref.id).update(state=File.State.NAMED, uploaded_at=message.at)
            taken.files += 1
            yield one.id, ref


def _end(row: Conversation, told: Earlier) -> None:
    """From now on it counts as whole."""
    head = Head(row.workspace_id, row.id)
    last = max((one.at for one in told.messages), default=told.opened_at)
    with troth.log.current().unit("take in", locks=(head,)) as unit:
        unit.state(row.id, CLOSED)
        rows = Conversation.objects.filter(id=row.id)
        rows.update(last_at=min(last, unit.at), closed_at=min(told.closed_at or last, unit.at))
        if told.rating is not None:
            comment = mask_cards(told.rating.comment)[0]
            box = seal(row, "rating_comment", comment) if comment else None
            rows.update(rating=told.rating.score, rating_comment=box)
