"""The log: the only place where events are inserted, and the only order they have.

Two doors, one way to write. `append` hands one message to the scribe, who commits all that waits at once;
`unit` is a transaction of a verb that changes rows too and writes its events as its last statements.

    log = current()                                   # opened once by project/serve.py
    written = await log.append(draft)                 # on the loop: durable when it returns
    log.append_soon(draft, callback)                  # the same without a task: callback(Written | Exception)
    written = log.append_sync(draft)                  # the same for a thread
    with log.unit("close", draft) as unit:            # in a thread: BEGIN, heads locked, duplicates looked for
        if unit.repeated: ...                         # the first draft was written before: answer as before
        ...                                           # rows
        unit.state(stream, CLOSED)
    unit.written                                      # list[Written], after the COMMIT
    again(verb)                                       # the whole of it anew where the database ended it (a deadlock)

Reading: `read`, `read_async`, `heads`, `where`, `follow`, `after_position`, `marks`, `ask`.
Listening: `on_commit` (per stream in order, at once) and `on_position` (all streams in one order, a bit later).
Errors are those of `troth.kernel.errors`: Closed, NotFound, Forbidden, Conflict, Busy, Invalid.
"""

from . import leases
from .again import again
from .boxes import Erased
from .door import Log
from .gate import gate
from .migrate import migrate
from .parking import Parked, looked_at, parked
from .shapes import CLOSED, ERASED, NOBODY, OPEN, Address, Draft, Event, Head, HeadRow, Rights, Written
from .start import current, open_log, recognise, use
from .state import LogState, ReaderState
from .unit import Transactions, Unit
from .verify import Verified, verify

__all__ = [
    "CLOSED",
    "ERASED",
    "NOBODY",
    "OPEN",
    "Address",
    "Draft",
    "Erased",
    "Event",
    "Head",
    "HeadRow",
    "Log",
    "LogState",
    "Parked",
    "ReaderState",
    "Rights",
    "Transactions",
    "Unit",
    "Verified",
    "Written",
    "again",
    "current",
    "gate",
    "leases",
    "looked_at",
    "migrate",
    "open_log",
    "parked",
    "recognise",
    "use",
    "verify",
]
