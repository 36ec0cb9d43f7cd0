"""The websites that show the widget."""

import json
import socket
from ipaddress import ip_address
from typing import Any

from .found import CantLook, Check, Found, broken, ok, warning
from .installation import Installation

MOST = 40  # names that are looked up


def _domains_set(here: Installation) -> Found:
    here.only_here()
    without = [name for name, domains in _sites(here) if not domains]
    if without:
        return warning(
            f"The site {without[0]}{_more(without)} names no domain, so that no website may show its widget.",
            "Add the website's domain in the console, under the site.",
            "on-a-website",
        )
    return ok("Every site says on which websites its widget may be.")


def _known(here: Installation) -> Found:
    names = {_host(domain): site for site, domains in _sites(here) for domain in domains if "*" not in domain}
    unknown = [name for name in sorted(names)[:MOST] if not _resolves(name)]
    if unknown:
        return warning(
            f"{unknown[0]}{_more(unknown)}, of the site {names[unknown[0]]}, is a name that nobody knows.",
            "Look whether it is written right, or take it away from the site.",
            "on-a-website",
        )
    if not names:
        raise CantLook("no site names a domain")
    return ok("The domains of the sites are known.")


def _mixed(here: Installation) -> Found:
    here.only_here()
    if here.secure:
        return ok("Pages that are https may show the widget.")
    for site, domains in _sites(here):
        for domain in domains:
            if not domain.startswith("http://"):
                return broken(
                    f"{domain}, of the site {site}, is https to its visitors and Troth is not, so browsers block the"
                    " widget.",
                    "Let a proxy speak TLS, and set TROTH_BASE_URL to https://...",
                    "behind-a-proxy",
                )
    raise CantLook("no site names a domain")


def _sites(here: Installation) -> list[tuple[str, list[str]]]:
    """(key, domains) of each; the key stands in the website's pages."""
    found: list[tuple[str, Any]] = here.kept().read("SELECT key, domains FROM sites_site ORDER BY key")
    if not found:
        raise CantLook("there is no site yet")
    return [(key, json.loads(domains) if isinstance(domains, str) else list(domains)) for key, domains in found]


def _host(domain: str) -> str:
    return domain.rpartition("://")[2].partition(":")[0]


def _resolves(name: str) -> bool:
    try:
        ip_address(name)
    except ValueError:
        try:
            socket.getaddrinfo(name, 443, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError):
            return False
    return True


def _more(names: list[str]) -> str:
    return f" (and {len(names) - 1} more)" if len(names) > 1 else ""


CHECKS = (
    Check("sites", "each names the websites that may show its widget", _domains_set),
    Check("domains", "the names of those websites are known", _known),
    Check("https sites", "no https website is to show a widget that is not", _mixed),
)
