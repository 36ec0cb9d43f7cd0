"""Who composes which kind of mail: each room hands in its own at start."""

from collections.abc import Callable
from email.message import EmailMessage

from .models import Mail

type Compose = Callable[[Mail], EmailMessage | None]

_composers: dict[str, Compose] = {}


def compose_with(kind: str, compose: Compose) -> None:
    """Hand in the composer of a kind. It returns the mail without To and From, or None when there is nothing left
    to tell (the conversation was erased)."""
    _composers[kind] = compose


def composer(kind: str) -> Compose | None:
    return _composers.get(kind)
