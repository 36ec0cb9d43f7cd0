"""A version of a record as a page, a table, or linked data. Each is made from the bytes that are kept, so that it says
the same whenever it is asked for."""

import csv
import io
from typing import Any, Literal

import msgspec
from django.template.loader import render_to_string

from ..machine import CONTEXT, processor
from .content import Activity, Limit, Record, Role, part_of
from .rows import ProcessingRecord
from .said import country, said

type Format = Literal["html", "csv", "jsonld"]
TYPES: dict[Format, str] = {
    "html": "text/html; charset=utf-8", "csv": "text/csv; charset=utf-8", "jsonld": "application/ld+json",
}  # fmt: skip
COLUMNS = (
    "role", "controller", "contact", "purpose", "why", "legal_basis", "subjects", "categories", "recipients",
    "processors", "transfers", "retention", "security", "places", "address",
    "officer", "representative",
)  # fmt: skip
_SUBJECTS = {"visitor": "dpv:User", "contact": "dpv:Customer", "person": "dpv:Employee"}
_UNSAFE = ("=", "+", "-", "@", "\t", "\r")  # a spreadsheet would reckon with it


def told_of(row: ProcessingRecord) -> Record:
    return msgspec.json.decode(bytes(row.told), type=Record)


def written(row: ProcessingRecord, role: Role, how: Format) -> bytes:
    record = told_of(row)
    if how == "csv":
        return _csv(record, role)
    if how == "jsonld":
        return msgspec.json.encode(linked(row, record, role))
    part = part_of(record, role)
    shown = {
        "row": row, "record": record, "role": role,
        "activities": [said(one, len(record.sites)) for one in part.activities],
        "companies": [(one, country(one)) for one in record.companies],
    }  # fmt: skip
    return render_to_string("notice/record.html", shown).encode()


def linked(row: ProcessingRecord, record: Record, role: Role) -> dict[str, Any]:
    at = f"urn:troth:record:{row.workspace_id}"
    who: dict[str, Any] = {"@id": f"{at}#controller", "@type": "dpv:DataController", "dpv:hasName": record.company}
    if record.contact:
        who["dpv:hasContact"] = record.contact
    if record.address:
        who["dpv:hasAddress"] = record.address
    if record.officer:
        who["dpv:hasDataProtectionOfficer"] = {"@type": "dpv:DataProtectionOfficer", "dpv:hasName": record.officer}
    if record.representative:
        who["dpv:hasRepresentative"] = {"@type": "dpv:Representative", "dpv:hasName": record.representative}
    return {
        "@context": CONTEXT, "@id": f"{at}:{row.number}:{role}", "@type": "dpv:ROPA",
        "dct:identifier": row.sha256, "dcat:version": str(row.number),
        "dct:issued": {"@value": row.made_at.isoformat(), "@type": "xsd:dateTime"},
        "dpv:hasDataController": who,
        **({"dpv:hasDataProcessor": {"@id": f"{at}#processor", "@type": "dpv:DataProcessor",
                                     "dpv:hasName": record.host}} if role == "processor" else {}),
        "dpv:hasProcess": [_process(one, record, at) for one in part_of(record, role).activities],
        "dpv:hasTechnicalOrganisationalMeasure": [
            {"@type": "dpv:TechnicalOrganisationalMeasure", "dct:description": one} for one in record.measures
        ],
    }  # fmt: skip


def _process(one: Activity, record: Record, at: str) -> dict[str, Any]:
    return {
        "@id": f"{at}#purpose-{one.purpose}", "@type": "dpv:Process", "dct:title": one.purpose,
        "dct:description": one.why, "dpv:hasPurpose": {"@id": one.dpv}, "dpv:hasLegalBasis": {"@id": one.basis},
        "dpv:hasDataSubject": [{"@id": _SUBJECTS[subject]} for subject in one.subjects],
        "dpv:hasPersonalData": [{"@id": category} for category in one.categories],
        "dpv:hasRecipient": [
            *({"@type": "dpv:Recipient", "dct:description": recipient} for recipient in one.recipients),
            *map(processor, record.companies),
        ],
        "dpv:hasStorageCondition": [
            {"@type": "dpv:StorageDuration", "dct:title": limit.rule, "dct:description": limit.after,
             "dpv:hasDuration": {"@value": f"PT{limit.seconds}S", "@type": "xsd:duration"}}
            for limit in one.limits
        ],
    }  # fmt: skip


def _csv(record: Record, role: Role) -> bytes:
    into = io.StringIO()
    lines = csv.writer(into)
    lines.writerow(COLUMNS)
    firms = "; ".join(f"{one.name}: {one.function}" for one in record.companies)
    away = "; ".join(f"{one.name}: {one.country} {one.mechanism}".strip() for one in record.companies if one.country)
    for one in part_of(record, role).activities:
        lines.writerow(map(_safe, (
            role, record.company, record.contact, one.purpose, one.why,
            f"{one.basis}: {one.law}" if one.law else one.basis, "; ".join(one.subjects), "; ".join(one.categories),
            "; ".join(one.recipients), firms, away,
            "; ".join(f"{_what(limit)}: {_long(limit)} after {limit.after}" for limit in one.limits),
            " ".join(record.measures), "; ".join(one.places), record.address, record.officer, record.representative,
        )))  # fmt: skip
    return into.getvalue().encode("utf-8-sig")


def _safe(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_UNSAFE) else cell


def _what(limit: Limit) -> str:
    return f"{limit.rule} of {limit.site}" if limit.site else limit.rule


def _long(limit: Limit) -> str:
    for unit, size in (("day", 86_400), ("hour", 3_600), ("minute", 60)):
        if limit.seconds >= size:
            n = limit.seconds // size
            return f"{n:,} {unit}{'' if n == 1 else 's'}"
    return "at once"
