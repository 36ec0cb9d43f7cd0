"""What sockets and lines hear when the server stops."""

import asyncio
import random

from troth.wire.closing import RESTART, restart

from .doors import Door
from .session import Pace


def goodbye(door: Door, of: int, pace: Pace) -> None:
    """Close this one of so many, with when to come back; soon, and not all in the same moment."""
    wait = random.random() * min(pace.spread, of / 2000)  # noqa: S311  # no secret
    asyncio.get_running_loop().call_later(wait, door.close, RESTART, restart(of))
