"""The transcript as a mail: composed when it is sent, in the site's language for people who were not there, and in
the visitor's for themselves."""

from datetime import datetime, timedelta
from email.message import EmailMessage
from email.policy import SMTP
from zoneinfo import ZoneInfo

from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.formats import date_format

import troth.log
from troth.contacts.queries import name_of
from troth.conversations.models import Conversation
from troth.conversations.queries import answered, label_of
from troth.kernel import config
from troth.log import Event
from troth.post.models import Mail
from troth.sites.models import Site
from troth.sites.queries import look
from troth.wire.events import NUMBER_OF, Audience, FormAnswered, Rated

from .proof import attachment, key_address
from .story import story
from .words import RTL, spoken, words_of

_RATED = NUMBER_OF[Rated]


def compose(mail: Mail) -> EmailMessage | None:
    """The mail without From and To. None when the conversation is not there any more."""
    row = (
        Conversation.objects.select_related("site", "contact", "visitor")
        .filter(id=mail.stream, workspace_id=mail.workspace)
        .first()
    )
    if row is None:
        return None
    site = row.site
    language = spoken(str(mail.about.get("language", "")), *site.languages)
    words = words_of(language)
    zone = ZoneInfo(site.hours.get("timezone", "UTC"))
    events = _events(row, int(mail.about["closing"]))
    own = bool(mail.about.get("own"))
    visitor = _name(row, events, own) or label_of(row.visitor_id).replace("Visitor", words["visitor"])
    seen = look(site)
    told = story(events, visitor, words, zone)
    file, proof = attachment(row, int(mail.about["closing"]))
    with translation.override(language), timezone.override(zone):  # the templates' times are of the zone in force
        began = date_format(told.began, "j F Y") if told.began else ""
        said = {"site": site.name, "date": began, "number": row.number, "visitor": visitor}
        context = {
            "w": words,
            "language": language,
            "direction": "rtl" if language.split("-")[0] in RTL else "ltr",
            "site": site.name,
            "accent": seen.accent,
            "link_light": seen.light.text,
            "link_dark": seen.dark.text,
            "number": row.number,
            "visitor": visitor,
            "title": words["title" if own else "team_title"].format(**said),
            "intro": words["intro"].format(**said),
            "zone": words["zone"].format(zone=zone_name(zone, told.began or mail.at)),
            "why": words["why_" + str(mail.about.get("why") or "site")].format(**said),
            "how": words["answer" if own else "console"],
            "proof": words["proof" if file.startswith("transcript") else "checkpoint"] if file else "",
            "key": key_address(),
            "link": _chat(site) if own else _in_console(row),
            "told": told,
            "stars": "★" * told.rating.score + "☆" * (5 - told.rating.score) if told.rating else "",
            "score": words["score"].format(score=told.rating.score) if told.rating else "",
        }
        html = render_to_string("channels_email/transcript.html", context)
        text = render_to_string("channels_email/transcript.txt", context)
    message = EmailMessage(policy=SMTP)
    message["Subject"] = _one_line(words["subject" if own else "team_subject"].format(**said))
    message.set_content(_tidy(text))
    message.add_alternative(html, subtype="html")
    if file:
        message.add_attachment(proof, "application", "json", filename=file)
    message["Content-Language"] = language  # last: making it of parts drops what it says of the content
    return message


def _events(row: Conversation, closing: int) -> list[Event]:
    """All that everybody may see up to the closing, and the rating that mostly follows it."""
    log, found, after = troth.log.current(), [], 0
    while page := log.read(row.workspace_id, row.id, after, 200, Audience.ALL):
        found += page
        after = page[-1].seq
    return [event for event in found if event.seq <= closing or event.kind == _RATED]


def _name(row: Conversation, events: list[Event], own: bool) -> str:
    """What the team knows them by. A visitor reads only what they wrote: the contact may be somebody else's, whose
    address they typed."""
    if not own:
        return name_of(row.contact)
    bodies = (event.opened() for event in events)
    return next((answered(body.answers, "name") or "" for body in bodies if isinstance(body, FormAnswered)), "")


def _chat(site: Site) -> str:
    """Where a visitor goes on: there is no mailbox that reads their reply."""
    return f"{config.current().base_url}/chat/{site.key}"


def _in_console(row: Conversation) -> str:
    return f"{config.current().base_url}/console/closed/{row.id}"


def zone_name(zone: ZoneInfo, at: datetime) -> str:
    """What people call a time zone at a moment: `Europe/Berlin` in winter is `Berlin (UTC+1)`."""
    place = zone.key.rpartition("/")[2].replace("_", " ")
    minutes = int((at.astimezone(zone).utcoffset() or timedelta()).total_seconds()) // 60
    if not minutes:
        return place if place == "UTC" else f"{place} (UTC)"
    hours, rest = divmod(abs(minutes), 60)
    return f"{place} (UTC{'-' if minutes < 0 else '+'}{hours}{f':{rest:02}' if rest else ''})"


def _one_line(text: str) -> str:
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def _tidy(text: str) -> str:
    """At most one empty line in a row: templates leave more."""
    lines: list[str] = []
    for line in text.strip().splitlines():
        if line.strip() or (lines and lines[-1]):
            lines.append(line.rstrip())
    return "\n".join(lines) + "\n"
