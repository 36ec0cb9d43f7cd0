"""What a record of processing says, for both roles: of the workspace as a controller, of all that it does; and of who
runs the installation as its processor, of what is done for it with data of its visitors and contacts."""

from collections.abc import Iterator
from typing import Literal
from urllib.parse import urlsplit

import msgspec

from troth.accounts.models import Workspace
from troth.datamap import Personal, Place, Purpose, Recipient, Subject
from troth.datamap.purposes import PURPOSES
from troth.kernel import config
from troth.sites.models import Site

from ...profile.effective import effective
from ...profile.queries import profile_of
from ...requests.controller import facts_of
from ...retention.rules import rules_of_all
from ..content import Company
from ..gather import companies, reached
from ..kept import RULES
from ..people import PEOPLE, keep_of, theirs

type Role = Literal["controller", "processor"]
ROLES: tuple[Role, ...] = ("controller", "processor")
MEASURES = (
    "What is said, files and addresses are sealed with keys of their own; an erasure destroys the key.",
    "Every reading, keeping and sending works for one declared purpose, and is refused without one.",
    "Connections leave only to hosts that the register of processors names.",
    "Objects are fetched through whoever asks for them: another workspace's do not exist.",
    "Network addresses are shortened before a line is logged; logs hold no words of anybody.",
    "Backups are encrypted; the keyring is kept apart from the database.",
    "Events are numbered and committed to, so that a change of them shows.",
)


class Limit(msgspec.Struct, frozen=True, kw_only=True):
    """Until when. site: by name, where it is a site's own rule; else empty. rule: of the data map. days: of a minute or
    an hour 0."""

    rule: str
    after: str
    days: int
    seconds: int
    site: str = ""


class Activity(msgspec.Struct, frozen=True, kw_only=True):
    """One purpose. law: of a duty. places: where the data lies, with the leaves that are used for it."""

    purpose: str
    why: str
    dpv: str
    basis: str
    law: str = ""
    subjects: list[str]
    categories: list[str]
    recipients: list[str]
    limits: list[Limit]
    places: dict[str, list[str]]


class Part(msgspec.Struct, frozen=True, kw_only=True):
    role: Role
    activities: list[Activity]


class Record(msgspec.Struct, frozen=True, kw_only=True):
    """company: the controller. address, officer, representative: as its profile names them (`[contact]`): by post, the
    data protection officer, who stands for it. host: the installation that processes for it. companies: of the
    register, each with its country and the mechanism of the transfer."""

    schema: str = "troth.record"
    company: str
    contact: str
    address: str = ""
    officer: str = ""
    representative: str = ""
    authority: str
    host: str
    sites: list[str]
    companies: list[Company]
    measures: list[str]
    parts: list[Part]


def record_of(workspace: Workspace) -> Record:
    facts = facts_of(workspace.id)
    sites = list(Site.objects.filter(workspace=workspace).order_by("name", "id"))
    limits = _own_limits(sites)
    named = effective(profile_of(workspace.id))
    given = frozenset(one for one in Recipient if reached(one, sites))
    return Record(
        company=workspace.name, contact=facts.privacy_contact or str(named.get("contact.mail", "")),
        address=str(named.get("contact.address", "")), officer=str(named.get("contact.dpo", "")),
        representative=str(named.get("contact.representative", "")), authority=facts.authority,
        host=urlsplit(config.current().base_url).netloc, sites=[site.name for site in sites], companies=companies(),
        measures=list(MEASURES),
        parts=[
            Part(role="controller", activities=list(_activities(frozenset(Subject), limits, given))),
            Part(role="processor", activities=list(_activities(PEOPLE, limits, given))),
        ],
    )  # fmt: skip


def part_of(record: Record, role: Role) -> Part:
    return next(part for part in record.parts if part.role == role)


type Leaf = tuple[Place, str, Personal]


type Given = frozenset[Recipient]


def _activities(people: frozenset[Subject], own: dict[str, list[Limit]], given: Given) -> Iterator[Activity]:
    """given: those to whom anything really goes from this installation."""
    leaves = list(theirs(people))
    for purpose in PURPOSES:
        used = [(place, name, leaf) for place, name, leaf, purposes in leaves if purpose in purposes]
        if used:
            yield _activity(purpose, used, people, own, given)


def _activity(
    purpose: Purpose, used: list[Leaf], people: frozenset[Subject], own: dict[str, list[Limit]], given: Given
) -> Activity:
    subjects: set[str] = set()
    places: dict[str, list[str]] = {}
    for place, name, leaf in used:
        whose = {leaf.of.subject} if leaf.of else {edge.subject for edge in place.subjects}
        subjects |= {one.value for one in whose & people}
        places.setdefault(f"{place.where.value} {place.name}", []).append(name)
    return Activity(
        purpose=purpose.name, why=purpose.why, dpv=purpose.dpv, basis=purpose.basis.value,
        law=purpose.law, subjects=sorted(subjects), categories=sorted({leaf.category.value for _, _, leaf in used}),
        recipients=[
            one.value for one in Recipient if one in given and any(one in leaf.recipients for _, _, leaf in used)
        ],
        limits=_limits(used, own), places=places,
    )  # fmt: skip


def _limits(used: list[Leaf], own: dict[str, list[Limit]]) -> list[Limit]:
    keeps = {keep for place, _, leaf in used if (keep := keep_of(place, leaf))}
    found: list[Limit] = []
    for keep in sorted(keeps, key=lambda one: one.name):
        rules = [rule for what in RULES.get(keep, ()) for rule in own.get(what, [])]
        seconds = round(keep.longest.total_seconds())
        found += rules or [Limit(rule=keep.name, after=keep.after, days=keep.longest.days, seconds=seconds)]
    return found


def _own_limits(sites: list[Site]) -> dict[str, list[Limit]]:
    """What is kept -> the rule of each site."""
    found: dict[str, list[Limit]] = {}
    rules = rules_of_all([site.id for site in sites])
    for site in sites:
        for rule in rules[site.id]:
            limit = Limit(rule=rule.what, after=rule.after, days=rule.days, seconds=rule.days * 86_400, site=site.name)
            found.setdefault(rule.what, []).append(limit)
    return found
