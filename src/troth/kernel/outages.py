"""Telling an outage of the database from a fault of ours, whichever driver says so, without importing any of them."""

from .errors import Busy, TrothError

# Names of the drivers' classes, looked for among an error's ancestors. OperationalError and InterfaceError are PEP
# 249's (sqlite3, psycopg, its pool, Django's copies of them); the rest are asyncpg's.
_OUTAGES = frozenset({
    "OperationalError", "InterfaceError", "PostgresConnectionError", "OperatorInterventionError",
    "InsufficientResourcesError", "LockNotAvailableError", "TransactionRollbackError", "ReadOnlySQLTransactionError",
    "PostgresSystemError", "IdleInTransactionSessionTimeout",
})  # fmt: skip
_SQLITE_ERROR = 1  # the code of a statement that is wrong in itself: no such table, a misspelt word


seen = {"answers": 0}  # how often this process had to say so; for the metrics


class DatabaseAway(Busy):
    """Also after a COMMIT whose answer was lost, so it can't be said that nothing was kept."""

    sentence = (
        "The database did not answer. What was sent may have been kept: wait a moment and repeat it with the same"
        " client id."
    )


def is_outage(error: BaseException) -> bool:
    """Whether the database was away, locked, full or starting, so that the same thing may succeed a moment later; also
    where that is only the cause of what was raised."""
    cause: BaseException | None = error
    while cause is not None:
        if _says_so(cause):
            return True
        cause = cause.__cause__
    return False


def _says_so(error: BaseException) -> bool:
    if isinstance(error, ConnectionError | TimeoutError | DatabaseAway):
        return True
    if type(error).__module__.startswith("asyncpg") and type(error).__name__ in ("InterfaceError", "DataError"):
        return "closed" in str(error)  # else it is its word for what we did wrong
    if type(error).__module__ == "django.db.utils" and error.__cause__ is not None:
        return False  # a copy: the driver's own error, its cause, knows the code
    if getattr(error, "sqlite_errorcode", 0) & 0xFF == _SQLITE_ERROR:
        return False
    return any(ancestor.__name__ in _OUTAGES for ancestor in type(error).__mro__)


def typed(error: BaseException) -> TrothError:
    """The error as a caller can understand it: itself when it is typed, DatabaseAway (busy: repeat it) for an outage,
    else `internal`. The cause stays in the server's own log."""
    if isinstance(error, TrothError):
        return error
    if is_outage(error):
        seen["answers"] += 1
        known: TrothError = DatabaseAway()
    else:
        known = TrothError()
    known.__cause__ = error
    return known
