"""A notice and its cookie page in one language: the part of the page that is kept word for word. Around it stands what
may change: the way to other versions, and the verdicts beside the promises."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.formats import date_format

from troth.datamap.purposes import PREFERENCE

from .content import Company, Content, Stored
from .speech import Speech

SECTIONS = ("who", "what", "why", "with", "where", "long", "rights", "cookies", "signals", "promises", "changes")


@dataclass(frozen=True, slots=True)
class Stamp:
    """number: of the version; 0 in a preview. since: when it takes effect."""

    key: str
    number: int = 0
    since: datetime | None = None
    zone: str = "UTC"

    def day(self, language: str) -> str:
        return day(self.since, self.zone, language) if self.since else ""


def day(at: datetime, zone: str, language: str) -> str:
    with translation.override(language):
        return date_format(at.astimezone(ZoneInfo(zone)).date(), "j F Y")


def notice(content: Content, speech: Speech, stamp: Stamp) -> str:
    """HTML. What lacks words is in `speech.lacking` then."""
    shown = {
        "who": content.who, "what": _what(content, speech), "why": _why(content, speech),
        "given": [speech.say(f"recipient.{one.recipient}", company=content.who.company) for one in content.given],
        "companies": content.companies, "where": [_where(one, speech) for one in content.companies if one.country],
        "kept": _kept(content, speech), "rights": [speech.say(f"right.{one}") for one in content.rights],
        "answer": speech.many("days", content.answer_days), "signals": _signals(content, speech),
        "asks": content.signals.asks, "party": _only_ours(content.stored),
        "lead_time": speech.many("days", content.lead_days) if content.lead_days else "",
        "promises": _promises(content, speech), "remarks": _remarks(content, speech),
    }  # fmt: skip
    sections = [one for one in SECTIONS if one != "promises" or content.promises]
    return _drawn("notice", speech, stamp, {**shown, "sections": [(one, f"{one}.title") for one in sections]})


def cookies(content: Content, speech: Speech, stamp: Stamp) -> str:
    """HTML, as above."""
    rows = [_stored(one, speech) for one in content.stored]
    return _drawn("cookies", speech, stamp, {
        "who": content.who, "asks": content.signals.asks, "party": _only_ours(content.stored),
        "kinds": [(f"cookies.{kind}", [row for row in rows if row["kind"] == one])
                  for one, kind in (("storage", "storage"), ("cookie", "cookies"))],
    })  # fmt: skip


def _drawn(template: str, speech: Speech, stamp: Stamp, shown: dict[str, Any]) -> str:
    told = {**shown, "speech": speech, "stamp": stamp, "day": stamp.day(speech.language)}
    return render_to_string(f"notice/{template}.html", told)


def _what(content: Content, speech: Speech) -> list[tuple[str, list[tuple[str, str]]]]:
    """Grouped by where it comes from."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for item in content.what:
        category = item.category.partition(":")[2]
        name = speech.first(f"category.{item.source}.{category}", f"category.{category}")
        groups.setdefault(item.source, []).append((name, _purposes(item.purposes, speech)))
    order = [one for one in ("SUBJECT", "DEVICE", "TEAM", "PRODUCT") if one in groups]
    return [(speech.say(f"source.{source}"), groups[source]) for source in order]


def _why(content: Content, speech: Speech) -> list[tuple[str, str, str, str]]:
    return [
        (one.purpose, speech.say(f"purpose.{one.purpose}"), speech.say(f"purpose.{one.purpose}.why"),
         speech.say(f"basis.{one.basis.partition(':')[2]}"))
        for one in content.why
    ]  # fmt: skip


def _where(company: Company, speech: Speech) -> str:
    told = {"name": company.name, "country": speech.country(company.country)}
    if company.mechanism:
        return speech.say("where.mechanism", mechanism=company.mechanism, **told)
    return speech.say("where.country", **told)


def _kept(content: Content, speech: Speech) -> list[tuple[str, str, str]]:
    return [(speech.say(f"kept.{one.what}"), speech.time(one.seconds), speech.say(f"after.{one.after}"))
            for one in content.kept]  # fmt: skip


def _signals(content: Content, speech: Speech) -> list[str]:
    own = content.signals
    return [speech.say(f"signals.gpc.{own.gpc}"), speech.say(f"signals.dnt.{own.dnt}"),
            speech.say(f"telemetry.{own.telemetry}")]  # fmt: skip


def _promises(content: Content, speech: Speech) -> list[tuple[str, str]]:
    for one in content.promises:
        if not one.text.get(speech.language):
            speech.lacking.add(f"promises.{one.id}")
    return [(one.id, one.text.get(speech.language, "")) for one in content.promises]


def _remarks(content: Content, speech: Speech) -> str:
    if content.remarks and not content.remarks.get(speech.language):
        speech.lacking.add("remarks")
    return content.remarks.get(speech.language, "")


def _stored(one: Stored, speech: Speech) -> dict[str, str]:
    """A key that holds several things says less where no choices are among them."""
    why = f"stored.{one.what}"
    less = [] if PREFERENCE.name in one.purposes else [f"{why}.less"]
    after = speech.time(one.seconds) if one.seconds else ""
    lasts = speech.say("cookies.year", time=after) if after and one.kind == "storage" else after
    return {
        "kind": one.kind, "name": one.name, "why": speech.first(*less, why),
        "purposes": _purposes(one.purposes, speech),
        "lasts": lasts or speech.say("cookies.session"), "party": speech.say(f"cookies.{one.party}"),
        "basis": speech.say(f"basis.{one.basis.partition(':')[2]}"),
    }  # fmt: skip


def _only_ours(stored: list[Stored]) -> bool:
    return all(one.party == "first" for one in stored)


def _purposes(names: list[str], speech: Speech) -> str:
    comma = "، " if speech.language == "ar" else ", "
    return comma.join(speech.say(f"purpose.{name}") for name in names)
