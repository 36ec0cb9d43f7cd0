"""The compaction of everything: the search index first, since certificates rise only where no byte is left anywhere."""

import time

from troth.privacy import compact as privacy
from troth.search.opened import index


def compact(*, whole: bool = False) -> int:
    """How many certificates rose to level 3. whole: see `troth.privacy.compact`."""
    return privacy.compact(whole=whole) if _of_the_index() else 0


def _of_the_index() -> bool:
    """False where somebody reads in it for long."""
    until = time.monotonic() + privacy.PATIENCE
    while not index().compact():
        if time.monotonic() > until:
            return False
        time.sleep(privacy.PAUSE)
    return True
