"""What a record says, in the words of its page: the table and the linked data have the terms as they are."""

from collections.abc import Iterable
from typing import Any

from ..content import Company
from ..speech import Speech
from .content import Activity, Limit

TITLES = {
    "answer": "Answering", "follow-up": "Following up", "quality": "Quality", "board": "Who is here",
    "account": "Accounts of the team", "security": "Security", "record": "The record of talks",
    "preference": "What people chose", "rights": "Rights",
}  # fmt: skip
BASES = {
    "dpv:Consent": "consent, Article 6(1)(a)",
    "dpv:ContractPerformance": "a service that somebody asked for, Article 6(1)(b)",
    "dpv:LegalObligation": "a duty by law, Article 6(1)(c)",
    "dpv:LegitimateInterestOfController": "a legitimate interest, Article 6(1)(f)",
}
SUBJECTS = {"visitor": "visitors", "contact": "contacts", "person": "people of the team"}
CATEGORIES = {
    "pd:Name": "names", "pd:Username": "names that are used", "pd:EmailAddress": "email addresses",
    "pd:Picture": "pictures", "pd:Language": "languages", "pd:Password": "passwords, as hashes",
    "pd:Authenticating": "codes and keys, as hashes", "pd:AuthenticationHistory": "when somebody showed who they are",
    "pd:Communication": "what was said, files and forms", "pd:CommunicationsMetadata": "when something was said",
    "pd:Contact": "how to reach somebody", "pd:Opinion": "ratings", "pd:CurrentEmployment": "where somebody works",
    "pd:IPAddress": "network addresses, shortened", "pd:DeviceBased": "families of browsers and systems",
    "pd:BrowserHistory": "pages with the chat open", "pd:Identifying": "random numbers that stand for somebody",
    "pd:Preference": "what somebody chose",
}  # fmt: skip
KEPT = {
    "conversations": "conversations", "conversation": "conversations", "files": "files of conversations",
    "contacts": "contacts", "contact": "contacts", "visitors": "browsers", "visitor": "browsers", "mails": "mails",
    "mail": "mails", "consents": "answers to a question of consent", "consent": "answers to a question of consent",
    "member": "members of the team", "person": "logins", "session": "sign-ins",
    "minutes": "what passes while somebody is here", "hours": "passes and codes",
    "upload": "uploads that no message names", "tab": "what one tab remembers", "device": "what lies on a device",
    "package": "packages that were ordered", "request": "requests", "look": "who looked", "hold": "legal holds",
    "logs": "lines of the server's log", "backup": "backups",
}  # fmt: skip
AFTER = {
    "closed": "the closing", "last_message": "the last message", "created": "they were made",
    "it was made": "they were made", "the tab was closed": "the tab is closed",
}  # fmt: skip
BEGINS = {"visitors": "the chat was first opened", "files": "they were sent", "mails": "they were written",
          "consents": "the answer"}  # fmt: skip
_SIZES = (("year", 365 * 86_400), ("day", 86_400), ("hour", 3_600), ("minute", 60))


def said(one: Activity, sites: int) -> dict[str, Any]:
    """sites: how many there are; where all keep something alike, none is named."""
    return {
        "title": TITLES.get(one.purpose, one.purpose), "why": one.why, "basis": BASES.get(one.basis, one.basis),
        "law": one.law, "subjects": _in_words(one.subjects, SUBJECTS),
        "categories": _in_words(one.categories, CATEGORIES), "recipients": one.recipients,
        "limits": _limits(one.limits, sites),
        "places": [(place, ", ".join(leaves)) for place, leaves in one.places.items()],
    }  # fmt: skip


def country(one: Company) -> str:
    return (one.country and Speech("en").country(one.country)) or one.country


def _in_words(names: Iterable[str], words: dict[str, str]) -> list[str]:
    """In the order of the words; what has none stays as it is, at the end."""
    order = {name: place for place, name in enumerate(words)}
    return [words.get(name, name) for name in sorted(names, key=lambda name: order.get(name, len(order)))]


def _limits(limits: Iterable[Limit], sites: int) -> list[tuple[str, str, str]]:
    """What, how long, and the sites that keep it so; empty where all do."""
    alike: dict[tuple[str, str], list[str]] = {}
    for one in limits:
        alike.setdefault((KEPT.get(one.rule, one.rule), _long(one)), []).append(one.site)
    return [(what, long, "" if len(where) == sites else ", ".join(filter(None, where)))
            for (what, long), where in alike.items()]  # fmt: skip


def _long(one: Limit) -> str:
    after = BEGINS.get(one.rule) or AFTER.get(one.after, one.after)
    for unit, size in _SIZES:
        if one.seconds and one.seconds % size == 0:
            n = one.seconds // size
            return f"{n:,} {unit}{'' if n == 1 else 's'} after {after}"
    return f"until {after}"
