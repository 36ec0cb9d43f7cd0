"""Set the rules of a site, all at once. They count from the next run on."""

from collections.abc import Iterable

from django.db import transaction

from troth.sites.models import Site

from ..profile.facts import of_rules
from ..profile.hold_to import check, refuse
from .promised import usual
from .rows import RetentionRule
from .rules import DEFAULTS, Rule, rules_of, whole


def set_rules(site: Site, said: Iterable[Rule]) -> tuple[Rule, ...]:
    """What is not named has the default again. Raises Invalid, PromiseBroken."""
    said = tuple(said)
    with transaction.atomic():
        rules = whole(said, usual(site.workspace_id))
        refuse(check(site.workspace_id, of_rules(rules)), _places(said))
        named = {rule.what for rule in said}
        kept = [one for one, default in zip(rules, DEFAULTS, strict=True) if one.what in named or one != default]
        RetentionRule.objects.filter(site=site).exclude(what__in=[one.what for one in kept]).delete()
        for rule in kept:
            RetentionRule.objects.update_or_create(
                site=site, what=rule.what, defaults={"after": rule.after, "days": rule.days}
            )
    return rules_of(site.id)


def _places(said: tuple[Rule, ...]) -> dict[str, str]:
    return {f"retention.{rule.what}": f"rules.{place}.days" for place, rule in enumerate(said)}
