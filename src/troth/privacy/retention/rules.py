"""The rules of a site: what is kept how long from which event on. There is no rule that keeps anything for ever: what a
site does not say is the longest that the data map allows."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import msgspec

from troth.kernel.errors import Invalid

from .bounds import BOUNDS, LEAST
from .rows import RetentionRule


class Rule(msgspec.Struct, frozen=True, kw_only=True):
    """id: None where nobody said it, and the longest time of the data map holds."""

    what: str
    after: str
    days: int
    id: UUID | None = None

    def before(self, at: datetime) -> datetime:
        """What happened before this is due."""
        return at - timedelta(days=self.days)


DEFAULTS = tuple(Rule(what=what, after=bound.after[0], days=bound.most) for what, bound in BOUNDS.items())


def rules_of(site: UUID) -> tuple[Rule, ...]:
    """One for each kind, in the order of a run."""
    return rules_of_all([site])[site]


def rules_of_all(sites: Iterable[UUID]) -> dict[UUID, tuple[Rule, ...]]:
    own: dict[UUID, dict[str, Rule]] = {site: {} for site in sites}
    for row in RetentionRule.objects.filter(site__in=own):
        own[row.site_id][row.what] = Rule(what=row.what, after=row.after, days=row.days, id=row.id)
    return {site: tuple(said.get(usual.what, usual) for usual in DEFAULTS) for site, said in own.items()}


def whole(said: Iterable[Rule], usual: Iterable[Rule] = DEFAULTS) -> tuple[Rule, ...]:
    """These, and the usual one for each kind of which nothing was said. Raises Invalid: a kind or an event that is
    none, twice the same, or a time out of bounds."""
    found: dict[str, Rule] = {}
    wrong: dict[str, str] = {}
    for place, rule in enumerate(said):
        bound = BOUNDS.get(rule.what)
        if bound is None or rule.what in found:
            wrong[f"rules.{place}.what"] = "twice" if bound else "unknown"
        elif rule.after not in bound.after:
            wrong[f"rules.{place}.after"] = f"one of: {', '.join(bound.after)}"
        elif not LEAST <= rule.days <= bound.most:
            wrong[f"rules.{place}.days"] = f"{LEAST} to {bound.most}"
        else:
            found[rule.what] = rule
    if wrong:
        raise Invalid("Nothing is kept for ever: each rule has an event and days within its bounds.", fields=wrong)
    return tuple(found.get(one.what, one) for one in usual)


def bare(rules: Iterable[Rule]) -> list[dict[str, Any]]:
    """What of them decides: kind, event and days."""
    return [{"what": rule.what, "after": rule.after, "days": rule.days} for rule in rules]
