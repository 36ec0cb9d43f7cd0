"""What the proxy tells Troth about whom it brings, as the server saw it."""

import ipaddress
import json
from typing import Any

from troth.kernel.question import HEADER, signed

from .asked import Away, ask
from .found import CantLook, Check, Found, broken, ok
from .installation import Installation

_SET = "proxy_set_header X-Forwarded-For $remote_addr; proxy_set_header X-Forwarded-Proto $scheme;"


def _forwarded(here: Installation) -> Found:
    here.only_here()
    here.public()
    saw = _saw(here)
    if not saw["for"] and not saw["proto"]:
        if here.secure:
            return broken(
                f"The proxy at {saw['peer']} does not say whom it brings (X-Forwarded-For): to Troth all people are one"
                " address, and meet its limits together.",
                f"Set in the proxy: {_SET}",
                "behind-a-proxy",
            )
        return ok("Nothing stands between people and Troth.")
    if not saw["trusted"]:
        return broken(
            f"Troth does not believe the proxy at {saw['peer']}, which says whom it brings: to Troth all people are one"
            " address, and meet its limits together.",
            f"Set TROTH_TRUSTED_PROXIES={saw['peer']}",
            "behind-a-proxy",
        )
    if here.secure and saw["proto"] != "https":
        return broken(
            f"The proxy at {saw['peer']} does not say that people come by https (X-Forwarded-Proto): sign-ins are"
            " refused, or lead to http.",
            f"Set in the proxy: {_SET}",
            "behind-a-proxy",
        )
    return ok("The proxy says whom it brings, and is believed.")


def _saw(here: Installation) -> dict[str, Any]:
    """What the server saw. Anybody on the way can answer instead of it, and an operator is told to trust the peer."""
    try:
        said = json.loads(ask(here.url, "/health", headers={HEADER: signed(here.config)}).body)
    except (Away, ValueError):
        raise CantLook(f"it is not Troth that answers at {here.url}") from None
    if not isinstance(said, dict) or "asked" not in said:
        raise CantLook("the server behind the public address has another secret or version, and does not tell")
    saw = dict(said["asked"])
    try:
        ipaddress.ip_address(saw["peer"])
    except ValueError:
        raise CantLook("the server behind the public address tells of a peer that is no address") from None
    return saw


CHECKS = (
    Check("forwarded headers", "the proxy says whom it brings, and `TROTH_TRUSTED_PROXIES` names it", _forwarded),
)
