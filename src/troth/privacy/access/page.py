"""The package as a page of its own: nothing of it is fetched from anywhere, and it looks good on paper too."""

import unicodedata
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any, NamedTuple
from urllib.parse import quote

from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.formats import date_format, number_format

from troth.datamap.exporting import Record, Why

from .field_names import FIELDS
from .package import Package
from .said import Said
from .words import RTL, WORDS, spoken


class Shown(NamedTuple):
    """A field of a record: its word, and either a value or records again."""

    name: str
    value: str
    records: "list[list[Shown]]"
    link: str = ""


class Line(NamedTuple):
    """One thing of a talk. kind: said, note, or happened. day: where a new one begins."""

    kind: str
    at: datetime
    speaker: str = ""
    own: bool = False
    text: str | None = ""
    files: "list[tuple[str, str]]" = []
    day: bool = False

    @property
    def way(self) -> str:
        """In which its words are read."""
        return way(self.text or "")


class Talk(NamedTuple):
    title: str
    about: list[Shown]
    answers: list[tuple[str, str]]
    lines: list[Line]


class Section(NamedTuple):
    """talks where they are conversations, records where it is anything else. why: it is kept."""

    name: str
    title: str
    many: int
    records: list[list[Shown]]
    talks: list[Talk]
    why: list[Shown]


def page(package: Package, language: str, *, paper: bool = False) -> str:
    """HTML, whole in itself. paper: to be drawn as a PDF."""
    language = spoken(language)
    with translation.override(language), timezone.override(UTC):
        return str(render_to_string("privacy/package.html", context(package, language) | {"paper": paper}))


def context(package: Package, language: str) -> dict[str, Any]:
    """language: one there are words for, and in force."""
    w, company = WORDS[language], package.workspace.name
    said = Said(language, company)
    reasons = {one.part: [Shown(w[key], text, []) for key, text in said.reason(one)] for one in package.why}
    return {
        "w": w, "language": language, "direction": "rtl" if language in RTL else "ltr",
        "title": w["title"].format(company=company),
        "intro": w["intro"].format(company=company, at=date_format(package.made_at, w["when"])),
        "sections": [_section(name, records, language, reasons[name]) for name, records in package.parts.items()],
        "companies": [list(_fields(said.company(one), language)) for one in package.recipients],
        "companies_title": said.companies, "no_companies": said.no_companies,
        "not_given": [w[Why(one).name] for one in package.not_given],
    }  # fmt: skip


def _section(name: str, records: list[Record], language: str, why: list[Shown]) -> Section:
    w = WORDS[language]
    talks = [_talk(one, language) for one in records] if name == "conversations" else []
    shown = [] if talks else [list(_fields(one, language)) for one in records]
    return Section(name, w.get(name, _words(name)), len(records), shown, talks, why)


def _fields(record: Record, language: str, without: tuple[str, ...] = ()) -> Iterator[Shown]:
    """What is empty says nothing, and is left out; the file of the package for programs has it."""
    names = FIELDS[language]
    for name, value in record.items():
        if name in without or value in ("", None, []):
            continue
        title = names.get(name, _words(name))
        if isinstance(value, list):
            yield Shown(title, "", [list(_fields(one, language)) for one in value])
        else:
            link = f"files/{quote(value)}" if name == "path" else ""
            yield Shown(title, _value(value, language), [], link)


def _value(value: Any, language: str) -> str:
    w = WORDS[language]
    match value:
        case bool():
            return w["yes" if value else "no"]
        case int():
            return str(number_format(value))
        case datetime():
            return str(date_format(value, w["when"]))
        case _:
            return str(value)


def way(text: str) -> str:
    """rtl or ltr, by the first letter that has one."""
    kinds = (unicodedata.bidirectional(sign) for sign in text)
    return next(("ltr" if kind == "L" else "rtl" for kind in kinds if kind in ("L", "R", "AL")), "ltr")


def _words(name: str) -> str:
    return name.replace("_", " ").capitalize()


def _talk(record: Record, language: str) -> Talk:
    w = WORDS[language]
    answers = [(one["label"] or one["field"], one["value"]) for one in record["answers"]]
    about = list(_fields(record, language, ("events", "answers", "number", "site")))
    title = w["conversation"].format(number=record["number"], site=record["site"])
    return Talk(title, about, answers, list(_lines(record["events"], w)))


def _lines(events: list[Record], w: dict[str, str]) -> Iterator[Line]:
    day = None
    for event in events:
        line = _line(event, w)
        at = line.at.date()
        yield line._replace(day=at != day)
        day = at


def _line(event: Record, w: dict[str, str]) -> Line:
    at, kind, body = event["at"], event["kind"], event["body"]
    own = event["by"] == "visitor"
    speaker = w["you"] if own else event["name"] or w["system" if event["by"] == "system" else "team"]
    if kind in ("said", "noted"):
        how = "note" if kind == "noted" else "said"
        files = [(one["name"], f"files/{quote(one['path'])}") for one in (body or {}).get("files", ())]
        return Line(how, at, speaker, own, None if body is None else body.get("text", ""), files)
    if kind == "rated" and body:
        return Line("happened", at, text=w["rated"].format(score=body["score"]) + _after(body.get("comment")))
    told = w.get(kind, w["happened"].format(kind=kind))
    return Line("happened", at, text=told.format(name=speaker, address=(body or {}).get("address", w["erased"])))


def _after(comment: str | None) -> str:
    return f": {comment}" if comment else ""
