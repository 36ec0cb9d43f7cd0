"""What the operations of notices take and give."""

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

import msgspec
from ninja import Schema
from pydantic import Field

from .compare import Change
from .say_change import in_words
from .speech import Speech

type NoticeState = Literal["announced", "in_force", "superseded", "withdrawn"]


class NoticeChange(Schema):
    """What is different from the version in force. what: a name of the data map, a company, the id of a sentence.
    material: of substance for the people concerned. says: the same in words, in the language of the request; was, now:
    how it was and will be, where that is more than that it came or went."""

    kind: Literal[
        "purpose", "category", "recipient", "basis", "transfer", "retention", "storage", "signal", "promise", "rights",
        "change", "who", "remarks", "words",
    ]  # fmt: skip
    what: str
    before: str
    after: str
    material: bool
    says: str = ""
    was: str = ""
    now: str = ""


class NoticePreviewPages(Schema):
    """HTML, the part of each page that will be kept."""

    notice: str
    cookies: str


class NoticePreview(Schema):
    """Nothing is kept. first: there is none in force. lacking: language -> what lacks words, because of which it can't
    be published. in_force_at: as early as it may take effect. styles: paths of the style sheets that its pages have."""

    first: bool
    changes: list[NoticeChange]
    material: bool
    asks_again: bool
    in_force_at: datetime
    languages: list[str]
    lacking: dict[str, list[str]]
    pages: dict[str, NoticePreviewPages]
    styles: list[str]
    content: dict[str, Any]


class NoticeIn(Schema):
    """languages: null: all of the site's. in_force_at: null: as early as it may. material: null: as the changes are;
    true makes more of them."""

    languages: Annotated[list[Annotated[str, Field(max_length=12)]], Field(max_length=40)] | None = None
    in_force_at: datetime | None = None
    material: bool | None = None


class NoticeOut(Schema):
    """sha256: of its canonical JSON, which holds the hashes of its pages; consents hold it. url: a path of this
    server."""

    id: UUID
    site_id: UUID
    number: int
    state: NoticeState
    languages: list[str]
    sha256: str
    material: bool
    asks_again: bool
    changes: list[NoticeChange]
    published_at: datetime
    in_force_at: datetime
    superseded_at: datetime | None
    url: str


class Notices(Schema):
    items: list[NoticeOut]
    next: str | None = None


class NoticeNews(Schema):
    """site: its name. Not put away by the asker, be it announced, in force or superseded by now. material: of
    substance."""

    id: UUID
    site_id: UUID
    site: str
    number: int
    state: NoticeState
    material: bool
    in_force_at: datetime
    url: str


class NoticesNew(Schema):
    items: list[NoticeNews]


def news_of(row: Any) -> NoticeNews:
    """row: a Notice with its site."""
    return NoticeNews(
        id=row.id, site_id=row.site_id, site=row.site.name, number=row.number, state=row.state,
        material=row.material, in_force_at=row.in_force_at, url=f"/privacy/{row.site.key}/versions/{row.number}",
    )  # fmt: skip


def told_change(one: Change, speech: Speech, company: str) -> NoticeChange:
    told = {name: value for name, value in msgspec.to_builtins(one).items() if name != "by_language"}
    return NoticeChange(**told, **in_words(one, speech, company)._asdict())


def shown(row: Any, speech: Speech) -> NoticeOut:
    """row: a Notice with its site and workspace. speech: of who reads it."""
    company = row.site.workspace.name
    return NoticeOut(
        id=row.id, site_id=row.site_id, number=row.number, state=row.state, languages=row.languages,
        sha256=row.sha256, material=row.material, asks_again=row.asks_again,
        changes=[told_change(Change(**change), speech, company) for change in row.changes],
        published_at=row.published_at,
        in_force_at=row.in_force_at, superseded_at=row.superseded_at,
        url=f"/privacy/{row.site.key}/versions/{row.number}",
    )  # fmt: skip
