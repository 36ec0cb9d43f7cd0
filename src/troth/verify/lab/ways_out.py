"""Every connection that the lab's server opens, whatever opened it: Python itself tells of them."""

import sys

_seen: set[tuple[str, int]] = set()


def record() -> None:
    """From now on, in this process. There is no way back: an audit hook stays."""
    sys.addaudithook(_hook)


def seen() -> list[tuple[str, int]]:
    """(host, port) of all, resolved or not."""
    return sorted(_seen)


def _hook(event: str, args: tuple[object, ...]) -> None:
    if event == "socket.connect" and isinstance(args[1], tuple):
        _seen.add((str(args[1][0]), int(args[1][1])))
    elif event == "socket.getaddrinfo":
        _seen.add((str(args[0]), int(args[1]) if isinstance(args[1], int) else 0))
