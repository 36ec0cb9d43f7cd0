"""The privacy notice of a site, as the widget and the texts need it: the room that publishes it hands in who knows."""

from collections.abc import Callable
from datetime import datetime
from typing import NamedTuple

from .models import Site


class Shown(NamedTuple):
    """The version in force. path: of its page on this server. asks_since: the last version that asks those again who
    agreed before; 0: none does. next_at: when another takes effect that is announced; next_path: of its page, or
    empty."""

    number: int
    sha256: str
    path: str
    asks_since: int = 0
    next_at: datetime | None = None
    next_path: str = ""


type Tell = Callable[[Site], Shown | None]

_tell: Tell | None = None


def told_by(tell: Tell) -> None:
    global _tell
    _tell = tell


def notice_of(site: Site) -> Shown | None:
    """None where none was published."""
    return _tell(site) if _tell else None
