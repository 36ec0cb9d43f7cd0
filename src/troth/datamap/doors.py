"""The six doors through which personal data passes. Each works under a named purpose; what names none is refused,
counted, and nothing is sent.

    with acting_for(ANSWER):
        ...
    through(Door.EGRESS, in_force(), "files")      # or PurposeViolation
"""

import logging
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from enum import StrEnum
from typing import Any

from troth.kernel.errors import TrothError

from .purposes import PURPOSES, Purpose

_log = logging.getLogger("troth.datamap")
_BY_NAME = {purpose.name: purpose for purpose in PURPOSES}
MARK = "x-purpose"  # in the description of the API

refused: Counter[str] = Counter()  # of this process, by door; for the metrics

_in_force: ContextVar[Purpose | None] = ContextVar("purpose", default=None)


class Door(StrEnum):
    """The value is the label of the metric."""

    API = "api"
    MAILER = "mailer"
    EXPORT = "export"
    EGRESS = "egress"
    INDEX = "index"
    JOB = "job"


class PurposeViolation(TrothError):
    """A door was to work for no purpose of the list. Ours to mend: what is missing is a declaration."""

    code, status, sentence = "purpose_missing", 500, "Nobody declared what this is for, so it was not done."


def in_force() -> Purpose | None:
    """For what this thread or task works."""
    return _in_force.get()


def act_for(purpose: Purpose) -> None:
    """For the rest of a context that is one piece of work's own: a task, a thread."""
    _in_force.set(purpose)


@contextmanager
def acting_for(purpose: Purpose) -> Iterator[None]:
    """For the block."""
    token = _in_force.set(purpose)
    try:
        yield
    finally:
        _in_force.reset(token)


@contextmanager
def alone() -> Iterator[None]:
    """For no purpose, until the block says for which; what it says ends with it."""
    token = _in_force.set(None)
    try:
        yield
    finally:
        _in_force.reset(token)


def through(door: Door, purpose: Purpose | None, what: str) -> Purpose:
    """The purpose under which this goes through the door. Call it before anything is done. purpose: the one declared
    for it, None where there is none. what: a word of the code, for the log. Raises PurposeViolation, counted."""
    if purpose is None or _BY_NAME.get(purpose.name) is not purpose:
        refuse(door, what)
        raise PurposeViolation
    return purpose


def refuse(door: Door, what: str) -> None:
    """Count and log it."""
    refused[door.value] += 1
    _log.error("the door %s refused %s: no purpose is declared for it", door.value, what)


def purpose(of: Purpose, **more: Any) -> dict[str, Any]:
    """How an operation of the API declares its purpose, where it is routed: `openapi_extra=purpose(ANSWER)`."""
    return {**more, MARK: of.name}


def declared(description: Mapping[str, Any] | None) -> Purpose | None:
    """What `purpose` wrote there."""
    return _BY_NAME.get(str((description or {}).get(MARK)))
