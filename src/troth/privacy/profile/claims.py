"""Words that a policy must not use, or not without more. A claim that the sentence takes back ("we can't guarantee
absolute security") is none."""

import re

_SAFE = r"(?:safe|safety|secure|security|protected|protection)\b"
_ABSOLUTE = re.compile(
    r"(?:\b(?:absolute(?:ly)?|complete(?:ly)?|total(?:ly)?|perfect(?:ly)?|fully|wholly|always|unconditional(?:ly)?"
    rf"|guarantee[sd]?)|100 ?%)\W+(?:\w+\W+){{0,2}}?{_SAFE}"
    r"|\b(?:unhackable|unbreakable|bullet-?proof|hacker-?proof|military-grade)\b"
    r"|\b(?:(?:absolut|vollkommen|völlig|hundertprozentig|100 ?%(?:ig)?)\s+(?:sicher|geschützt)|unknackbar)\b"
    r"|\b(?:آمنة?|محمية?)\s+(?:تمام\w*|بالكامل|مئة بالمئة|100)",
    re.I,
)
_NEVER_BROKEN = re.compile(
    r"\b(?:can ?not|can[’']t|can never|never can|will never|impossible to)\s+(?:be\s+)?(?:ever\s+)?"
    r"(?:hack|breach|intercept|break|brok|steal|stolen|leak)(?:ed|en)?\b",
    re.I,
)
_DEAD = re.compile(  # and the clauses that the European Commission ended with 2022
    r"\b(?:privacy[ -]?shield|safe[ -]?harbou?r|datenschutzschild|(?:2001/497|2004/915|2010/87)(?:/E[CU])?)\b"
    r"|درع الخصوصية|الملاذ الآمن",
    re.I,
)
_KEEP = r"(?:keep|kept|stor(?:e|ed)|retain(?:ed)?|held|hold|archived?)"
_ENDLESS = re.compile(
    r"\b(?:indefinite(?:ly)?|for ?ever|until further notice|without (?:an? )?(?:end|time limit)|no time limit"
    rf"|in perpetuity|perpetual(?:ly)?|{_KEEP}\s+(?:permanently|for good)|permanently\s+{_KEEP}"
    rf"|{_KEEP}(?:\s+\w+){{0,4}}\s+without limit"
    r"|(?:for )?(?:an )?unlimited (?:time|period|duration)|never (?:be )?(?:deleted?|erased?|removed?)"
    r"|(?:do not|don[’']t|will not|won[’']t) (?:ever )?(?:delete|erase)"
    r"|(?:für|auf) (?:immer|ewig|unbestimmte zeit)|unbefristet|zeitlich unbegrenzt"
    r"|unbegrenzt (?:gespeichert|aufbewahrt))\b"
    r"|إلى الأبد|للأبد|(?:بلا|دون) نهاية",
    re.I,
)
_OPEN = re.compile(
    r"\bas long as\b(?:\W+\w+){0,4}?\W+"
    r"(?:need|needed|necessary|required|possible|useful|like|want|wish|choose|see fit)\b"
    r"|\b(?:however long|for any (?:time|period|duration))\b"
    r"|\b(?:for the time|while|until)\b(?:\W+\w+){0,3}?\W+(?:needed|necessary|required)\b",
    re.I,
)
_CERTIFIED = re.compile(
    r"\b(?:certified|certification|accredited|accreditation|independently audited|audited by|penetration[ -]tested"
    r"|ISO(?:/IEC)? ?27\d{3}|SOC ?[123]|PCI(?:[ -]DSS)?|HIPAA|FedRAMP|TISAX|zertifi\w+)\b",
    re.I,
)
_UNHEEDED = re.compile(
    r"\b(?:do(?:es)? not|don[’']t|doesn[’']t|never|cannot|can[’']t|will not|won[’']t)\s+(?:\w+\s+){0,2}?"
    r"(?:honou?r|respond|react|heed|follow|support|recogni[sz]e|respect|observe|act (?:up)?on)\b"
    r"|\b(?:ignore|disregard)s?\b",
    re.I,
)
_HEEDED = re.compile(r"\b(?:honou?r|respect|heed|observe|respond to|act (?:up)?on)(?:s|ed)?\b", re.I)
_NOT = re.compile(
    r"\b(?:no|not|never|nobody|nothing|none|neither|nor|without|cannot|can ?not|ended|invalid|nicht|nichts|nie|niemals"
    r"|keine?[rmns]?|ungültig)\b|n[’']t\b|(?<!\w)(?:لا|ليس|ليست|لن|لم|غير)(?!\w)",
    re.I,
)
_CLAUSE = re.compile(r"[.;:,()!?]|\b(?:and|but|though|although|yet|while|so)\b", re.I)


def absolute(text: str) -> str:
    """The words that promise more security than there is; empty where none do."""
    return _said(_ABSOLUTE, text) or _said(_NEVER_BROKEN, text, before_alone=True)


def dead(text: str) -> str:
    """The framework for transfers that it stands on, though it ended."""
    return _said(_DEAD, text)


def endless(text: str) -> str:
    """Words that keep something for ever."""
    return _said(_ENDLESS, text)


def open_end(text: str) -> str:
    """Words that leave open for how long something is kept."""
    return _said(_OPEN, text)


def heeds(text: str) -> bool | None:
    """Whether it says that a browser's signal is heeded; None: neither."""
    if _UNHEEDED.search(text):
        return False
    return True if _HEEDED.search(text) else None


def certified(text: str) -> str:
    """Words that claim what somebody else must have attested."""
    return _said(_CERTIFIED, text)


def _said(pattern: re.Pattern[str], text: str, *, before_alone: bool = False) -> str:
    for found in pattern.finditer(text):
        before = _CLAUSE.split(text[: found.start()])[-1]
        after = "" if before_alone else _CLAUSE.split(text[found.end() :])[0]
        if not _NOT.search(before) and not _NOT.search(after):
            return found[0]
    return ""
