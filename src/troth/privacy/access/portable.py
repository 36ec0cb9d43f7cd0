"""What somebody takes along to another installation: what they wrote and were answered, in a form that is documented in
docs/privacy.md and that `take_in` reads. Changes within a version only add fields."""

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

import msgspec

from troth.contacts.take_in import EarlierContact, EarlierIdentity
from troth.conversations.take_in import Earlier, EarlierFile, EarlierMessage, EarlierRating
from troth.datamap.exporting import Record
from troth.wire.events import Answer

from .package import Package

NAME = "portable.json"
SCHEMA, VERSION = "troth.portable", 1


class Portable(msgspec.Struct, kw_only=True):
    """subject: the id of whom it is about, where they come from; so that nothing is taken in twice."""

    schema: str = SCHEMA
    version: int = VERSION
    made_at: datetime
    company: str
    subject: UUID
    contact: EarlierContact | None = None
    conversations: list[Earlier] = []


def portable(package: Package) -> Portable:
    """Of a visitor or contact."""
    return Portable(
        made_at=package.made_at,
        company=package.workspace.name,
        subject=package.subject.id,
        contact=next((_contact(one) for one in package.parts.get("contact", ())), None),
        conversations=[_conversation(one) for one in package.parts.get("conversations", ())],
    )


def _contact(record: Record) -> EarlierContact:
    ways = [EarlierIdentity(kind=one["kind"], value=one["value"]) for one in record["identities"]]
    return EarlierContact(id=UUID(record["id"]), name=record["name"], identities=ways)


def _conversation(record: Record) -> Earlier:
    """Without the notes of the team: they were never said to anybody."""
    said = [event for event in record["events"] if event["kind"] == "said" and event["body"] is not None]
    rated = next((event for event in reversed(record["events"]) if event["kind"] == "rated" and event["body"]), None)
    return Earlier(
        id=UUID(record["id"]), site=record["site"], language=record["language"],
        offline=record["began_while_nobody_was_there"], opened_at=record["opened_at"], closed_at=record["closed_at"],
        answers=[msgspec.convert(one, Answer) for one in record["answers"]],
        messages=[_message(event) for event in said],
        rating=None if rated is None else EarlierRating(
            at=rated["at"], score=rated["body"]["score"], comment=rated["body"].get("comment", "")
        ),
    )  # fmt: skip


def _message(event: Record) -> EarlierMessage:
    body: dict[str, Any] = event["body"]
    by: Literal["visitor", "agent"] = "visitor" if event["by"] == "visitor" else "agent"
    return EarlierMessage(
        at=event["at"], by=by, name=event["name"], text=body.get("text", ""),
        files=[msgspec.convert(one, EarlierFile) for one in body.get("files", ())],
    )  # fmt: skip
