"""What somebody gets of their conversations: every event in its order, their files, and how far they had read; notes of
the team too, since they are about them. For an agent, where they took part."""

import re
from collections.abc import Iterable, Iterator
from functools import partial
from typing import Any
from uuid import UUID

import msgspec

import troth.log
from troth.contacts.models import Contact
from troth.contacts.queries import known
from troth.datamap.erasing import Scope
from troth.datamap.exporting import Excused, Given, OfOthers, Other, Part, Record, Unseen, Why
from troth.datamap.vocabulary import Subject
from troth.filestore import Missing, open_store
from troth.kernel import config
from troth.kernel.errors import NotFound
from troth.log import Event
from troth.wire.events import KINDS, Answer, Audience, FileRef, Joined

from .files import about, place_of
from .models import Conversation, File, Participation
from .sealed import open_all

_OF_THEIRS = frozenset({Subject.VISITOR, Subject.CONTACT})
_OF_A_PERSON = frozenset({Subject.PERSON})
_PAGE = 500  # events
_TEAM = frozenset({50, 51, 52, 60})  # kinds of the workspace's own stream
_EVENTS = tuple(f"event {name}" for number, (name, _, _) in KINDS.items() if number not in _TEAM)


def parts() -> tuple[Part, ...]:
    return (
        Part(
            "conversations", _OF_THEIRS, _conversations,
            ("rows conversations.Conversation", "table log_event", "table log_mark", *_EVENTS),
        ),
        Part("files", _OF_THEIRS, _files, ("rows conversations.File", "files files")),
        Part(
            "took_part", _OF_A_PERSON, _took_part,
            ("rows conversations.Participation", "event joined", "event left"),
        ),
    )  # fmt: skip


def excused() -> tuple[Excused, ...]:
    return (
        Excused(("rows conversations.FileTicket", "files uploads"), Why.MOMENT),
        Excused(("table log_key: subject", "table key: subject"), Why.SECRET),
    )


def files(scope: Scope) -> Iterator[Given]:
    """Those that were named by a message, and their own that were not."""
    for row, ref in _refs(scope):
        path = path_of(ref, own=row.author_kind == "visitor")
        yield Given(row.id, path, partial(_bytes, row.id, row.conversation.workspace_id, row.conversation_id))


def others(scope: Scope) -> Iterator[Other]:
    """Who was taken for the same person, or shares a conversation with them."""
    near = Contact.objects.filter(workspace_id=scope.workspace, conversations__id__in=scope.streams)
    for one in known(near.exclude(id__in=scope.contacts).distinct()).values():
        yield from (Other(words, "another person") for words in one if words)


def path_of(ref: FileRef, *, own: bool) -> str:
    """Names repeat, and some say where they want to lie: the id keeps them apart and in their place. What others call a
    file may name somebody: of theirs only the ending is left."""
    name = "".join(sign if sign.isprintable() and sign not in '/\\:*?"<>|' else "_" for sign in ref.name)
    ending = "" if own else (re.search(r"\.\w{1,8}$", name) or [""])[0]
    return f"{ref.id.hex[-12:]}-{name.strip('. ')[-120:] or 'file'}" if own else f"{ref.id.hex[-12:]}{ending}"


def _conversations(scope: Scope) -> Iterator[Record]:
    for stream in scope.streams:
        row = Conversation.objects.select_related("site").filter(id=stream, workspace_id=scope.workspace).first()
        if row is not None:
            yield _conversation(scope, row)


def _conversation(scope: Scope, row: Conversation) -> Record:
    log = troth.log.current()
    events = list(_events(row))
    joined = [body for event in events if isinstance(body := event.opened(), Joined)]
    aliases = {body.member: body.alias for body in joined}
    marks = [mark for mark in log.marks(row.workspace_id, row.id) if mark.participant in scope.visitors]
    return {
        "id": str(row.id), "number": row.number, "site": row.site.name, "state": row.state,
        "began_while_nobody_was_there": row.offline, "language": row.language,
        "opened_at": row.opened_at, "closed_at": row.closed_at, "last_at": row.last_at,
        "waiting_since": row.waiting_since,
        "answers": [msgspec.to_builtins(one) for one in open_all([row], "answers", list[Answer])[0] or ()],
        "rating": row.rating, "rating_comment": open_all([row], "rating_comment", str)[0],
        "agents": [{"name": name, "title": title} for name, title in dict.fromkeys((b.alias, b.title) for b in joined)],
        "received_up_to": max((mark.delivered for mark in marks), default=0),
        "seen_up_to": max((mark.seen for mark in marks), default=0),
        "events": [_event(event, aliases) for event in events],
    }  # fmt: skip


def _events(row: Conversation) -> Iterator[Event]:
    log, after = troth.log.current(), 0
    while page := log.read(row.workspace_id, row.id, after, _PAGE, Audience.TEAM):
        yield from page
        after = page[-1].seq


def _event(event: Event, aliases: dict[UUID, str]) -> Record:
    own = event.author.kind == "visitor"
    body = msgspec.json.decode(event.body)
    return {
        "seq": event.seq, "at": event.at, "kind": event.kind_name,
        "by": event.author.kind, "name": aliases.get(event.author.id, "") if event.author.kind == "agent" else "",
        "seen_by": "the team" if event.audience == Audience.TEAM else "everybody",
        "body": None if body is None else _said(body, own, event.audience == Audience.TEAM),
    }  # fmt: skip


def _said(body: dict[str, Any], own: bool, team: bool) -> Record:
    """Without the ids of other people; words that are not their own are marked as others'."""
    words = str if own else Unseen if team else OfOthers
    told = {name: value for name, value in body.items() if name not in ("member", "site", "visitor")}
    for name in ("text", "comment"):
        if name in told:
            told[name] = words(told[name])
    if "address" in told and not own:
        told["address"] = Unseen(told["address"])
    if "files" in told:
        told["files"] = [
            {**one, "name": words(one["name"]), "path": path_of(msgspec.convert(one, FileRef), own=own)}
            for one in told["files"]
        ]
    return told


def _refs(scope: Scope) -> Iterator[tuple[File, FileRef]]:
    rows = File.objects.select_related("conversation").filter(conversation_id__in=scope.streams)
    for row in rows.exclude(state=File.State.ARRIVING).order_by("uploaded_at", "id"):
        try:
            yield row, about(row)
        except NotFound:  # its keys are destroyed
            continue


def _files(scope: Scope) -> Iterator[Record]:
    for row, ref in _refs(scope):
        own = row.author_kind == "visitor"
        yield {
            "id": str(row.id), "conversation": str(row.conversation_id),
            "name": ref.name if own else OfOthers(ref.name), "type": ref.type, "size": ref.size,
            "by": row.author_kind, "uploaded_at": row.uploaded_at, "path": path_of(ref, own=own),
        }  # fmt: skip


def _bytes(file: UUID, workspace: UUID, conversation: UUID) -> bytes | None:
    try:
        box = open_store(config.current().files).get(place_of(file))
    except Missing:
        return None
    return troth.log.current().open(box, workspace, conversation, f"file:{file}")


def _took_part(scope: Scope) -> Iterable[Record]:
    rows = Participation.objects.select_related("conversation__site").filter(member_id__in=scope.members)
    for row in rows.order_by("joined_at").iterator():
        yield {
            "conversation": row.conversation.number, "site": row.conversation.site.name, "alias": row.alias,
            "title": row.title, "picture": row.picture, "joined_at": row.joined_at, "left_at": row.left_at,
        }  # fmt: skip
