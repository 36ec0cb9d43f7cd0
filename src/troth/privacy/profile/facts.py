"""What sites really do, as values of the parameters that rule them."""

from collections.abc import Iterable, Mapping
from uuid import UUID

from troth.sites.models import Site

from ..retention.rules import Rule, rules_of_all
from .shape import Kept, Value

FIELDS: Mapping[str, tuple[str, ...]] = {  # setting of a site, as the API names it -> what it decides
    "telemetry": ("telemetry.visitor",),
    "consent": ("consent.visitor",),
    "signals": ("signals.gpc", "signals.dnt"),
    "transcript_addresses": ("recipients.transcript",),
    "fields": ("forms.fields",),
    "offline_fields": ("forms.fields",),
    "children": ("children.gate", "children.min_age"),
}


def facts_of(sites: Iterable[Site]) -> dict[UUID, dict[str, Value]]:
    """Site -> parameter -> value."""
    known = {site.id: site for site in sites}
    rules = rules_of_all(known)
    return {id: {**of_settings(site), **of_rules(rules[id])} for id, site in known.items()}


def of_settings(site: Site) -> dict[str, Value]:
    return {
        "telemetry.visitor": site.telemetry,
        "consent.visitor": site.consent,
        "signals.gpc": site.signals.get("gpc", "honour"),
        "signals.dnt": site.signals.get("dnt", "honour"),
        "recipients.transcript": len(site.transcript_addresses),
        "forms.fields": asked_by(site),
        "children.gate": str(site.children["gate"]),
        # for who is not asked there is no age from which they may go on
        **({"children.min_age": int(site.children["min_age"])} if site.children["gate"] != "off" else {}),
    }


def of_rules(rules: Iterable[Rule]) -> dict[str, Value]:
    return {f"retention.{rule.what}": Kept(after=rule.after, days=rule.days) for rule in rules}


def asked_by(site: Site) -> tuple[str, ...]:
    """The fields of its forms."""
    return tuple(sorted({str(field["id"]) for field in (*site.fields, *site.offline_fields)}))
