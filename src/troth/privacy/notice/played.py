"""What checks found of the promises, put into the page when it is served: in numbers above them, and beside each
sentence unless the company has switched that off. The bytes of a version know nothing of it."""

import re
from collections import Counter
from html import escape
from uuid import UUID

from troth.kernel.clock import now

from ..requests.controller import facts_of
from . import verdicts
from .draw import day
from .speech import Speech
from .verdicts import NoticeVerdict

_PLACE = re.compile(r"<!--verdict ([\w.:-]{1,80})-->")
_LIST = '<ol class="promises">'
_MARKS = {"KEPT": "done", "BROKEN": "refused", "ATTESTED": "open", "UNTESTED": "paused"}
_BESIDES = ("BROKEN", "ATTESTED", "UNTESTED")


def with_verdicts(article: str, workspace: UUID, speech: Speech) -> str:
    """article: of a version, HTML."""
    named = _PLACE.findall(article)
    if not named:
        return article
    facts, known = facts_of(workspace), verdicts.of_workspace(workspace)
    found = {promise: known[promise] for promise in named if promise in known}

    def beside(place: re.Match[str]) -> str:
        one = found.get(place[1])
        return _beside(one, facts.time_zone, speech) if one and facts.verdict_details else ""

    return _PLACE.sub(beside, article).replace(_LIST, _numbers(named, found, facts.time_zone, speech) + _LIST, 1)


def _beside(one: NoticeVerdict, zone: str, speech: Speech) -> str:
    at = escape(speech.say("verdict.at", at=day(one.at, zone, speech.language)))
    word, mark = speech.say(f"verdict.{one.verdict}"), _MARKS.get(_word(one), "")
    if one.until:  # somebody's word, and since when it does not count any more
        key = "verdict.ended" if one.until <= now() else "verdict.until"
        word = speech.say(key, day=day(one.until, zone, speech.language))
    return f' <span class="state {mark}">{escape(word)}</span> <time datetime="{one.at.isoformat()}">{at}</time>'


def _numbers(named: list[str], found: dict[str, NoticeVerdict], zone: str, speech: Speech) -> str:
    """A sentence that nobody looked at counts as not tested, whatever else is kept."""
    if not found:
        return f'<p class="played">{escape(speech.say("verdicts.none"))}</p>\n'
    counts = Counter(_word(found[one]) if one in found else "UNTESTED" for one in named)
    last = day(max(one.at for one in found.values()), zone, speech.language)
    said = [speech.say("verdicts.kept", kept=f"{counts['KEPT']:,}", all=f"{len(named):,}", day=last)]
    rest = [f"{speech.say(f'verdict.{word}')}: {counts[word]:,}" for word in _BESIDES if counts[word]]
    return f'<p class="played">{escape(" ".join([*said, " · ".join(rest)]).strip())}</p>\n'


def _word(one: NoticeVerdict) -> str:
    """What somebody attested holds until its day."""
    return "UNTESTED" if one.until is not None and one.until <= now() else one.verdict
