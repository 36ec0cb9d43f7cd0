"""The shape of a profile, once it was read: parameters with values that were checked, and the sentences about them."""

from collections.abc import Mapping

import msgspec

MACHINE, ORGANISATIONAL, ROOM = "machine", "organisational", "room:"


class Kept(msgspec.Struct, frozen=True, kw_only=True):
    """Gone `days` days after the event."""

    after: str
    days: int


type Value = bool | int | str | tuple[str, ...] | Kept  # each can be hashed


class Promise(msgspec.Struct, frozen=True, kw_only=True):
    """id: of this profile. text: the sentence, with places like {signals.gpc}. checks: scenario.check, all must pass.
    by: "machine", "organisational" (`control` says which) or "room:NAME", of a room that is not built."""

    id: str
    text: str
    checks: tuple[str, ...] = ()
    parameters: tuple[str, ...] = ()
    by: str = MACHINE
    control: str = ""


class Control(msgspec.Struct, frozen=True, kw_only=True):
    """What people do, and no machine can see: whose it is, and how often it is attested anew (ISO 8601)."""

    name: str
    owner: str
    what: str
    every: str


class Profile(msgspec.Struct, frozen=True, kw_only=True):
    """law: whose floors hold. values: parameter -> what the profile says; of others it says nothing. remarks: language
    -> prose that is shown beside the promises, and checked by nobody."""

    name: str
    title: str
    law: tuple[str, ...] = ()
    values: Mapping[str, Value] = {}
    promises: tuple[Promise, ...] = ()
    controls: Mapping[str, Control] = {}
    remarks: Mapping[str, str] = {}


class Finding(msgspec.Struct, frozen=True, kw_only=True):
    """Something that is wrong. code: of a closed set. key: where, like signals.gpc, or empty. promise: the id of the
    one that it breaks or stands in, or empty. sentence: what is wrong, and what to write instead. line: of the file,
    from 1 on; 0 where it is not known."""

    code: str
    key: str = ""
    promise: str = ""
    sentence: str
    line: int = 0
