"""What a browser says of itself about being watched. No Django here: the gateway asks too."""

from collections.abc import Callable, Mapping

HEADERS = {"gpc": "Sec-GPC", "dnt": "DNT"}


def said(header: Callable[[str], str | None]) -> str:
    """Which signals a request bears: "gpc", "dnt", "gpc dnt" or "". header: a header's value by its name."""
    return " ".join(name for name, header_ in HEADERS.items() if (header(header_) or "").strip() == "1")


def heeded(signals: str, rules: Mapping[str, str]) -> bool:
    """Whether one of these counts on a site with these rules (`Site.signals`)."""
    return any(rules.get(name, "honour") != "ignore" for name in signals.split())
