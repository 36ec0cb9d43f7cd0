"""What the scribes of both kinds of database have in common."""

from troth.kernel.outages import typed

from .bell import Answer
from .counts import counts
from .folding import Folded
from .sealing import Waiting

BATCH = 200
LONGEST_QUEUE = 20_000  # beyond it: Busy

# After a failure an idle scribe proves by a commit of its own that it is over. It changes nothing, and yet needs all
# that a message needs: the lock, the disk, the server.
PROBE = "UPDATE log_schema SET step = step"
PROBE_EVERY = 1.0  # seconds


def answers(batch: list[Waiting], folded: Folded) -> list[Answer]:
    """After the COMMIT: what each one gets; their keys are known to the main database from now on."""
    for _, waiting in folded.fresh:
        waiting.grant.recorded = True
    counts.committed(batch, folded)
    return [(waiting.callback, outcome) for waiting, outcome in zip(batch, folded.outcomes, strict=True)]


def refusals(batch: list[Waiting], error: Exception) -> list[Answer]:
    """What each one gets where nothing was kept."""
    known = typed(error)
    counts.refused[known.code] += len(batch)
    return [(waiting.callback, known) for waiting in batch]
