"""Errors as the log may hold them. The message of an exception may quote what somebody wrote, whoever raised it: a
driver quotes the row, a parser the text, a mail server the address. So of a message only that is kept which can't: its
class, the code of the system or the database, the constraint that was violated. Where in the code it was raised is kept
in full, and the line of source there holds every sentence that was a constant."""

import errno
import re
import traceback
from collections.abc import Iterator

from .errors import TrothError

_MOST = 10  # causes of causes
_SQLITE_NAMES = re.compile(r"[A-Z]+ constraint failed: [\w.]+(, [\w.]+)*")
_OF_A_ROW = ("constraint_name", "table_name", "column_name")  # as asyncpg and psycopg call them; names of ours


def told(error: BaseException) -> str:
    """One line: `OSError ENOSPC`, `UniqueViolation 23505 mail_key`, `ValueError`."""
    return " ".join([type(error).__name__, *_harmless(error)])


def _harmless(error: BaseException) -> Iterator[str]:
    if isinstance(error, TrothError):
        yield error.code
    elif isinstance(error, OSError) and error.errno is not None:
        yield errno.errorcode.get(error.errno, str(error.errno))
    elif name := getattr(error, "sqlite_errorname", None):
        yield str(name)
        if found := _SQLITE_NAMES.match(str(error)):
            yield found[0]
    elif state := getattr(error, "sqlstate", None):
        yield str(state)
        row = getattr(error, "diag", error)
        yield from (str(getattr(row, name)) for name in _OF_A_ROW if getattr(row, name, None))


def trace(error: BaseException) -> str:
    """As Python writes a traceback, the oldest cause first, without messages and values."""
    return "\n".join(_chain(error, _MOST))


def _chain(error: BaseException, left: int) -> Iterator[str]:
    before = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if before is not None and left:
        yield from _chain(before, left - 1)
        yield "which led to" if error.__cause__ else "and then"
    yield "Traceback (most recent call last):"
    yield from (line.rstrip("\n") for line in traceback.format_tb(error.__traceback__))
    yield told(error)
    if isinstance(error, BaseExceptionGroup) and left:
        for one in error.exceptions:
            yield from ("  | " + line for part in _chain(one, left - 1) for line in part.splitlines())
