"""On whose behalf something is done: the id of the request, or of the socket's session. Every answer bears it, and so
does each line of the log that was written meanwhile, in whatever thread of this process."""

import contextvars
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from .ids import new_id

HEADER = "X-Request-ID"
_GIVEN = re.compile(r"[0-9a-f]{32}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
_current: contextvars.ContextVar[str] = contextvars.ContextVar("request", default="")


def current() -> str:
    """The id; "" where nobody asked."""
    return _current.get()


def begin(given: str = "") -> str:
    """The id of a new request, for the rest of this context. given: what a trusted proxy calls it; taken when it is a
    UUID or 32 hexadecimal digits, since a freer form could hold anything."""
    id_ = given if _GIVEN.fullmatch(given) else str(new_id())
    _current.set(id_)
    return id_


@contextmanager
def of(id_: object) -> Iterator[None]:
    """For the block."""
    token = _current.set(str(id_))
    try:
        yield
    finally:
        _current.reset(token)


def carried[*Args, Result](act: Callable[[*Args], Result]) -> Callable[[*Args], Result]:
    """`act`, in the context of now: for an executor, which knows nothing of contexts."""
    context = contextvars.copy_context()
    return lambda *args: context.run(act, *args)
