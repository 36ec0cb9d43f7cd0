"""What a close frame says beyond its code. A server that restarts tells its sockets within how many seconds to come
back: each picks a moment of its own, so that its neighbours (or itself, started anew) meet no crowd."""

import re

RESTART = 1012
A_SECOND = 1_000  # sockets that may come back in one
LONGEST = 30.0  # s; a client believes no more
_REASON = re.compile(r"restart (\d{1,4})")


def restart(sockets: int) -> str:
    """The reason beside 1012 when so many sockets are told at once: `restart 5`."""
    return f"restart {max(1, min(int(LONGEST), -(-sockets // A_SECOND)))}"


def within(reason: str) -> float:
    """Seconds over which to come back; 0.0 when the reason names none."""
    found = _REASON.fullmatch(reason)
    return min(LONGEST, float(found[1])) if found else 0.0
