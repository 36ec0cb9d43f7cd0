"""Read a profile from TOML. All that is wrong with it is said at once."""

import tomllib
from collections.abc import Mapping
from typing import Any

from msgspec.structs import replace

from .parameter import LAWS
from .promises import controls_of, promises_of
from .refused import ProfileRefused
from .shape import Finding, Profile
from .twice import once
from .values import ids_of, values_of
from .written import SLUG, like, line_of, texts_of

MOST = 256 * 1024  # characters
_OWN = ("name", "title", "law", "promises", "controls", "remarks")


def read(text: str, *, origin: str) -> Profile:
    """origin: what the file is called, for whoever reads of an error. Raises ProfileRefused."""
    profile, found = look(text)
    if profile is None or found:
        raise ProfileRefused(found, origin=origin)
    return profile


def look(text: str) -> tuple[Profile | None, list[Finding]]:
    """What could be read of it, and everything that is wrong. None where nothing could."""
    if len(text) > MOST:
        return None, [Finding(code="syntax", sentence=f"A profile has at most {MOST} characters; write a shorter one.")]
    said, found = _parsed(text)
    if said is None:
        return None, found
    promises, wrong = promises_of(said.get("promises", {}))
    found = [replace(one, promise=ids_of(promises, one.key)) if one.code == "twice" else one for one in found] + wrong
    controls, wrong = controls_of(said.get("controls", {}))
    found += wrong
    law = _law(said.get("law", []), found)
    tables = {key: value for key, value in said.items() if key not in _OWN}
    values, wrong = values_of(tables, law, promises)
    found += wrong
    remarks = texts_of("remarks", said.get("remarks", {}), found)
    profile = Profile(
        name=_line(said, "name", SLUG, 'a short name like "eu-strict"', found),
        title=_line(said, "title", r".{1,120}", "a title of 1 to 120 characters", found),
        law=law, values=values, promises=promises, controls=controls, remarks=remarks,
    )  # fmt: skip
    return profile, found


def _parsed(text: str) -> tuple[dict[str, Any] | None, list[Finding]]:
    said, wrong = _toml(text)
    if said is not None:
        return said, []
    shortened, found = once(text)
    if found:
        said, wrong = _toml(shortened)
    return said, found + wrong


def _toml(text: str) -> tuple[dict[str, Any] | None, list[Finding]]:
    try:
        return tomllib.loads(text), []
    except (ValueError, RecursionError) as error:  # also a number too long, and brackets within brackets without end
        why = str(error) if isinstance(error, tomllib.TOMLDecodeError) else "a value is too long or too deep"
        wrong = f"This is not TOML: {why}. Write key = value lines under [table] lines."
        return None, [Finding(code="syntax", sentence=wrong)]


def _line(said: Mapping[str, Any], key: str, pattern: str, want: str, found: list[Finding]) -> str:
    value = line_of(said.get(key), pattern)
    if not value:
        code = "value" if key in said else "missing"
        found.append(Finding(code=code, key=key, sentence=f"Write {want}."))
    return value


def _law(raw: Any, found: list[Finding]) -> tuple[str, ...]:
    known = tuple(one for one in raw if isinstance(one, str) and one in LAWS) if isinstance(raw, list) else ()
    if not isinstance(raw, list) or len(known) != len(raw) or len(set(known)) != len(known):
        other = next((str(one) for one in raw if one not in known), "") if isinstance(raw, list) else ""
        hint = like(other, LAWS) if other else ""
        found.append(Finding(code="value", key="law", sentence=f"Write a list of {', '.join(LAWS)}, each once.{hint}"))
    return tuple(dict.fromkeys(known))
