"""Whether what a site does keeps what its company promises."""

from collections.abc import Mapping

from troth.kernel.errors import Invalid

from .effective import effective
from .parameter import Parameter
from .parameters import by_site
from .shape import Finding, Profile, Value
from .values import ids_of


class PromiseBroken(Invalid):
    code, status, sentence = "promise_broken", 422, "This would break a promise of the company. Nothing was changed."


def binding(profile: Profile) -> dict[str, tuple[Parameter, Value]]:
    """What sites are held to: parameters that the profile says, that a promise stands on, or that its laws bound."""
    values = effective(profile)
    promised = {name for promise in profile.promises for name in promise.parameters}
    return {
        one.name: (one, values[one.name])
        for one in by_site()
        if one.name in values
        and (one.name in profile.values or one.name in promised or one.floor(profile.law) is not None)
    }


def broken(profile: Profile, facts: Mapping[str, Value]) -> list[Finding]:
    """facts: what a site does, or some of it."""
    return [
        Finding(
            code="exact" if one.mode == "exact" else "laxer",
            key=name, promise=ids_of(profile.promises, name),
            sentence=_sentence(one, value, facts[name]),
        )
        for name, (one, value) in binding(profile).items()
        if name in facts and not one.kept_by(facts[name], value)
    ]  # fmt: skip


def _sentence(one: Parameter, promised: Value, fact: Value) -> str:
    said, told = one.says(promised), one.told(fact)
    if one.mode == "exact":
        return f'"{said}" would be untrue of "{told}". Change the sentence in the profile together with it.'
    return f'"{said}" is broken by "{told}". Choose that or something stricter, or change the profile first.'
