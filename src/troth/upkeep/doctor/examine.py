"""Doing all checks: side by side, each for a bounded time."""

import threading
import time
from collections.abc import Sequence

import msgspec

from troth.datamap.doors import act_for
from troth.datamap.purposes import SECURITY
from troth.kernel import scrubbed

from .found import CantLook, Check, Found
from .installation import Installation

WITHIN = 10.0  # s for a check


class Row(msgspec.Struct, frozen=True):
    name: str
    found: Found


def examine(installation: Installation, checks: Sequence[Check]) -> list[Row]:
    """What was found, in the order of the checks. None of them raises; one that takes too long is left behind."""
    tried = [_Tried(installation, check) for check in checks if check.outside or not installation.from_outside]
    for one in tried:
        one.start()
    until = time.monotonic() + WITHIN + installation.long
    for one in tried:
        one.join(max(0.0, until - time.monotonic()))
    if not any(one.is_alive() for one in tried):
        installation.end()
    return [Row(one.check.name, one.found) for one in tried]


class _Tried(threading.Thread):
    def __init__(self, installation: Installation, check: Check) -> None:
        super().__init__(name=f"doctor-{check.name}", daemon=True)
        self._installation, self.check = installation, check
        self.found = _could_not(f"no answer within {WITHIN:.0f} seconds")

    def run(self) -> None:
        act_for(SECURITY)  # of this thread, so that a check may try the ways out
        try:
            self.found = self.check.look(self._installation)
        except CantLook as error:
            self.found = Found("skipped", f"Not looked at, since {error.why}.")
        except Exception as error:  # a check that fails is no reason to hear nothing of the others
            self.found = _could_not(scrubbed.told(error))


def _could_not(why: str) -> Found:
    return Found(
        "warning",
        f"It could not be checked: {why}.",
        "Run troth doctor again, and look at this by hand if it stays so.",
        "when-something-is-wrong",
    )
