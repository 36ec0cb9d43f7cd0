"""Tells the maker of this process that something was ordered; makers elsewhere find it when they look."""

from collections.abc import Callable

_listening: list[Callable[[], None]] = []


def listen(wake: Callable[[], None]) -> None:
    _listening.append(wake)


def unlisten(wake: Callable[[], None]) -> None:
    if wake in _listening:
        _listening.remove(wake)


def ring() -> None:
    """Call after the COMMIT that keeps the order."""
    for wake in list(_listening):
        wake()
