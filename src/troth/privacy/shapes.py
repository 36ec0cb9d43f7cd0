"""What an entry of the register may say."""

import re
from collections.abc import Iterable

from troth.kernel.config.places import is_host
from troth.kernel.errors import Invalid

from .profile.claims import dead

MOST_HOSTS = 20
FETCHED = ("connect-src", "font-src", "frame-src", "img-src", "media-src", "script-src", "style-src")


def hosts_of(given: Iterable[str]) -> list[str]:
    """In small letters, each once. Raises Invalid."""
    hosts = sorted({host.strip().lower().rstrip(".") for host in given})
    if not hosts or len(hosts) > MOST_HOSTS or not all(is_host(host) for host in hosts):
        raise Invalid(f"Name 1 to {MOST_HOSTS} hosts, like mail.example.org.", fields={"hosts": "host"})
    return hosts


def country_of(given: str) -> str:
    """Raises Invalid."""
    country = given.strip().upper()
    if country and not re.fullmatch(r"[A-Z]{2}", country):
        raise Invalid("A country has two letters, like IN.", fields={"country": "ISO 3166-1"})
    return country


def mechanism_of(given: str) -> str:
    """On what a transfer to another country stands. Raises Invalid."""
    words = words_of(given, "mechanism", 200)
    if ended := dead(words):
        raise Invalid(
            f"No transfer may stand on {ended} any more: courts ended it. Name what allows it now.",
            fields={"mechanism": "ended"},
        )
    return words


def policy_of(given: str, field: str = "policy") -> str:
    """Raises Invalid."""
    if given and not (given.startswith("https://") and len(given) <= 300 and given.isprintable() and " " not in given):
        raise Invalid("The address of a page begins with https://.", fields={field: "https"})
    return given


def fetched_of(given: Iterable[str]) -> list[str]:
    """Raises Invalid."""
    kinds = sorted(set(given))
    if not set(kinds) <= set(FETCHED):
        raise Invalid(f"Browsers fetch by one of: {', '.join(FETCHED)}.", fields={"browser": "directive"})
    return kinds


def words_of(given: str, field: str, most: int, *, needed: bool = False) -> str:
    """Raises Invalid."""
    words = " ".join(given.split())
    if len(words) > most or not words.isprintable() or (needed and not words):
        raise Invalid(f"The {field} has 1 to {most} characters.", fields={field: "length"})
    return words
