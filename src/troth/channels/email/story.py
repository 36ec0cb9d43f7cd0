"""A conversation's events as the lines of a transcript: days, speakers, messages, what happened between."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from troth.log import Event
from troth.wire.events import (
    NUMBER_OF,
    Answer,
    ConversationClosed,
    FileRef,
    FormAnswered,
    Joined,
    Left,
    Rated,
    Reopened,
    Said,
)

_SAID, _JOINED = NUMBER_OF[Said], NUMBER_OF[Joined]
MOST = 500_000  # characters of words; a mail of them has about 2 MB
FOR_EACH = 100  # characters that a message or a file takes besides
_TOGETHER = 300  # seconds within which one speaker's words stand together


@dataclass
class Words:
    """One message. text is None when it was erased."""

    text: str | None
    files: list[FileRef] = field(default_factory=list)


@dataclass
class Line:
    """Words of one speaker in a row, or one thing that happened (`happening`). day: set on the first line of a day."""

    at: datetime
    speaker: str = ""
    ours: bool = False
    words: list[Words] = field(default_factory=list)
    happening: str = ""
    day: date | None = None


@dataclass
class Story:
    lines: list[Line] = field(default_factory=list)
    answers: list[Answer] = field(default_factory=list)
    agents: list[str] = field(default_factory=list)
    rating: Rated | None = None
    began: datetime | None = None
    ended: datetime | None = None


def story(events: Iterable[Event], visitor: str, words: dict[str, str], zone: ZoneInfo) -> Story:
    """visitor: what to call them. Only events for everybody may be given. What no mail server would take any more is
    left out, and a line says so."""
    told, alias = Story(), {}
    room = MOST
    for event in events:
        at = event.at.astimezone(zone)
        told.began = told.began or at
        body = event.opened()
        match body:
            case FormAnswered():
                told.answers += body.answers
            case Joined():
                alias[body.member] = body.alias
                if body.alias not in told.agents:
                    told.agents.append(body.alias)
                _happened(told, at, words["joined"].format(name=body.alias))
            case Left():
                _happened(told, at, words["left"].format(name=alias.get(body.member, words["agent"])))
            case ConversationClosed():
                told.ended = at
                _happened(told, at, words["closed"])
            case Reopened():
                _happened(told, at, words["reopened"])
            case Rated():
                told.rating = body
            case Said() if room > 0:
                room -= len(body.text) + FOR_EACH * (1 + len(body.files))
                if room > 0:
                    _said(told, at, event, _speaker(event, visitor, alias, words), Words(body.text, body.files))
                else:
                    _happened(told, at, words["cut"])
            case None if event.kind == _JOINED:  # who it was left the company, and is nobody
                _happened(told, at, words["joined"].format(name=words["agent"]))
            case None if event.kind == _SAID:
                _said(told, at, event, _speaker(event, visitor, alias, words), Words(None))
            case _:
                pass
    return told


def _speaker(event: Event, visitor: str, alias: dict[UUID, str], words: dict[str, str]) -> str:
    return visitor if event.author.kind == "visitor" else alias.get(event.author.id, words["agent"])


def _said(told: Story, at: datetime, event: Event, speaker: str, words: Words) -> None:
    last = told.lines[-1] if told.lines else None
    ours = event.author.kind != "visitor"
    together = (
        last is not None
        and not last.happening
        and (last.speaker, last.ours) == (speaker, ours)
        and (at - last.at).total_seconds() <= _TOGETHER
        and at.date() == last.at.date()
    )
    if last is not None and together:
        last.words.append(words)
    else:
        told.lines.append(Line(at, speaker, ours, [words], day=_new_day(told, at)))


def _happened(told: Story, at: datetime, text: str) -> None:
    told.lines.append(Line(at, happening=text, day=_new_day(told, at)))


def _new_day(told: Story, at: datetime) -> date | None:
    return at.date() if not told.lines or told.lines[-1].at.date() != at.date() else None
