"""What the company promises beyond what the program does by itself: the part of a notice that its profile gives."""

from collections.abc import Mapping
from typing import NamedTuple

from troth.accounts.models import Workspace

from ..profile.effective import effective, sentence
from ..profile.queries import profile_of
from ..profile.shape import Promise, Value
from .content import Said
from .speech import LANGUAGES
from .spoken import spoken

ITS_OWN = "en"  # in which profiles are written


class Promised(NamedTuple):
    """lead_days: at least, from the publishing of a change of substance to its taking effect. answer_days: in which a
    request is answered. mails: contacts are told of such a change by mail. shows_small: of a small one the
    team is told in the console. law, forum, covers: see Who; empty where the profile names none."""

    sentences: list[Said]
    remarks: dict[str, str]
    lead_days: int = 0
    answer_days: int = 30
    mails: bool = False
    shows_small: bool = False
    law: str = ""
    forum: str = ""
    covers: str = ""


def promised(workspace: Workspace) -> Promised:
    profile = profile_of(workspace.id)
    values = effective(profile)
    return Promised(
        [_said(one, values) for one in profile.promises], dict(profile.remarks),
        lead_days=_number(values, "change.lead_days", 0), answer_days=_number(values, "requests.days", 30),
        mails="mail" in _names(values, "change.material"), shows_small="site" in _names(values, "change.minor"),
        law=_text(values, "policy.law"), forum=_text(values, "policy.forum"), covers=_text(values, "policy.scope"),
    )  # fmt: skip


def _said(one: Promise, values: Mapping[str, Value]) -> Said:
    text = {ITS_OWN: sentence(one.text, values)}
    others = {language: spoken(one.text, values, language) for language in LANGUAGES if language != ITS_OWN}
    return Said(
        id=one.id, text=text | {language: words for language, words in others.items() if words},
        values={name: values[name] for name in one.parameters if name in values}, checks=list(one.checks), by=one.by,
    )  # fmt: skip


def _number(values: Mapping[str, Value], name: str, other: int) -> int:
    value = values.get(name, other)
    return value if isinstance(value, int) else other


def _text(values: Mapping[str, Value], name: str) -> str:
    value = values.get(name, "")
    return value if isinstance(value, str) else ""


def _names(values: Mapping[str, Value], name: str) -> tuple[str, ...]:
    value = values.get(name, ())
    return value if isinstance(value, tuple) else ()
