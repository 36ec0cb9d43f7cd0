"""The shapes of a site's settings, as the API takes and gives them, and as the rows keep them."""

import re
from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from ninja import Schema
from pydantic import (
    ConfigDict,
    ValidationError,
    ValidatorFunctionWrapHandler,
    WrapValidator,
    field_validator,
    model_validator,
)
from pydantic import Field as F

from .defaults import FILE_TYPES, WEEKDAYS
from .hours import DAY, Hours, Range
from .texts import KEYS, LANGUAGES, MAX_TEXT

Line = Annotated[str, F(max_length=120)]
# A file of this Troth: a picture from elsewhere would tell that place who looks at it.
Picture = Annotated[str, F(max_length=200, pattern=r"^(/[A-Za-z0-9_.-][A-Za-z0-9_./-]*)?$")]
Language = Literal["en", "ar"]
_TIME = re.compile(r"^(?:([01][0-9]|2[0-3]):([0-5][0-9])|24:00)$")


def _choice(value: Any, handle: ValidatorFunctionWrapHandler) -> Any:
    try:
        choice = handle(value)
    except ValidationError:  # one of each form, under a name no client sent
        raise ValueError("A choice is a text of 1 to 120 characters, or one for each language.") from None
    if isinstance(choice, dict) and not any(text.strip() for text in choice.values()):
        raise ValueError("A choice needs a text in at least one language.")
    return choice


Choice = Annotated[Annotated[str, F(min_length=1, max_length=120)] | dict[Language, Line], WrapValidator(_choice)]


class Strict(Schema):
    """A misspelt setting is an error, not a silence."""

    model_config = ConfigDict(extra="forbid")


class Field(Strict):
    """A field of a form. `label` by language; `choices` for kind `choice` only, each one text or a text by language,
    of which the English, else the first, is what an answer holds; `max_length` in characters."""

    id: Annotated[str, F(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
    kind: Literal["text", "email", "phone", "choice", "textarea", "checkbox"]
    label: dict[Language, Line]
    required: bool = False
    choices: Annotated[list[Choice], F(max_length=30)] | None = None
    max_length: Annotated[int, F(ge=1, le=4000)] = 200

    @model_validator(mode="after")
    def _whole(self) -> "Field":
        if not any(self.label.values()):
            raise ValueError("A field needs a label in at least one language.")
        if (self.kind == "choice") != bool(self.choices):
            raise ValueError("Choices belong to a field of kind choice, and such a field needs some.")
        return self


class OpenRange(Strict):
    """Local times HH:MM, up to 24:00; closing at or before opening means the next day."""

    opens: str
    closes: str

    @field_validator("opens", "closes")
    @classmethod
    def _time(cls, value: str) -> str:
        if not _TIME.match(value):
            raise ValueError("A time is written like 09:30, at most 24:00.")
        return value

    @model_validator(mode="after")
    def _begins(self) -> "OpenRange":
        if self.opens == "24:00":
            raise ValueError("A day opens at 23:59 at the latest.")
        return self


class Week(Strict):
    monday: list[OpenRange] = []
    tuesday: list[OpenRange] = []
    wednesday: list[OpenRange] = []
    thursday: list[OpenRange] = []
    friday: list[OpenRange] = []
    saturday: list[OpenRange] = []
    sunday: list[OpenRange] = []

    @model_validator(mode="after")
    def _few(self) -> "Week":
        if any(len(getattr(self, day)) > 6 for day in WEEKDAYS):
            raise ValueError("A day has at most 6 ranges.")
        return self


class HoursIn(Strict):
    """`always`: no hours are kept, the site is open whenever somebody is there."""

    timezone: str
    always: bool = False
    days: Week = Week()

    @field_validator("timezone")
    @classmethod
    def _known(cls, value: str) -> str:
        try:
            ZoneInfo(value)
        except (ZoneInfoNotFoundError, ValueError, OSError):
            raise ValueError("This is no time zone; one looks like Europe/Berlin.") from None
        return value

    def as_hours(self) -> Hours:
        days = tuple(
            tuple(Range(_minutes(r.opens), _minutes(r.closes)) for r in getattr(self.days, day)) for day in WEEKDAYS
        )
        return Hours(self.timezone, self.always, days)


class LookIn(Strict):
    """`accent` is #rrggbb as the owner wants it; the widget gets it with its contrast corrected."""

    accent: Annotated[str, F(pattern=r"^#[0-9a-fA-F]{6}$")] = "#0f766e"
    position: Literal["end", "start"] = "end"
    launcher: Literal["bubble", "tab"] = "bubble"
    theme: Literal["auto", "light", "dark"] = "auto"
    logo: Picture | None = None


class Theme(Schema):
    """`fill` of a control, what is written `on_fill`, `text` on the panel's ground: all #rrggbb, contrast met."""

    fill: str
    on_fill: str
    text: str


class Look(Schema):
    """`accent` equals `light.fill`: safe to use as it is."""

    accent: str
    position: str
    launcher: str
    theme: str
    logo: str | None = None
    light: Theme
    dark: Theme


class HoursOut(Schema):
    """`opens_at` is null while open, and when the site never opens."""

    timezone: str
    always: bool
    open_now: bool
    opens_at: datetime | None
    days: Week


class FaceOut(Schema):
    """An agent as visitors see them."""

    alias: str
    title: str
    picture: str


class Profile(Schema):
    telemetry: Literal["off", "basic"]


class FileRules(Schema):
    """`max_size` in bytes; `types` are MIME types."""

    max_size: int
    types: list[str]


class Widget(Schema):
    """All that a site's widget needs to know; public."""

    site_id: UUID
    site_key: str
    workspace_id: UUID
    name: str
    look: Look
    languages: list[str]
    texts: dict[str, dict[str, str]]
    fields: list[Field]
    offline_fields: list[Field]
    hours: HoursOut
    agents: list[FaceOut]
    available: bool
    profile: Profile
    privacy_url: str
    files: FileRules


class AliasOf(Strict):
    """How a member appears on this site; an empty alias takes the member's own again."""

    member_id: UUID
    alias: Annotated[str, F(max_length=60)]
    title: Annotated[str, F(max_length=60)] = ""
    picture: Picture = ""


class FileRulesIn(Strict):
    max_size: Annotated[int, F(ge=1024, le=100 * 1024 * 1024)]
    types: Annotated[list[Literal[FILE_TYPES]], F(max_length=len(FILE_TYPES))]  # type: ignore[valid-type]


class SiteOut(Schema):
    """A site with all its settings; each can be sent back as it came."""

    id: UUID
    key: str
    workspace_id: UUID
    name: str
    colour: str
    look: LookIn
    languages: list[str]
    texts: dict[str, dict[str, str]]
    fields: list[Field]
    offline_fields: list[Field]
    hours: HoursIn
    transcript_addresses: list[str]
    domains: list[str]
    files: FileRulesIn
    telemetry: Literal["off", "basic"]
    privacy_url: str
    aliases: list[AliasOf]


class SiteChange(Strict):
    """Only what is named changes. Lists replace the old list."""

    name: Annotated[str, F(min_length=1, max_length=120)] | None = None
    colour: Literal["verdigris", "woad", "moss", "ochre", "madder", "ink"] | None = None
    look: LookIn | None = None
    languages: Annotated[list[Language], F(min_length=1, max_length=len(LANGUAGES))] | None = None
    texts: dict[Language, dict[Literal[KEYS], Annotated[str, F(max_length=MAX_TEXT)]]] | None = None  # type: ignore[valid-type]
    fields: Annotated[list[Field], F(max_length=20)] | None = None
    offline_fields: Annotated[list[Field], F(max_length=20)] | None = None
    hours: HoursIn | None = None
    transcript_addresses: Annotated[list[str], F(max_length=50)] | None = None
    domains: Annotated[list[str], F(max_length=50)] | None = None
    files: FileRulesIn | None = None
    telemetry: Literal["off", "basic"] | None = None
    privacy_url: Annotated[str, F(max_length=500)] | None = None
    aliases: Annotated[list[AliasOf], F(max_length=200)] | None = None


def _minutes(text: str) -> int:
    return DAY if text == "24:00" else int(text[:2]) * 60 + int(text[3:])
