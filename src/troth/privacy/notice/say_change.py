"""A change of a notice in words, of those that the notice itself has."""

from typing import NamedTuple

from .compare import Change
from .speech import Speech


class InWords(NamedTuple):
    """says: what changes. was, now: how; empty where it only came or went, or says it already."""

    says: str
    was: str = ""
    now: str = ""


def in_words(one: Change, speech: Speech, company: str) -> InWords:
    """What there are no words for, a company or the name of a sentence, stays as it is. company: whose notice it is."""
    told = _told(one, speech, company)
    return told._replace(says=told.says or one.what)


def _told(one: Change, speech: Speech, company: str) -> InWords:
    what = one.what
    before, after = one.by_language.get(speech.language, (one.before, one.after))
    match one.kind:
        case "purpose":
            return InWords(_words(speech, f"purpose.{what}"))
        case "category":
            category, _, purpose = what.partition(" ")
            name = _words(speech, f"category.{category.partition(':')[2]}")
            return InWords(f"{name} · {_words(speech, f'purpose.{purpose}')}" if name else "")
        case "basis":
            return InWords(_words(speech, f"purpose.{what}"), *(_basis(value, speech) for value in (before, after)))
        case "recipient" if speech.has(f"recipient.{what}"):
            return InWords(speech.plain(f"recipient.{what}", company=company))
        case "who":
            return InWords(_words(speech, f"change.who.{what}"), before, after)
        case "recipient" | "transfer":
            return InWords("", *_both(what, before, after))
        case "retention" | "storage":
            key = f"kept.{what}" if one.kind == "retention" else f"stored.{what}"
            return InWords(_words(speech, key), *_pair(what, before, after, speech))
        case "signal":
            key = f"telemetry.{after}" if what == "telemetry" else f"signals.{what}.{after}"
            return InWords(_words(speech, key))
        case "promise":
            return InWords(after or before, before if after else "", "")
        case "rights" | "change" if what in ("answer_days", "lead_days"):
            return InWords(_words(speech, f"change.{what}"), *(_days(value, speech) for value in (before, after)))
        case "rights":
            return InWords(_words(speech, f"right.{what}"))
        case _:
            return InWords("")


def _words(speech: Speech, key: str) -> str:
    return speech.plain(key) if speech.has(key) else ""


def _basis(term: str, speech: Speech) -> str:
    return _words(speech, f"basis.{term.partition(':')[2]}") or term


def _days(value: str, speech: Speech) -> str:
    return speech.many("days", int(value)) if value.isdigit() else value


def _both(what: str, before: str, after: str) -> tuple[str, str]:
    return ("", "") if what in (before, after) else (before, after)


def _pair(what: str, before: str, after: str, speech: Speech) -> tuple[str, str]:
    """Of seconds, and of what they are counted from, or by whom it is set."""
    if what in (before, after):
        return "", ""
    return _long(before, speech), _long(after, speech)


def _long(value: str, speech: Speech) -> str:
    seconds, _, since = value.partition(" ")
    if not seconds.isdigit():
        return value
    more = _words(speech, f"after.{since}")
    time = speech.time(int(seconds))
    if not more:  # of what lies in a browser
        more = _words(speech, f"cookies.{since}")
        time = time if int(seconds) else speech.plain("cookies.session")
    return f"{time}, {more}" if more else time
