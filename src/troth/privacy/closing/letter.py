"""Mails to all owners: that their workspace closes, when, and how to undo it; that it was undone; and at the end the
certificate, when no row and no key of the workspace is left. For that the closing has the addresses sealed itself."""

from collections.abc import Iterable
from email.message import EmailMessage
from email.policy import SMTP
from typing import Literal
from uuid import UUID

import msgspec
from django.utils import translation
from django.utils.formats import date_format

import troth.log
from troth.accounts.models import Member, Workspace
from troth.accounts.roles import OWNER
from troth.kernel import config
from troth.kernel.clock import now
from troth.kernel.text import one_line
from troth.post.models import Mail
from troth.post.write import write

from .letter_words import WORDS, spoken
from .rows import Closing

KIND = "closing"
LETTER = "closing letter"
_NUMBER = 8  # signs of the id, by which all sides speak of it

type Act = Literal["asked", "undone", "done"]


class To(msgspec.Struct, frozen=True):
    email: str
    language: str


class Letter(msgspec.Struct, frozen=True):
    """What the last mails need."""

    workspace: str
    to: list[To]


def tell_owners(row: Closing, act: Act) -> None:
    """Queue the mails. Call it inside the transaction of the act."""
    assert row.workspace is not None
    for one in _owners(row.workspace):
        write(
            workspace=row.workspace, stream=row.workspace, subject=one.id, kind=KIND, occasion=f"{row.id.hex} {act}",
            to=one.person.email, about={"closing": row.id.hex, "act": act, "language": one.person.language}, at=now(),
        )  # fmt: skip


def sealed(row: Closing, workspace: Workspace) -> bytes:
    """The letter, for as long as the certificate is not mailed."""
    to = [To(one.person.email, one.person.language) for one in _owners(workspace.id)]
    told = msgspec.json.encode(Letter(workspace.name, to))
    return troth.log.current().seal(row.id, row.id, row.id, told, LETTER)


def tell_the_end(row: Closing) -> None:
    """The certificate, to all who were owners. Call it inside the transaction of the end."""
    if (letter := opened(row)) is None:
        return
    for one in letter.to:
        write(
            workspace=row.id, stream=row.id, subject=row.id, kind=KIND, occasion="done", to=one.email,
            about={"closing": row.id.hex, "act": "done", "language": one.language}, at=now(),
        )  # fmt: skip


def opened(row: Closing) -> Letter | None:
    """None once it was emptied."""
    if row.letter is None:
        return None
    told = troth.log.current().open(bytes(row.letter), row.id, row.id, LETTER)
    return None if told is None else msgspec.json.decode(told, type=Letter)


def compose(mail: Mail) -> EmailMessage | None:
    """The mail without From and To; None when there is nothing left to tell."""
    row = Closing.objects.filter(id=UUID(str(mail.about["closing"]))).first()
    if row is None:
        return None
    act, language = str(mail.about["act"]), spoken(str(mail.about["language"]))
    name = _name(row)
    if name is None or (act == "asked" and row.state != Closing.State.ASKED):
        return None
    words = WORDS[language]
    with translation.override(language):
        day = date_format(row.closes_at.date(), "j F Y")
    said = {
        "workspace": name, "day": day, "number": row.id.hex[-_NUMBER:].upper(),
        "address": f"{config.current().base_url}/console/",
    }  # fmt: skip
    lines = ["hello", act, *(["asked_how"] if act == "asked" else []), "number"]
    message = EmailMessage(policy=SMTP)
    message["Subject"] = one_line(words[f"subject_{act}"].format(**said))
    message["Content-Language"] = language
    message.set_content("\n\n".join(words[line].format(**said) for line in lines) + "\n")
    if act == "done":
        told = msgspec.json.format(msgspec.json.encode(row.certificate), indent=2)
        message.add_attachment(told, maintype="application", subtype="json", filename="certificate.json")
    return message


def _name(row: Closing) -> str | None:
    rows = Workspace.objects.none() if row.workspace is None else Workspace.objects.filter(id=row.workspace)
    name = rows.values_list("name", flat=True).first()
    letter = None if name else opened(row)
    return name or (letter.workspace if letter else None)


def _owners(workspace: UUID) -> Iterable[Member]:
    rows = Member.objects.select_related("person").filter(workspace_id=workspace, role=OWNER, active=True)
    return rows.filter(person__is_active=True).order_by("id")
