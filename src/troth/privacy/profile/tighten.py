"""What of a site has to change so that it keeps a profile, and changing it."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from django.db import transaction

from troth.sites.change import put
from troth.sites.models import Site

from ..retention.rows import RetentionRule
from .facts import facts_of
from .kept import binding, broken
from .queries import chosen_of
from .shape import Finding, Kept, Profile, Value


class Plan(NamedTuple):
    """found: what is broken. settings: of the site, as the API names them -> new value. rules: kind -> new rule."""

    site: Site
    found: list[Finding]
    settings: dict[str, Any]
    rules: dict[str, Kept]


def plan(profile: Profile, site: Site, facts: Mapping[str, Value]) -> Plan:
    found = broken(profile, facts)
    held = binding(profile)
    made = Plan(site, found, {}, {})
    for one in found:
        parameter, promised = held[one.key]
        exact = parameter.mode == "exact"
        _set(made, one.key, promised if exact else parameter.kind.strictest(facts[one.key], promised))
    if "children" in made.settings and "children.min_age" in held:
        parameter, promised = held["children.min_age"]  # which binds from now on, if it did not before
        age = made.settings["children"]["min_age"]
        _set(made, parameter.name, parameter.kind.strictest(age, promised))
    return made


def tighten(plan: Plan) -> None:
    """Inside of a transaction, once the profile stands."""
    put(plan.site, dict(plan.settings))
    for what, rule in plan.rules.items():
        RetentionRule.objects.update_or_create(
            site=plan.site, what=what, defaults={"after": rule.after, "days": rule.days}
        )


def begin(site: Site) -> None:
    """A new site begins as its company promises."""
    profile = chosen_of(site.workspace_id)
    if profile is not None:
        with transaction.atomic():
            tighten(plan(profile, site, facts_of([site])[site.id]))


def _set(made: Plan, name: str, value: Value) -> None:
    site, settings = made.site, made.settings
    table, _, key = name.partition(".")
    if isinstance(value, Kept):
        made.rules[key] = value
    elif table in ("signals", "children"):
        settings[table] = {**getattr(site, table), **settings.get(table, {}), key: value}
    elif name == "recipients.transcript":
        settings["transcript_addresses"] = site.transcript_addresses[: int(str(value))]
    elif name == "forms.fields":
        for form in ("fields", "offline_fields"):
            own = getattr(site, form)
            left = [field for field in own if isinstance(value, tuple) and field["id"] in value]
            if len(left) < len(own):
                settings[form] = left
    else:
        settings[table] = value  # telemetry, consent: the site has one of each
