"""What the server writes to stderr: one line for one thing that happened, as text or as JSON. No names and addresses,
no words of a talk, no tokens, no whole network addresses: docs/operate.md says what is kept instead.

The sentences of our own loggers are written whole, since we know what they are given. Of everybody else's only the
pattern is, never its values; and of an exception never its message (kernel/scrubbed.py).
"""

import asyncio
import datetime
import logging
import sys
import threading
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Literal

import msgspec

from troth.kernel import request, scrubbed
from troth.kernel.config import Config

_log = logging.getLogger("troth")


def set_up(config: Config) -> None:
    """From here on all that this process says goes this way, also what would end it."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(AsJson(config.role) if style(config) == "json" else AsText())
    logging.basicConfig(handlers=[handler], level=logging.WARNING, force=True)
    logging.getLogger("troth").setLevel(config.log_level.upper())
    logging.getLogger("django.request").setLevel(logging.ERROR)  # a 404 is not news
    logging.getLogger("django.security.DisallowedHost").setLevel(logging.CRITICAL)  # nor is what strangers make up
    logging.raiseExceptions = False  # else a sentence that can't be put together is printed with its values
    warnings.showwarning = _warned
    sys.excepthook = lambda kind, error, trace: _log.critical("The server fell", exc_info=error)
    sys.unraisablehook = lambda what: _unraisable(what.exc_value)
    threading.excepthook = lambda what: _log.error("A thread fell", exc_info=what.exc_value)


def style(config: Config) -> Literal["text", "json"]:
    """As it was set; else text where a person reads it."""
    if config.log != "auto":
        return config.log
    return "text" if config.demo or sys.stderr.isatty() else "json"


def of_loop(loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
    """The loop's exception handler. Its message may quote what was called with what."""
    task = context.get("task") or context.get("future")
    coroutine = task.get_coro() if isinstance(task, asyncio.Task) else None
    name = getattr(coroutine, "__qualname__", "a callback")
    _log.error("On the loop %s failed", name, exc_info=context.get("exception"))


class AsText(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        asked = request.current()
        line = f"{_time(record)} {record.levelname} {record.name}: {_sentence(record)}{asked and f' [{asked}]'}"
        return f"{line}\n{trace}" if (trace := _trace(record)) else line


class AsJson(logging.Formatter):
    """`time, level, logger, event, role, thread`, and where there are some `request`, `trace`, and the fields a
    record was given by `extra={"fields": {...}}`."""

    def __init__(self, role: str) -> None:
        super().__init__()
        self._role = role

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "time": _time(record),
            "level": record.levelname.lower(),
            "logger": record.name,
            "event": _sentence(record),
            "role": self._role,
            "thread": record.threadName,
        }
        if asked := request.current():
            line["request"] = asked
        if trace := _trace(record):
            line["trace"] = trace
        line.update(getattr(record, "fields", {}))
        return msgspec.json.encode(line).decode()


def _time(record: logging.LogRecord) -> str:
    at = datetime.datetime.fromtimestamp(record.created, datetime.UTC)
    return at.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _sentence(record: logging.LogRecord) -> str:
    """On one line, whatever is in it."""
    if record.name.partition(".")[0] == "troth":
        said = record.getMessage()
    else:
        said = str(record.msg) if record.args else ""  # a pattern; without values it may be no pattern at all
        said = f"{said} ({record.module}.py, line {record.lineno})".lstrip()
    return said.encode("unicode_escape").decode() if not said.isprintable() else said


def _trace(record: logging.LogRecord) -> str:
    error = record.exc_info[1] if record.exc_info else None
    return scrubbed.trace(error) if error is not None else ""


def _warned(message: Warning | str, category: type[Warning], filename: str, lineno: int, *_: Any, **__: Any) -> None:
    _log.warning("%s in %s, line %d", category.__name__, filename, lineno)


def _unraisable(error: BaseException | None) -> None:
    _log.error("An error that nobody could catch", exc_info=error)


@contextmanager
def quiet(name: str) -> Iterator[None]:
    """Only errors of this logger for a while."""
    logger = logging.getLogger(name)
    before = logger.level
    logger.setLevel(logging.ERROR)
    try:
        yield
    finally:
        logger.setLevel(before)
