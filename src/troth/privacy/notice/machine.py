"""A notice for programs: as plain JSON, and in the words of W3C's Data Privacy Vocabulary as JSON-LD, with its context
inside, so that nobody has to fetch anything to read it."""

from typing import Any

import msgspec

from troth.kernel import config

from .content import Content, Stored
from .draft import told_of
from .rows import Notice

CONTEXT: dict[str, Any] = {
    "dpv": "https://w3id.org/dpv#", "pd": "https://w3id.org/dpv/pd#", "loc": "https://w3id.org/dpv/loc#",
    "dct": "http://purl.org/dc/terms/", "dcat": "http://www.w3.org/ns/dcat#",
    "xsd": "http://www.w3.org/2001/XMLSchema#", "troth": "urn:troth:",
}  # fmt: skip
_SUBJECTS = [{"@id": "dpv:User", "dct:title": "visitors and contacts"}]


def address_of(row: Notice) -> str:
    return f"{config.current().base_url}/privacy/{row.site.key}"


def as_json(row: Notice) -> dict[str, Any]:
    """All of it, by names; `sha256` is that of the version."""
    told = told_of(row)
    return {
        "schema": told.content.schema, "version": told.number, "sha256": row.sha256, "site": row.site.key,
        "url": address_of(row), "published_at": row.published_at, "in_force_at": row.in_force_at,
        "superseded_at": row.superseded_at, "languages": row.languages, "pages": told.pages,
        "content": msgspec.to_builtins(told.content),
    }  # fmt: skip


def as_json_ld(row: Notice) -> dict[str, Any]:
    told = told_of(row)
    at = address_of(row)
    return {
        "@context": CONTEXT, "@id": f"{at}/versions/{row.number}", "@type": "dpv:PrivacyNotice",
        "dct:identifier": row.sha256, "dcat:version": str(row.number), "dct:language": row.languages,
        "dct:issued": _time(row.published_at), "dct:valid": _time(row.in_force_at),
        "dct:title": f"{told.content.who.site}", "dpv:hasDataController": controller(told.content, at),
        "dpv:hasProcess": [*_processes(told.content, at), *(_stored(one, at) for one in told.content.stored)],
        "dpv:hasRight": [{"@id": f"troth:right/{one}", "@type": "dpv:DataSubjectRight"} for one in told.content.rights],
    }  # fmt: skip


def controller(content: Content, at: str) -> dict[str, Any]:
    who = content.who
    made: dict[str, Any] = {"@id": f"{at}#controller", "@type": "dpv:DataController", "dpv:hasName": who.company}
    if who.contact:
        made["dpv:hasContact"] = who.contact
    if who.authority:
        made["dpv:hasAuthority"] = {"@type": "dpv:DataProtectionAuthority", "dpv:hasName": who.authority}
    return made


def processor(one: Any) -> dict[str, Any]:
    """one: a Company."""
    made: dict[str, Any] = {"@type": "dpv:DataProcessor", "dpv:hasName": one.name, "dct:description": one.function}
    if one.country:
        made["dpv:hasCountry"] = {"@id": f"loc:{one.country}"}
    if one.mechanism:
        made["dpv:hasLegalMeasure"] = {"@type": "dpv:LegalMeasure", "dct:description": one.mechanism}
    if one.policy:
        made["dct:relation"] = {"@id": one.policy}
    return made


def _processes(content: Content, at: str) -> list[dict[str, Any]]:
    given = [{"@type": "dpv:Recipient", "dct:identifier": one.recipient} for one in content.given]
    kept = [
        {"@type": "dpv:StorageDuration", "dct:title": one.what, "dct:description": one.after,
         "dpv:hasDuration": {"@value": f"P{one.seconds // 86_400}D" if one.seconds % 86_400 == 0
                             else f"PT{one.seconds}S", "@type": "xsd:duration"}}
        for one in content.kept
    ]  # fmt: skip
    return [
        {
            "@id": f"{at}#purpose-{one.purpose}", "@type": "dpv:Process", "dct:title": one.purpose,
            "dpv:hasPurpose": {"@id": one.dpv}, "dpv:hasLegalBasis": {"@id": one.basis},
            "dpv:hasPersonalData": [{"@id": category} for category in one.categories], "dpv:hasDataSubject": _SUBJECTS,
            "dpv:hasRecipient": [*given, *map(processor, content.companies)], "dpv:hasStorageCondition": kept,
        }
        for one in content.why
    ]  # fmt: skip


def _stored(one: Stored, at: str) -> dict[str, Any]:
    return {
        "@id": f"{at}/cookies#{one.name}", "@type": "dpv:Process", "dct:title": one.name,
        "dct:description": one.kind, "dpv:hasLegalBasis": {"@id": one.basis},
        "dpv:hasStorageCondition": {"@type": "dpv:StorageDuration",
                                    "dpv:hasDuration": {"@value": f"PT{one.seconds}S", "@type": "xsd:duration"}},
    }  # fmt: skip


def _time(at: Any) -> dict[str, str]:
    return {"@value": at.isoformat(), "@type": "xsd:dateTime"}
