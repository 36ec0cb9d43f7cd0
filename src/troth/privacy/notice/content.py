"""What a notice says, before it is said in any language: names of the data map's own lists, numbers, and the words that
the company and the register gave. Two notices of the same content say the same."""

import hashlib
from typing import Any

import msgspec

from ..profile import shape as profile

SCHEMA = "troth.notice"


class Who(msgspec.Struct, frozen=True, kw_only=True):
    """The controller. host: of the server on which it runs. law, forum, covers: as the profile names them: under which
    law the notice stands, which courts decide, and whom it is about."""

    company: str
    site: str
    host: str
    contact: str = ""
    authority: str = ""
    authority_url: str = ""
    law: str = ""
    forum: str = ""
    covers: str = ""


class Item(msgspec.Struct, frozen=True, kw_only=True):
    """A kind of data from one source. category: as "pd:Name"; source: the name of a Source; purposes: names."""

    source: str
    category: str
    purposes: list[str]


class Why(msgspec.Struct, frozen=True, kw_only=True):
    """A purpose. dpv, basis: terms of the Data Privacy Vocabulary. categories: of what is used for it."""

    purpose: str
    dpv: str
    basis: str
    categories: list[str]


class Given(msgspec.Struct, frozen=True, kw_only=True):
    """recipient: the name of a Recipient."""

    recipient: str
    categories: list[str]


class Company(msgspec.Struct, frozen=True, kw_only=True):
    """An active entry of the register of processors."""

    name: str
    function: str
    country: str = ""
    mechanism: str = ""
    policy: str = ""


class Kept(msgspec.Struct, frozen=True, kw_only=True):
    """At the longest. after: the event that starts the time, as a word of the catalogue."""

    what: str
    after: str
    seconds: int


class Stored(msgspec.Struct, frozen=True, kw_only=True):
    """A cookie, or a key of the browser's storage. what: by which the catalogue knows it. seconds: 0 means until the
    browser, or the tab, is closed. basis: a term of DPV."""

    name: str
    kind: str
    what: str
    purposes: list[str]
    basis: str
    seconds: int
    party: str = "first"


class Signals(msgspec.Struct, frozen=True, kw_only=True):
    """gpc, dnt: honour or ignore. asks: whether the chat asks before it stores anything."""

    gpc: str
    dnt: str
    telemetry: str
    asks: bool


class Said(msgspec.Struct, frozen=True, kw_only=True):
    """A sentence of the profile. text: language -> words. values: of the parameters that it states. checks: the names
    under which it is looked at."""

    id: str
    text: dict[str, str]
    values: dict[str, bool | int | str | tuple[str, ...] | profile.Kept] = {}
    checks: list[str] = []
    by: str = "machine"


class Content(msgspec.Struct, frozen=True, kw_only=True):
    """rights: names of rights. lead_days: between the publishing of a change of substance and its taking effect.
    remarks: language -> the company's own words, outside all promises."""

    schema: str = SCHEMA
    who: Who
    what: list[Item]
    why: list[Why]
    given: list[Given]
    companies: list[Company]
    kept: list[Kept]
    rights: list[str]
    answer_days: int
    stored: list[Stored]
    signals: Signals
    lead_days: int
    promises: list[Said] = []
    remarks: dict[str, str] = {}


def canonical(value: Any) -> bytes:
    """JSON with its keys in order: the same for the same content, whoever writes it."""
    return msgspec.json.encode(value, order="sorted")


def fingerprint(told: bytes) -> str:
    """SHA-256, 64 hexadecimal digits."""
    return hashlib.sha256(told).hexdigest()
