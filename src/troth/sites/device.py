"""What the chat may keep in a browser, and how long: as the data map says, or less where the company promised less; the
room that knows what was promised hands in who tells."""

from collections.abc import Callable
from typing import NamedTuple

from troth.datamap.keeping import DEVICE

from .models import Site


class OnDevice(NamedTuple):
    """days: after the last use of the chat there. choices: whether what somebody chose there is remembered."""

    days: int = DEVICE.longest.days
    choices: bool = True


type Promised = Callable[[Site], OnDevice | None]

_promised: Promised | None = None


def promised_by(promised: Promised) -> None:
    """promised: None where nothing is."""
    global _promised
    _promised = promised


def on_device(site: Site) -> OnDevice:
    promised = (_promised(site) if _promised else None) or OnDevice()
    return promised._replace(days=min(DEVICE.longest.days, promised.days))
