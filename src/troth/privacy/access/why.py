"""Beside what somebody gets: why each part of it is kept, for how long, who is given it, and where it came from. All of
it is read from the data map, the rules of the sites they wrote on, and the register of processors."""

from collections.abc import Iterable, Iterator
from uuid import UUID

import msgspec

from troth.conversations.models import Conversation
from troth.datamap import Basis, Personal, Place, Recipient, Source, Subject
from troth.datamap import Purpose as Declared
from troth.datamap.erasing import Scope
from troth.datamap.exporting import Part
from troth.datamap.purposes import PURPOSES
from troth.sites.models import Site
from troth.visitors.models import Visitor

from ..notice.gather import basis_of, reached
from ..notice.kept import AFTER, RULES
from ..notice.people import PEOPLE, keep_of, theirs
from ..retention.rules import Rule, rules_of_all

_DAY = 86_400


class Purpose(msgspec.Struct, frozen=True, kw_only=True):
    """dpv, basis: terms of the Data Privacy Vocabulary. law: of a duty, where it stands."""

    name: str
    why: str
    dpv: str
    basis: str
    law: str = ""


class Kept(msgspec.Struct, frozen=True, kw_only=True):
    """At the longest. what, after: words of the catalogues. sites: by name, where not all of theirs keep it alike."""

    what: str
    after: str
    seconds: int
    sites: list[str] = []


class Field(msgspec.Struct, frozen=True, kw_only=True):
    """place, name: as in docs/datamap.md. category: a term of the Data Privacy Vocabulary."""

    place: str
    name: str
    category: str
    source: str


class Reason(msgspec.Struct, frozen=True, kw_only=True):
    """Of a part of the package."""

    part: str
    purposes: list[Purpose]
    kept: list[Kept]
    given_to: list[str]
    sources: list[str]
    fields: list[Field]


type Leaf = tuple[Place, str, Personal, list[Declared]]


def why(scope: Scope, parts: Iterable[Part]) -> list[Reason]:
    """One for each part, in their order."""
    sites = _sites(scope)
    rules = rules_of_all(site.id for site in sites)
    leaves = list(theirs(frozenset({Subject.PERSON}) if scope.subject is Subject.PERSON else PEOPLE))
    return [_reason(part, [leaf for leaf in leaves if _covers(part, leaf)], sites, rules) for part in parts]


def _sites(scope: Scope) -> list[Site]:
    """Where they wrote; of somebody of the team, and of whom nothing is left but a name, all of the workspace's."""
    rows = Site.objects.filter(workspace_id=scope.workspace).order_by("name", "id")
    own = {*Visitor.objects.filter(id__in=scope.visitors).values_list("site_id", flat=True),
           *Conversation.objects.filter(id__in=scope.streams).values_list("site_id", flat=True)}  # fmt: skip
    return list(rows.filter(id__in=own) if own else rows)


def _covers(part: Part, leaf: Leaf) -> bool:
    place, name, *_ = leaf
    at = f"{place.where.value} {place.name}"
    return at in part.covers or f"{at}: {name}" in part.covers


def _reason(part: Part, leaves: list[Leaf], sites: list[Site], rules: dict[UUID, tuple[Rule, ...]]) -> Reason:
    used = {purpose for *_, purposes in leaves for purpose in purposes}
    given = {one for _, _, leaf, _ in leaves for one in leaf.recipients}
    sources = {leaf.source for _, _, leaf, _ in leaves}
    return Reason(
        part=part.name,
        purposes=[_purpose(one, sites) for one in PURPOSES if one in used],
        kept=list(_kept(leaves, sites, rules)),
        given_to=[one.value for one in Recipient if one in given and reached(one, sites)],
        sources=[one.value for one in Source if one in sources],
        fields=[
            Field(place=f"{place.where.value} {place.name}", name=name, category=leaf.category, source=leaf.source)
            for place, name, leaf, _ in leaves
        ],
    )


def _purpose(one: Declared, sites: list[Site]) -> Purpose:
    asked = any(basis_of(one, site) is Basis.CONSENT for site in sites)
    basis = Basis.CONSENT if asked else one.basis
    return Purpose(name=one.name, why=one.why, dpv=one.dpv, basis=basis.value, law=one.law)


def _kept(leaves: list[Leaf], sites: list[Site], rules: dict[UUID, tuple[Rule, ...]]) -> Iterator[Kept]:
    keeps = {keep for place, _, leaf, _ in leaves if (keep := keep_of(place, leaf))}
    for keep in sorted(keeps, key=lambda one: one.name):
        if keep not in RULES:
            yield Kept(what=keep.name, after=AFTER[keep], seconds=round(keep.longest.total_seconds()))
            continue
        for what in RULES[keep]:
            said: dict[tuple[str, int], list[str]] = {}
            for site in sites:
                rule = next(one for one in rules[site.id] if one.what == what)
                said.setdefault((rule.after, rule.days), []).append(site.name)
            for (after, days), names in said.items():
                yield Kept(what=what, after=after, seconds=days * _DAY, sites=names if len(said) > 1 else [])
