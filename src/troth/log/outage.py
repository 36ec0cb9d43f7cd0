"""Telling a database that can't be asked right now from a mistake of ours, whichever driver says it."""

import sqlite3
import sys

from troth.kernel.errors import Busy

# The classes that mean "not now": by name, since only the drivers in use are loaded.
_PASSING = {
    "psycopg": ("OperationalError", "InterfaceError"),  # the pool's are of these
    "asyncpg": (
        "PostgresConnectionError", "OperatorInterventionError", "InsufficientResourcesError",
        "TransactionRollbackError", "LockNotAvailableError",
    ),
}  # fmt: skip


def outage(error: BaseException) -> Busy | None:
    """Busy when a database was away, full, locked or cut off, also where Django wrapped what its driver said; None for
    everything else. Whether a COMMIT that was cut off came through nobody knows: a repeat with the same id finds out.
    """
    cause: BaseException | None = error
    while cause is not None:
        if _passing(cause):
            busy = Busy()
            busy.__cause__ = error
            return busy
        cause = cause.__cause__
    return None


def _passing(error: BaseException) -> bool:
    if isinstance(error, ConnectionError | TimeoutError):
        return True
    if isinstance(error, sqlite3.OperationalError):  # SQLITE_ERROR is a statement that is wrong
        return getattr(error, "sqlite_errorcode", 0) & 0xFF != sqlite3.SQLITE_ERROR
    for driver, names in _PASSING.items():
        module = sys.modules.get(driver)
        if module is not None and isinstance(error, tuple(getattr(module, name) for name in names)):
            return True
    asyncpg = sys.modules.get("asyncpg")  # its InterfaceError is "the connection is closed", and also our mistakes
    return (
        asyncpg is not None
        and isinstance(error, asyncpg.InterfaceError)
        and not isinstance(error, ValueError)
        and "closed" in str(error)
    )
