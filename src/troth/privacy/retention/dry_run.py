"""The dry run: what a run as of this moment would take, and what is kept from it. It changes nothing."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

import msgspec
from django.db.models import Min

from troth.sites.models import Site

from . import digest
from .due import due
from .rules import Rule


class Planned(msgspec.Struct, frozen=True, kw_only=True):
    """count: how many would go. oldest: when the event of the oldest was. held: how many more would, but are spared."""

    what: str
    count: int
    oldest: datetime | None
    held: int


class DryRun(msgspec.Struct, frozen=True, kw_only=True):
    at: datetime
    hash: str
    items: list[Planned]

    @property
    def held(self) -> int:
        return sum(one.held for one in self.items)


def dry_run(site: Site, rules: Iterable[Rule], at: datetime) -> DryRun:
    """rules: one for each kind, in the order of a run (`rules.whole`)."""
    rules = tuple(rules)
    hashed, items = digest.begin(site.id, rules, at), []
    for rule in rules:
        found = due(site, rule, at)
        count = 0
        for one in found.rows.values_list("id", flat=True).iterator(chunk_size=2_000):
            hashed, count = digest.fold(hashed, rule.what, [one]), count + 1
        oldest = found.rows.order_by().aggregate(oldest=Min(found.since))["oldest"]
        items.append(Planned(what=rule.what, count=count, oldest=oldest, held=found.kept.count()))
    return DryRun(at=at, hash=hashed, items=items)


def ids(site: Site, rules: Iterable[Rule], at: datetime) -> dict[str, list[UUID]]:
    """Kind -> those that would go."""
    return {rule.what: list(due(site, rule, at).rows.values_list("id", flat=True)) for rule in rules}
