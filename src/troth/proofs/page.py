"""The transcript as a page to read, which carries the same proof, and is signed as a whole: what it shows is what was
signed too."""

import json
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any, NamedTuple

from django.template.loader import render_to_string
from django.utils.formats import date_format
from django.utils.translation import override

from troth.kernel import config
from troth.kernel.clock import now

from .sign import base64_of, name, sign
from .verify import page_of
from .words import WORDS

_SIGNED = '<meta name="troth-page" content="">'

type Entry = dict[str, Any]


class Line(NamedTuple):
    """how: said, own (of the visitor), note, happened or gone. day: where another one begins."""

    seq: int
    how: str
    text: str
    at: datetime | None = None
    speaker: str = ""
    files: tuple[str, ...] = ()
    day: date | None = None


def page(made: dict[str, Any], language: str) -> str:
    words = WORDS.get(language, WORDS["en"])
    shown = language if language in WORDS else "en"
    at = now()
    with override(shown):
        told = {
            "w": words, "language": shown, "direction": "rtl" if shown == "ar" else "ltr",
            "title": words["title"].format(number=made["number"]), "lines": list(_days(made["entries"], words)),
            "intro": words["intro"].format(at=date_format(at, words["when"])), "key": _key_address(),
            "by_key": words["key"].format(name=name()),
            "made": made,
        }  # fmt: skip
        drawn = render_to_string("proofs/transcript.html", told)
    message, _ = page_of(drawn)
    return drawn.replace(_SIGNED, _SIGNED.replace('""', f'"{base64_of(sign(message))}"'), 1)


def _key_address() -> str:
    return f"{config.current().base_url.rstrip('/')}/.well-known/troth-transcripts"


def _days(entries: list[Entry], words: dict[str, str]) -> Iterator[Line]:
    day: date | None = None
    for line in _lines(entries, words):
        if line.at is not None and line.at.date() != day:
            day = line.at.date()
            line = line._replace(day=day)
        yield line


def _lines(entries: list[Entry], words: dict[str, str]) -> Iterator[Line]:
    called: dict[str, str] = {}
    for entry in entries:
        seq, seen, body = entry["seq"], entry.get("envelope"), entry.get("body")
        if seen is None:
            yield Line(seq, "gone", words["withheld" if entry["withheld"] else "erased"])
            continue
        at = datetime.fromisoformat(seen["at"])
        if body is None:
            yield Line(seq, "gone", words["altered"], at)
            continue
        yield _line(seq, at, seen, json.loads(body), called, words)


def _line(
    seq: int, at: datetime, seen: dict[str, Any], body: dict[str, Any], called: dict[str, str], words: dict[str, str]
) -> Line:
    own = seen["by"] == "visitor"
    speaker = words["visitor"] if own else called.get(seen["author"], words["agent"])
    match seen["kind"]:
        case "said":
            files = tuple(f"{words['file']}: {file['name']}" for file in body.get("files", ()))
            return Line(seq, "own" if own else "said", body.get("text", ""), at, speaker, files)
        case "noted":
            return Line(seq, "note", body["text"], at, f"{words['note']}, {speaker}")
        case "form_answered":
            answers = "\n".join(f"{one['label']} — {one['value']}" for one in body["answers"])
            return Line(seq, "own", answers, at, words["form_answered"])
        case "joined":
            called[body["member"]] = body["alias"]
            return Line(seq, "happened", words["joined"].format(name=body["alias"]), at)
        case "left":
            return Line(seq, "happened", words["left"].format(name=called.get(body["member"], words["agent"])), at)
        case "rated":
            comment = body.get("comment")
            return Line(seq, "happened", words["rated"].format(**body) + (f": {comment}" if comment else ""), at)
        case kind:
            return Line(seq, "happened", words.get(kind, words["other"].format(kind=kind)), at)
