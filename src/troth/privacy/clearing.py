"""Clear what a step of an erasure clears, however often it is in somebody's hand at that moment."""

import time
from collections.abc import Callable, Sequence

from troth.datamap.erasing import InHand, Order, Scope, Step
from troth.kernel.errors import Busy
from troth.vault import StillOnDisk

TRIES = 20
PAUSE = 0.5  # s between two looks at what is in hand


def clear(step: Step, scope: Scope, there: int, renew: Callable[[], None]) -> None:
    """there: how many there are. renew: of the lease under which it is done; called while it waits."""
    for attempt in range(TRIES):
        try:
            if attempt or there:
                step.clear(scope)
            return
        except (InHand, StillOnDisk):
            if step.order < Order.COPIES and attempt:
                return  # the keys are destroyed; their bytes go when nobody reads them: counted at the end
            time.sleep(PAUSE)
            renew()


def clear_all(steps: Sequence[Step], scope: Scope, renew: Callable[[], None]) -> None:
    """All of them, until nothing is left. Raises Busy: repeat it."""
    left = list(steps)
    for _ in range(TRIES):
        for step in left:
            renew()
            clear(step, scope, step.count(scope), renew)
        left = [step for step in steps if step.count(scope)]
        if not left:
            return
    raise Busy("Something of it is still being written. It goes on where it is.")
