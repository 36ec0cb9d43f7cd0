"""How long what the chat keeps in a browser stays there: as the data map says, or less where the company promised less;
the room that knows what was promised hands in who tells."""

from collections.abc import Callable

from troth.datamap.keeping import DEVICE

from .models import Site

type Promised = Callable[[Site], int | None]

_promised: Promised | None = None


def promised_by(promised: Promised) -> None:
    """promised: days after the last use; None where nothing is."""
    global _promised
    _promised = promised


def days_of(site: Site) -> int:
    """Days after the last use of the chat there."""
    promised = _promised(site) if _promised else None
    return DEVICE.longest.days if promised is None else min(DEVICE.longest.days, promised)
