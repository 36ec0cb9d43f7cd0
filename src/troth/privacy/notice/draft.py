"""A notice as it would be published now: its pages in each language, what changed since the one in force, and what is
lacking."""

from dataclasses import dataclass, field
from datetime import datetime

import msgspec

from troth.kernel.errors import Invalid
from troth.sites.models import Site

from ..requests.controller import facts_of
from . import draw
from .compare import Change, asks_again, compare
from .content import Content, canonical, fingerprint
from .gather import gather
from .rows import Notice, NoticePage
from .speech import Speech

NOTICE, COOKIES = NoticePage.Page.NOTICE.value, NoticePage.Page.COOKIES.value


class Told(msgspec.Struct, frozen=True, kw_only=True):
    """What the hash of a version is of. pages: language -> page -> SHA-256 of its bytes. words: language -> that of the
    same without number and day, by which two versions are compared."""

    number: int
    in_force_at: datetime
    content: Content
    pages: dict[str, dict[str, str]]
    words: dict[str, str]


@dataclass(frozen=True, slots=True)
class Draft:
    """lacking: language -> keys of the catalogue, or ids of promises, for which there are no words. before: what the
    one in force says; None where there is none."""

    site: Site
    languages: list[str]
    content: Content
    words: dict[str, str]
    lacking: dict[str, list[str]]
    changes: list[Change] = field(default_factory=list)
    before: Content | None = None

    @property
    def first(self) -> bool:
        return self.before is None

    @property
    def lead_days(self) -> int:
        """What the one in force promised holds also for the change that takes it back."""
        return max(self.content.lead_days, self.before.lead_days if self.before else 0)

    @property
    def promised_by_mail(self) -> bool:
        """Whether a sentence of the one in force says that a change of substance comes by mail."""
        told = [one.values.get("change.material") for one in self.before.promises] if self.before else []
        return any(isinstance(ways, tuple) and "mail" in ways for ways in told)

    @property
    def material(self) -> bool:
        return any(change.material for change in self.changes)

    @property
    def asks_again(self) -> bool:
        return asks_again(self.changes)

    def pages(self, number: int, since: datetime | None) -> dict[str, dict[str, str]]:
        """Language -> page -> HTML, as it is kept. number: 0 in a preview."""
        stamp = draw.Stamp(self.site.key, number, since, facts_of(self.site.workspace_id).time_zone)
        return {one: _drawn(self.content, Speech(one), stamp) for one in self.languages}


def draft(site: Site, languages: list[str] | None = None) -> Draft:
    """languages: of the site's, all of them unless they are named. Raises Invalid."""
    spoken = list(dict.fromkeys(site.languages if languages is None else languages))
    if not spoken or not set(spoken) <= set(site.languages):
        raise Invalid("Name languages of the site, one at least.", fields={"languages": "of the site"})
    content = gather(site)
    words, lacking = {}, {}
    for one in spoken:
        speech = Speech(one)
        words[one] = fingerprint("".join(_drawn(content, speech, draw.Stamp(site.key)).values()).encode())
        if speech.lacking:
            lacking[one] = sorted(speech.lacking)
    now = in_force_of(site)
    old = None if now is None else told_of(now)
    changes = [] if old is None else _changes(old, content, words)
    return Draft(site, spoken, content, words, lacking, changes, before=old.content if old else None)


def told_of(row: Notice) -> Told:
    return msgspec.json.decode(bytes(row.told), type=Told)


def in_force_of(site: Site) -> Notice | None:
    return Notice.objects.filter(site=site, state=Notice.State.IN_FORCE).first()


def sealed(told: Told) -> tuple[bytes, str]:
    """Its bytes, and their SHA-256."""
    whole = canonical(told)
    return whole, fingerprint(whole)


def _drawn(content: Content, speech: Speech, stamp: draw.Stamp) -> dict[str, str]:
    return {NOTICE: draw.notice(content, speech, stamp), COOKIES: draw.cookies(content, speech, stamp)}


def _changes(old: Told, content: Content, words: dict[str, str]) -> list[Change]:
    found = compare(old.content, content)
    for language in dict.fromkeys([*words, *old.words]):
        before, after = old.words.get(language), words.get(language)
        if before is None or after is None:
            found.append(Change(kind="words", what=language, before="" if before is None else language,
                                after="" if after is None else language, material=False))  # fmt: skip
        elif before != after and not found:
            found.append(Change(kind="words", what=language, material=False))
    return found
