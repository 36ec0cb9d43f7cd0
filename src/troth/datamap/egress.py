"""The door out: every connection of the product to another machine is asked for here first, but those to its own
databases. It is made for the purpose in force, to a host for which the register of processors has an active entry.

    out_to("mail.example", "mail")      # PurposeViolation or Refused; then connect
"""

import ipaddress
from collections.abc import Mapping, Sequence
from typing import Protocol

from .doors import Door, in_force, refused, through


class Register(Protocol):
    def why_not(self, host: str) -> str:
        """host: in small letters. "" when it may be reached, else a sentence for the operator."""
        ...

    def browser_hosts(self) -> Mapping[str, Sequence[str]]:
        """What a browser may fetch where beside ourselves: directive of CSP -> hosts. Never waits."""
        ...


class Refused(Exception):
    """Nothing is sent there. The text is for the operator and names the host."""


_register: Register | None = None


def ask(register: Register | None) -> None:
    """Hand in the register; the room `privacy` does at start."""
    global _register
    _register = register


def why_not(host: str) -> str:
    """Why this host may not be reached, "" when it may. This machine itself is no other."""
    host = host.lower().rstrip(".").strip("[]")
    if is_own(host):
        return ""
    if _register is None:
        return f"there is no register of processors that could allow {host}"
    return _register.why_not(host)


def browser_hosts() -> Mapping[str, Sequence[str]]:
    """For the content security policies of our pages."""
    return _register.browser_hosts() if _register else {}


def out_to(host: str, what: str) -> None:
    """Before a connection is opened. Raises PurposeViolation, Refused; both are counted."""
    through(Door.EGRESS, in_force(), what)
    if why := why_not(host):
        count()
        raise Refused(why)


def count(times: int = 1) -> None:
    refused[Door.EGRESS.value] += times


def is_own(host: str) -> bool:
    """Whether this name or address is this machine's own whoever is asked."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")
