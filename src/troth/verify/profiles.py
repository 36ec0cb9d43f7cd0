"""The profiles that a run is about."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec

from troth.privacy.profile.effective import effective, sentence
from troth.privacy.profile.read import read
from troth.privacy.profile.refused import ProfileRefused, line
from troth.privacy.profile.shape import Profile
from troth.privacy.profile.shipped import shipped

from .attestations import Attested, Given, attested
from .verdicts import Promised


class Played(msgspec.Struct, frozen=True):
    """A profile as a run needs it. values: the effective ones, as JSON would have them. attested: what people answer
    for."""

    name: str
    values: Mapping[str, Any]
    promises: Sequence[Promised]
    attested: Attested = {}


class NoProfile(Exception):
    """The text says why."""


def played(named: Sequence[str], evidence: Mapping[str, Given] | None = None) -> list[Played]:
    """Each by the name of a shipped one, or by its file. evidence: for their controls. Raises NoProfile."""
    profiles = [_read(name) for name in named or ["plain"]]
    return [of(one, attested(evidence or {}, one.controls)) for one in profiles]


def of(profile: Profile, attested: Attested) -> Played:
    values = effective(profile)
    promises = [
        Promised(one.id, sentence(one.text, values), one.checks, one.by, one.control) for one in profile.promises
    ]
    told = {name: msgspec.to_builtins(value) for name, value in values.items()}
    return Played(profile.name, told, promises, attested)


def _read(name: str) -> Profile:
    if name in shipped():
        return shipped()[name]
    try:
        return read(Path(name).read_text(encoding="utf-8"), origin=name)
    except (OSError, UnicodeDecodeError):
        known = ", ".join(shipped())
        raise NoProfile(f"there is no file {name} that can be read; shipped are {known}") from None
    except ProfileRefused as refused:
        raise NoProfile("\n  ".join([str(refused), *map(line, refused.findings)])) from None
