"""Old snapshot + event = new snapshot, without asking the server. Pure.

    snapshot = apply(snapshot, event, viewer)

`viewer` says who looks: what is "mine" and "unread" depends on it. The great test of the product holds this against
what the server answers afresh, for every verb.
"""

from collections.abc import Iterable, Mapping
from uuid import UUID

import msgspec

from troth.wire.events import (
    AuthorName,
    Body,
    ConversationClosed,
    FormAnswered,
    Joined,
    Left,
    PersonErased,
    Rated,
    Reopened,
    Said,
    WireEvent,
)
from troth.wire.frames import MarkOf

from .bodies import body_of
from .shapes import AgentCard, Conversation, Preview, Rating

PREVIEW = 200  # characters of a message that a preview shows


class Viewer(msgspec.Struct, frozen=True, kw_only=True):
    """Who looks: their kind, their id (visitor id or member id), and for agents the names of the members."""

    kind: AuthorName
    id: UUID
    names: Mapping[UUID, str] = {}


def apply(old: Conversation, event: WireEvent, viewer: Viewer) -> Conversation:
    """The conversation after this event. An event that is in the snapshot already changes nothing."""
    if event.seq <= old.last_seq:
        return old
    changes: dict[str, object] = {"last_seq": event.seq}
    if event.audience == "all":
        changes["last_at"] = event.at
    body = body_of(event)
    if body is not None:
        changes |= _changes(old, event, body, viewer)
    return msgspec.structs.replace(old, **changes)


def apply_mark(old: Conversation, mark: MarkOf, events: Iterable[WireEvent], viewer: Viewer) -> Conversation:
    """The conversation after a participant's marks moved; `events` are those held, for counting what is unread."""
    others = [held for held in old.marks if held.participant != mark.participant]
    new = msgspec.structs.replace(old, marks=sorted([*others, mark], key=lambda one: one.participant.bytes))
    if mark.participant != viewer.id:
        return new
    unread = sum(event.seq > mark.seen and _unread(event, viewer) for event in events)
    return msgspec.structs.replace(new, unread=unread)


def _unread(event: WireEvent, viewer: Viewer) -> bool:
    return event.kind == "said" and event.author.id != viewer.id


def _changes(old: Conversation, event: WireEvent, body: Body, viewer: Viewer) -> dict[str, object]:
    team = viewer.kind == "agent"
    match body:
        case Said():
            preview = Preview(
                seq=event.seq, author_kind=event.author.kind, text=body.text[:PREVIEW], files=len(body.files)
            )
            waiting = None
            if team and event.author.kind == "visitor":
                waiting = old.waiting_since or event.at
            return {"preview": preview, "unread": old.unread + _unread(event, viewer), "waiting_since": waiting}
        case Joined():
            card = AgentCard(
                member_id=body.member,
                alias=body.alias,
                title=body.title,
                picture=body.picture,
                name=viewer.names.get(body.member) if team else None,
            )
            return {"agents": [*_without(old, body.member), card], "mine": old.mine or viewer.id == body.member}
        case Left():
            return {"agents": _without(old, body.member), "mine": old.mine and viewer.id != body.member}
        case ConversationClosed():
            return {"state": "closed", "closed_at": event.at, "waiting_since": None}
        case Reopened():
            asks = old.preview is not None and old.preview.author_kind == "visitor"  # nobody answered before it closed
            return {"state": "open", "closed_at": None, "waiting_since": event.at if team and asks else None}
        case PersonErased():
            nobody = msgspec.structs.replace(
                old.visitor, id=body.visitor, name=None, email=None, language="",
                label=f"Visitor {body.visitor.hex[-4:].upper()}",
            )  # fmt: skip
            return {
                "visitor": nobody, "state": "closed", "closed_at": body.closed_at, "waiting_since": None,
                "preview": None, "answers": [], "rating": None,
                "marks": [mark for mark in old.marks if mark.participant != old.visitor.id],
            }  # fmt: skip
        case FormAnswered():
            return {"answers": [*old.answers, *body.answers]}
        case Rated():
            return {"rating": Rating(score=body.score, comment=body.comment)}
        case _:
            return {}


def _without(old: Conversation, member: UUID) -> list[AgentCard]:
    return [agent for agent in old.agents if agent.member_id != member]
