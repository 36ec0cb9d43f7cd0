"""The shapes of a site's settings, as the API takes and gives them, and as the rows keep them."""

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from ninja import Schema
from pydantic import Field as F
from pydantic import (
    ValidationError,
    ValidatorFunctionWrapHandler,
    WrapValidator,
    model_validator,
)

from .defaults import FILE_TYPES
from .hours_shapes import HoursIn, HoursOut
from .strict import Strict
from .texts import KEYS, LANGUAGES, MAX_TEXT

Line = Annotated[str, F(max_length=120)]
# A file of this Troth: a picture from elsewhere would tell that place who looks at it.
Picture = Annotated[str, F(max_length=200, pattern=r"^(/[A-Za-z0-9_.-][A-Za-z0-9_./-]*)?$")]
Language = Literal["en", "ar"]
# basic: the page's address and title; full: also the referrer and the families of browser and system
Telemetry = Literal["off", "basic", "full"]
TranscriptProof = Literal["file", "checkpoint"]  # what a mailed transcript has attached


def _choice(value: Any, handle: ValidatorFunctionWrapHandler) -> Any:
    try:
        choice = handle(value)
    except ValidationError:  # one of each form, under a name no client sent
        raise ValueError("A choice is a text of 1 to 120 characters, or one for each language.") from None
    if isinstance(choice, dict) and not any(text.strip() for text in choice.values()):
        raise ValueError("A choice needs a text in at least one language.")
    return choice


Choice = Annotated[Annotated[str, F(min_length=1, max_length=120)] | dict[Language, Line], WrapValidator(_choice)]


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


class FaceOut(Schema):
    """An agent as visitors see them."""

    alias: str
    title: str
    picture: str


class Signals(Strict):
    """What is done when a browser sends `Sec-GPC: 1` or `DNT: 1`. Honoured: the visitor's telemetry is off, and their
    device keeps only what the chat itself needs."""

    gpc: Literal["honour", "ignore"] = "honour"
    dnt: Literal["honour", "ignore"] = "honour"


class Children(Strict):
    """Whether visitors say before a chat that they are at least `min_age` years old. Who does not is refused; `block`
    and `declare` are one and the same here, and two words of a company's profile."""

    gate: Literal["off", "declare", "block"] = "off"
    min_age: Annotated[int, F(ge=0, le=18)] = 16


class Profile(Schema):
    telemetry: Telemetry
    signals: Signals


class FileRules(Schema):
    """`max_size` in bytes; `types` are MIME types."""

    max_size: int
    types: list[str]


class NoticeRef(Schema):
    """The privacy notice in force. path: of its page on this server. asks_since: the last version that asks those again
    who agreed before; 0: none does. next_at: when another takes effect that is announced, else null; next_path: of its
    page."""

    number: int
    sha256: str
    path: str
    asks_since: int
    next_at: datetime | None = None
    next_path: str = ""


class Widget(Schema):
    """All that a site's widget needs to know; public. `consent` is null where nothing is asked; else, by language, the
    SHA-256 of what is shown: the answer sends it back. `device_days`: so many days after the last use what lies in the
    browser goes; `device_choices`: whether it may remember what somebody chose there."""

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
    consent: dict[str, str] | None
    device_days: int
    device_choices: bool
    privacy_url: str
    files: FileRules
    notice: NoticeRef | None


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
    transcript_proof: TranscriptProof
    domains: list[str]
    files: FileRulesIn
    telemetry: Telemetry
    consent: Literal["off", "ask"]
    signals: Signals
    children: Children
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
    transcript_proof: TranscriptProof | None = None
    domains: Annotated[list[str], F(max_length=50)] | None = None
    files: FileRulesIn | None = None
    telemetry: Telemetry | None = None
    consent: Literal["off", "ask"] | None = None
    signals: Signals | None = None
    children: Children | None = None
    privacy_url: Annotated[str, F(max_length=500)] | None = None
    aliases: Annotated[list[AliasOf], F(max_length=200)] | None = None
