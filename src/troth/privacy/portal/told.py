"""What somebody asked for, as the portal shows it to them: what it was, how far it is, by when it is answered."""

from datetime import datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from django.utils import translation
from django.utils.formats import date_format

from ..requests.letter import number_of
from ..requests.own import of_address, of_subject
from ..requests.rows import Request
from ..requests.sealed import ANSWER, opened
from .session import Session


class Told(NamedTuple):
    """received, due: days in the controller's zone. answer: empty while there is none, and once it was mailed."""

    number: str
    right: str
    state: str
    received: str
    due: str
    answer: str

    @property
    def open(self) -> bool:
        return self.state in (Request.State.OPEN, Request.State.PAUSED)


def told(own: Session, language: str) -> list[Told]:
    """The newest first."""
    rows = of_subject(own.workspace, own.whom) if own.whom else of_address(own.workspace, own.address)
    return [_one(row, language) for row in rows]


def _one(row: Request, language: str) -> Told:
    due = max(row.due_at, row.extended_until) if row.extended_until else row.due_at
    return Told(
        number=number_of(row), right=row.right, state=row.state, received=day(row.received_at, row.zone, language),
        due=day(due, row.zone, language), answer=opened(row, ANSWER, row.answer) if row.is_closed else "",
    )  # fmt: skip


def day(at: datetime, zone: str, language: str) -> str:
    with translation.override(language):
        return date_format(at.astimezone(ZoneInfo(zone)).date(), "j F Y")
