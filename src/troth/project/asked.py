"""What `troth doctor` is told beside the health: how its request came here."""

from typing import Any

from troth.gateway.address import is_trusted
from troth.gateway.problem import Scope
from troth.kernel.config import Config
from troth.kernel.question import HEADER, is_the_doctors


def as_seen(config: Config, scope: Scope) -> dict[str, Any]:
    """Nothing for anybody else. peer: who connected, a proxy where one is; trusted: whether it is believed."""
    headers = {name: value.decode("latin-1") for name, value in scope["headers"]}
    if not is_the_doctors(config, headers.get(HEADER.encode(), "")):
        return {}
    peer = (scope.get("client") or ("", 0))[0]
    told = {
        "peer": peer,
        "trusted": is_trusted(peer, config.trusted_proxies),
        "for": b"x-forwarded-for" in headers,
        "proto": headers.get(b"x-forwarded-proto", ""),
    }
    return {"asked": told}
