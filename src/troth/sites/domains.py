"""The websites that may show a site's widget: host names as `frame-ancestors` reads them."""

import re

_LABEL = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
_DOMAIN = re.compile(rf"^(https?://)?(\*\.)?{_LABEL}(\.{_LABEL})*(:[0-9]{{1,5}})?$")


def is_domain(text: str) -> bool:
    """`shop.example`, `*.shop.example`, with a scheme or a port where wanted. No path, no blank, no quote."""
    return len(text) <= 253 and bool(_DOMAIN.fullmatch(text))


def ancestors(domains: list[str]) -> list[str]:
    """The sources for the directive `frame-ancestors`; without domains any website may show the widget."""
    return list(domains) if domains else ["*"]
