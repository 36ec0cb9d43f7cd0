"""Who composes which kind of mail: each room hands in its own at start."""

from collections.abc import Callable
from email.message import EmailMessage
from typing import NamedTuple

from troth.datamap import Purpose

from .models import Mail

type Compose = Callable[[Mail], EmailMessage | None]
type Ask = Callable[[Mail, Purpose], str | None]


class Composer(NamedTuple):
    compose: Compose
    purpose: Purpose


_composers: dict[str, Composer] = {}
_askers: list[Ask] = []


def compose_with(kind: str, compose: Compose, purpose: Purpose) -> None:
    """Hand in the composer of a kind, and what such mails are for. It returns the mail without To and From, or None
    when there is nothing left to tell (the conversation was erased)."""
    _composers[kind] = Composer(compose, purpose)


def ask_first(ask: Ask) -> None:
    """Hand in who is asked before a mail is composed: a sentence keeps it from being sent, for good."""
    if ask not in _askers:
        _askers.append(ask)


def refusal(mail: Mail, purpose: Purpose) -> str | None:
    return next((why for ask in _askers if (why := ask(mail, purpose))), None)


def composer(kind: str) -> Composer | None:
    return _composers.get(kind)


def kinds() -> list[str]:
    """Those that somebody composes."""
    return sorted(_composers)
