"""The terms of W3C's Data Privacy Vocabulary (2.3) and of those beside it that our linked data uses. Whoever uses
another looks it up there first, and adds it."""

from collections.abc import Iterator
from typing import Any

_DPV = """
AccountManagement CommunicationForCustomerCare Consent ContractPerformance Customer CustomerCare DataController
DataProcessor DataProtectionAuthority DataProtectionOfficer DataSubjectRight Employee EnforceSecurity
ImproveExistingProductsAndServices LegalCompliance LegalMeasure LegalObligation LegitimateInterestOfController
PrivacyNotice Process ROPA Recipient RecordManagement Representative RequestedServiceProvision StorageDuration
TechnicalOrganisationalMeasure User hasAddress hasAuthority hasContact hasCountry hasDataController hasDataProcessor
hasDataProtectionOfficer hasDataSubject hasDuration hasLegalBasis hasLegalMeasure hasName hasPersonalData hasProcess
hasPurpose hasRecipient hasRepresentative hasRight hasStorageCondition hasTechnicalOrganisationalMeasure
"""
_PD = """
Authenticating AuthenticationHistory BrowserHistory Communication CommunicationsMetadata Contact CurrentEmployment
DeviceBased EmailAddress IPAddress Identifying Language Name Opinion Password Picture Preference Username
"""
_DCT = "description identifier issued language relation title valid"
KNOWN = frozenset(
    f"{prefix}:{name}"
    for prefix, names in (("dpv", _DPV), ("pd", _PD), ("dct", _DCT), ("dcat", "version"), ("xsd", "dateTime duration"))
    for name in names.split()
)


def terms_of(linked: dict[str, Any]) -> set[str]:
    """Every property, type and thing that is named by a prefix of its context."""
    return {one for one in _names(linked) if one.partition(":")[0] in linked["@context"]}


def _names(node: Any) -> Iterator[str]:
    for one in node if isinstance(node, list) else ():
        yield from _names(one)
    for key, value in node.items() if isinstance(node, dict) else ():
        if key == "@context":
            continue
        yield key
        if key in ("@id", "@type"):
            yield value
        yield from _names(value)
