"""What the scribes of both kinds of database have in common."""

from .bell import Answer
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
    return [(waiting.callback, outcome) for waiting, outcome in zip(batch, folded.outcomes, strict=True)]
