"""Commands of Troth whose writers wait for each other as long as any test waits. An installation gives up after some
seconds, which a busy machine may need for one turn; here the order is looked at, not the haste."""

from collections.abc import Sequence

from tests import forked
from tests.until import PATIENCE


def unhurried(words: Sequence[str]) -> int:
    from troth.log import scribe_postgres, unit

    scribe_postgres.LOCK_TIMEOUT = unit.LOCK_TIMEOUT = f"{PATIENCE:.0f}s"
    return forked.troth(words)
