"""What the log of this process has done, in plain numbers, added to once a batch."""

import time
from collections import Counter
from collections.abc import Sequence

from troth.kernel.counts import Spread
from troth.kernel.outages import typed

from .folding import Folded
from .sealing import Waiting

SIZES = (1, 2, 5, 10, 20, 50, 100, 200)


class Counts:
    """kept, repeated, refused (by code): what was handed to the scribe. ack: seconds from the hand-over of a batch's
    oldest message to its commit, so that no message waited longer than this tells. at_once: batches that were to be
    written without a look before (PostgreSQL), `kept` or `missed`. held: seconds for which a writer
    held the gate (SQLite) or its streams (PostgreSQL)."""

    def __init__(self) -> None:
        self.kept = self.repeated = 0
        self.at_once = Counter({"kept": 0, "missed": 0})
        self.refused: Counter[str] = Counter()
        self.batch = Spread(SIZES)
        self.ack = Spread()
        self.held = Spread()
        self.slow: Counter[str] = Counter()  # by who held it too long

    def committed(self, batch: Sequence[Waiting], folded: Folded) -> None:
        """A batch of one or more."""
        self.batch.add(len(batch))
        self.ack.add(time.monotonic() - batch[0].since)
        self.kept += len(folded.fresh)
        if len(folded.fresh) < len(batch):
            errors = [outcome for outcome in folded.outcomes if isinstance(outcome, Exception)]
            self.repeated += len(batch) - len(folded.fresh) - len(errors)
            for error in errors:
                self.refused[typed(error).code] += 1


counts = Counts()
