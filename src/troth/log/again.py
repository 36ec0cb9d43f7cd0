"""A transaction that the database ended for another's sake is begun anew, and nobody hears of it."""

from collections.abc import Callable

TRIES = 5
# deadlock_detected, serialization_failure, unique_violation: who was quicker by a moment has it, and is seen now
_GAVE_WAY = frozenset({"40P01", "40001", "23505"})
_UNIQUE = frozenset({"SQLITE_CONSTRAINT_PRIMARYKEY", "SQLITE_CONSTRAINT_UNIQUE"})


def again[T](act: Callable[[], T]) -> T:
    """What `act` gives: a whole transaction with what it asks before, which may run more than once."""
    for _ in range(TRIES - 1):
        try:
            return act()
        except Exception as error:
            if not gave_way(error):
                raise
    return act()


def gave_way(error: BaseException) -> bool:
    """Whether another transaction was in the way of this one, which is rolled back; by the driver's own code."""
    cause: BaseException | None = error
    while cause is not None:
        if getattr(cause, "sqlstate", "") in _GAVE_WAY or getattr(cause, "sqlite_errorname", "") in _UNIQUE:
            return True
        cause = cause.__cause__
    return False
