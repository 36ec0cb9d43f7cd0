"""File a request: from the portal, from the chat, or by the officer whom a letter or a call reached."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Literal
from uuid import UUID
from zoneinfo import ZoneInfo

import msgspec
from django.db import transaction

from troth.accounts.asker import Asker
from troth.datamap.vocabulary import Subject
from troth.kernel.clock import now
from troth.kernel.errors import Conflict, Invalid
from troth.kernel.ids import new_id
from troth.post.address import mail_address
from troth.sites.models import Site

from ..subjects import scope_of
from .clock import due
from .controller import facts_of
from .find import officer
from .letter import tell
from .rows import Request, RequestStep
from .sealed import ABOUT, REPLY, WORDS, mark_of, opened, seal, seal_reply
from .step import add_step, words_of
from .withdraw import withdraw

MOST_OPEN = 20  # of one person
MOST_ABOUT = 4_000  # bytes
OLDEST = timedelta(days=365)  # what lay longer before it was filed is another matter

Right, State, Channel = Request.Right, Request.State, Request.Channel
FIRST = (Right.CHILD, Right.COMPLAINT)
PURPOSES = ("follow-up", "quality", "board")  # those one may object to

type ChannelName = Literal["portal", "chat", "officer"]


def file(
    workspace_id: UUID,
    right: str,
    *,
    site: Site | None = None,
    subject: tuple[Subject, UUID] | None = None,
    words: str = "",
    reply_to: str | None = None,
    language: str = "",
    channel: ChannelName = "portal",
    about: Mapping[str, Any] | None = None,
    received_at: datetime | None = None,
    by: UUID | None = None,
    id: UUID | None = None,
) -> Request:
    """The request, its clock running. Who wants to withdraw a consent has done so by it, where it is known whose it is.

    subject: whose data it is, proven. about: what the right needs: name, email (correction), purposes (objection).
    received_at: of a letter that lay. by: the member who files it. id: made by the client; a repeat is harmless.
    Raises NotFound (the subject is not of this workspace), Invalid, Conflict (too many are open)."""
    at = now()
    received = _received(received_at, at)
    words = words_of(words, "words")
    address = mail_address(reply_to, "reply_to") if reply_to else ""
    facts = facts_of(workspace_id)
    row = Request(
        id=id or new_id(), workspace_id=workspace_id, site=site, right=_right(right), channel=Channel(channel),
        language=_language(language), zone=facts.time_zone,
        received_at=received, due_at=due(received, ZoneInfo(facts.time_zone)),
    )  # fmt: skip
    row.rank = 0 if row.right in FIRST else 1
    if subject is not None:
        scope_of(workspace_id, *subject)
        row.subject, row.who = subject
    row.mark = mark_of(workspace_id, address) if address else None
    row.words, row.about = seal(row, WORDS, words), seal(row, ABOUT, _about(row.right, about or {}))
    row.reply_to = seal_reply(row, REPLY, address)
    with transaction.atomic():
        if id is not None and (before := Request.objects.filter(id=id).first()) is not None:
            return _repeated(before, row, words)
        _bounded(row)
        row.save(force_insert=True)
        add_step(row, RequestStep.What.FILED, at, by=by)
        if row.right == Right.WITHDRAWAL and row.who is not None:
            withdraw(row, at)
        else:
            tell(row, "received", address)
    return row


def file_by_officer(asker: Asker, workspace: UUID, right: str, **more: Any) -> Request:
    """Raises NotFound, Forbidden, Invalid, Conflict."""
    by = officer(asker, workspace)
    return file(workspace, right, channel="officer", by=by.id, **more)


def _repeated(before: Request, row: Request, words: str) -> Request:
    same = ("workspace_id", "right", "channel", "who", "mark")
    if any(getattr(before, name) != getattr(row, name) for name in same) or words != opened(
        before, WORDS, before.words
    ):
        raise Conflict
    return before


def _right(given: str) -> str:
    if given not in Right.values:
        raise Invalid(f"A right is one of: {', '.join(Right.values)}.", fields={"right": "unknown"})
    return given


def _language(given: str) -> str:
    if len(given) > 12 or not all(part.isalnum() and part.isascii() for part in given.split("-") if given):
        raise Invalid("A language is written like en or pt-BR.", fields={"language": "unknown"})
    return given


def _received(given: datetime | None, at: datetime) -> datetime:
    if given is None:
        return at
    if given.tzinfo is None or not at - OLDEST <= given <= at:
        raise Invalid("It was received in the last year, and not in the future.", fields={"received_at": "range"})
    return given


def _about(right: str, given: Mapping[str, Any]) -> str:
    """As JSON; empty of nothing."""
    if right == Right.OBJECTION:
        purposes = given.get("purposes", list(PURPOSES))
        if not isinstance(purposes, list) or not purposes or not set(purposes) <= set(PURPOSES):
            raise Invalid(f"Name some of: {', '.join(PURPOSES)}.", fields={"about": "purposes"})
    if right == Right.CORRECTION and given.get("email"):
        mail_address(str(given["email"]), "about")
    data = msgspec.json.encode(dict(given)) if given else b""
    if len(data) > MOST_ABOUT:
        raise Invalid("This is more than a request can hold.", fields={"about": "length"})
    return data.decode()


def _bounded(row: Request) -> None:
    """Of one person as far as they are known, else from one address."""
    theirs = Request.objects.filter(workspace_id=row.workspace_id, closed_at=None)
    if row.who is not None:
        theirs = theirs.filter(who=row.who)
    elif row.mark is not None:
        theirs = theirs.filter(mark=row.mark)
    else:
        return
    if theirs.count() >= MOST_OPEN:
        raise Conflict(f"{MOST_OPEN} requests of theirs wait for an answer. One of them can take what is new.")
