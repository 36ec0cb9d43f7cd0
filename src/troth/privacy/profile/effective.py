"""What holds of a profile: the strictest of what the law demands and what it says."""

from collections.abc import Mapping

from .parameters import PARAMETERS
from .shape import Profile, Value


def effective(profile: Profile) -> Mapping[str, Value]:
    """Parameter -> value. Of what the profile is silent the default holds; what has none is not promised, and is left
    out unless a law demands it."""
    found: dict[str, Value] = {}
    for name, parameter in PARAMETERS.items():
        value, floor = profile.values.get(name, parameter.default), parameter.floor(profile.law)
        if value is None or floor is None:
            strict = floor if value is None else value
        else:
            strict = value if parameter.kind.keeps(value, floor) else parameter.kind.strictest(floor, value)
        if strict is not None:
            found[name] = strict
    return found


def sentence(text: str, values: Mapping[str, Value]) -> str:
    """The text of a promise with its places filled. Raises KeyError when a value is wanted that nobody promised."""
    for name in PARAMETERS:
        place = "{" + name + "}"
        if place in text:
            text = text.replace(place, PARAMETERS[name].told(values[name]))
    return text
