"""Where a request comes from: one function for the door and for HTTP.

Behind a proxy the peer is the proxy. Each trusted hop appends to X-Forwarded-For whom it saw, so the walk goes from
the right and ends at the first address that is not one of ours; whatever the client itself wrote stands further left
and is never reached.
"""

import ipaddress
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from troth.kernel.config import Network
from troth.visitors.signals import said

type Address = ipaddress.IPv4Address | ipaddress.IPv6Address


def client_address(peer: str, forwarded: Iterable[str], trusted: Sequence[Network]) -> str:
    """The right-most address that is not a trusted proxy. `forwarded`: the X-Forwarded-For lines in their order."""
    seen = _parse(peer)
    if seen is None or not _is_in(seen, trusted):
        return peer
    for part in reversed(",".join(forwarded).split(",")):
        hop = _parse(part.strip())
        if hop is None:
            break  # garbage: believe no further
        seen = hop
        if not _is_in(hop, trusted):
            break
    return str(seen)


def is_trusted(peer: str, trusted: Sequence[Network]) -> bool:
    """Whether the peer is a proxy whose X-Forwarded-Proto may be believed."""
    address = _parse(peer)
    return address is not None and _is_in(address, trusted)


def cut(address: str) -> str:
    """The address as logs may hold it: without its last byte (IPv4), or its last ten (IPv6)."""
    parsed = _parse(address)
    if parsed is None:
        return "-"
    network = ipaddress.ip_network((parsed, 24 if parsed.version == 4 else 48), strict=False)
    return str(network.network_address)


def crowd(address: str) -> str:
    """Whom a limit by address counts together: an IPv4 address, or the /64 of an IPv6 one."""
    parsed = _parse(address)
    if parsed is None or parsed.version == 4:
        return address
    return str(ipaddress.ip_network((parsed, 64), strict=False).network_address)


def place_of(scope: Mapping[str, Any], trusted: Sequence[Network]) -> str:
    """Whom a limit by address counts an ASGI request to."""
    peer = (scope.get("client") or ("", 0))[0]
    forwarded = [value.decode("latin-1") for name, value in scope["headers"] if name == b"x-forwarded-for"]
    return crowd(client_address(peer, forwarded, trusted))


def signals_of(scope: Mapping[str, Any]) -> str:
    """What the browser says about being watched (visitors/signals.py), of an ASGI request."""
    headers = {name.lower(): value.decode("latin-1") for name, value in scope["headers"]}
    return said(lambda name: headers.get(name.lower().encode()))


def _parse(text: str) -> Address | None:
    if text.startswith("["):
        text = text[1:].partition("]")[0]  # [v6] and [v6]:port
    elif text.count(":") == 1:
        text = text.partition(":")[0]  # v4:port
    try:
        address = ipaddress.ip_address(text.partition("%")[0])
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address


def _is_in(address: Address, networks: Sequence[Network]) -> bool:
    return any(address.version == network.version and address in network for network in networks)
