"""The websites that may show a site's widget: host names as `frame-ancestors` reads them."""

import re

_LABEL = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
_DOMAIN = re.compile(rf"^(https?://)?(\*\.)?{_LABEL}(\.{_LABEL})*(:[0-9]{{1,5}})?$")


def is_domain(text: str) -> bool:
    """`shop.example`, `*.shop.example`, with a scheme or a port where wanted. No path, no blank, no quote."""
    return len(text) <= 253 and bool(_DOMAIN.fullmatch(text))


def ancestors(domains: list[str], local: bool) -> list[str]:
    """The sources for the directive `frame-ancestors`. A site without domains is shown by any page of a Troth that only
    this machine reaches (`local`), to try it out; by none of one that the world reaches: there it has its own page."""
    return list(domains) or (["*"] if local else ["'none'"])
