"""Mails to the person who asked: that it was received and by when it is answered, that it takes longer, the answer."""

from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from typing import Literal
from uuid import UUID
from zoneinfo import ZoneInfo

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.formats import date_format

from troth.kernel.clock import now
from troth.kernel.text import one_line
from troth.post.models import Mail
from troth.post.write import write
from troth.sites.models import Site
from troth.sites.queries import look

from .controller import Facts, facts_of
from .letter_words import RIGHTS, RTL, WORDS, spoken
from .rows import Request, RequestStep
from .sealed import ANSWER, opened, reply_key, steps_opened

KIND = "request"
_NUMBER = 8  # signs of the request's id, by which both sides speak of it

type Act = Literal["received", "extended", "closed"]


def number_of(row: Request) -> str:
    """By which the person and the officer name a request."""
    return row.id.hex[-_NUMBER:].upper()


def tell(row: Request, act: Act, address: str) -> None:
    """Queue the mail; nothing where they left no address. Call it inside the transaction of the act."""
    if not address:
        return
    write(
        workspace=row.workspace_id, stream=row.id, subject=reply_key(row.id), kind=KIND, occasion=act, to=address,
        about={"request": row.id.hex, "act": act}, at=now(),
    )  # fmt: skip


def compose(mail: Mail) -> EmailMessage | None:
    """The mail without From and To; None when the request is not there any more."""
    row = (
        Request.objects.select_related("workspace", "site")
        .filter(id=UUID(str(mail.about["request"])), workspace_id=mail.workspace)
        .first()
    )
    if row is None:
        return None
    act = str(mail.about["act"])
    if act == "closed":
        act = "refused" if row.state == Request.State.REFUSED else "done"
    return _written(row, act)


def _written(row: Request, act: str) -> EmailMessage:
    language = spoken(row.language)
    facts, words = facts_of(row.workspace_id), WORDS[language]
    said = {
        "company": row.site.name if row.site else row.workspace.name,
        "right": RIGHTS[language][row.right],
        "number": number_of(row),
        "received": _day(row.received_at, row.zone, language),
        "due": _day(row.due_at, row.zone, language),
        "contact": facts.privacy_contact,
        "authority": " ".join(part for part in (facts.authority, facts.authority_url) if part),
    }
    if language in RTL:  # what is written the other way keeps its own order
        said |= {name: f"\u2068{said[name]}\u2069" for name in ("company", "contact", "authority", "number")}
    tells, theirs = words[act].format(**said), "\n\n".join(filter(None, _more(row, act)))
    ends = [words[line].format(**said) for line in _endings(act, facts)]
    message = EmailMessage(policy=SMTP)
    message["Subject"] = one_line(words[f"subject_{act}"].format(**said))
    message.set_content("\n\n".join(filter(None, (words["hello"], tells, theirs, *ends))) + "\n")
    context = {
        "w": words, "language": language, "direction": "rtl" if language in RTL else "ltr", **said,
        "title": words[f"title_{act}"], "tells": tells, "theirs": theirs, "ends": ends, "is_open": not row.is_closed,
        "accent": look(row.site or Site()).accent,
    }  # fmt: skip
    message.add_alternative(render_to_string("privacy/request_mail.html", context), subtype="html")
    message["Content-Language"] = language  # last: making it an alternative drops what it says of the content
    return message


def _more(row: Request, act: str) -> list[str]:
    """What the officer wrote for the person."""
    if act == "extended":
        step = row.steps.filter(what=RequestStep.What.EXTENDED).order_by("-id").first()
        return steps_opened(row, [step] if step else [])
    if act in ("done", "refused"):
        return [opened(row, ANSWER, row.answer)]
    return []


def _endings(act: str, facts: Facts) -> list[str]:
    """Whom they can ask, and, where they do not get what they wanted, where they can complain."""
    complain = []
    if act in ("extended", "refused"):
        complain = ["complain_at" if facts.authority or facts.authority_url else "complain"]
    return [*complain, *(["ask"] if facts.privacy_contact else []), "number_line"]


def _day(at: datetime, zone: str, language: str) -> str:
    with translation.override(language):
        return date_format(at.astimezone(ZoneInfo(zone)).date(), "j F Y")
