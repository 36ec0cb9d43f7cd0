"""Values of one profile that can't both be true."""

from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

from .shape import Finding, Promise, Value
from .values import ids_of

type Values = Mapping[str, Value]


class Pair(NamedTuple):
    """holds: whether the two are at odds. instead: what to write."""

    one: str
    other: str
    holds: Callable[[Value, Value], bool]
    instead: str


def _has(*names: str) -> Callable[[Value], bool]:
    return lambda value: isinstance(value, tuple) and any(name in value for name in names)


def _is(*wanted: Value) -> Callable[[Value], bool]:
    return lambda value: value in wanted


def _both(first: Callable[[Value], bool], second: Callable[[Value], bool]) -> Callable[[Value, Value], bool]:
    return lambda one, other: first(one) and second(other)


_UNALLOWED = 'Data go to other countries, and nothing allows it. Write mechanisms, like ["scc"].'
PAIRS = (
    Pair("telemetry.visitor", "telemetry.geo", _both(_is("off"), _is("country", "city", "device")),
         'Nothing is recorded of who only looks, and yet they are located. Write geo = "none", or visitor = "basic".'),
    Pair("telemetry.ip", "retention.ip", _both(_is("none"), lambda _: True),
         'No network address is kept, and yet there is a time for it. Leave out retention.ip, or write ip = "prefix".'),
    Pair("recipients.marketing", "third_party.ads", _both(_is("forbidden"), _is("consent")),
         'Nobody else gets anything for marketing, and yet advertising networks do. Write ads = "off".'),
    Pair("trial.fields", "trial.card", _both(_has("card", "card_number"), _is(False)),
         "No card is asked for, and yet it is a field of the trial. Take it out of the fields."),
    Pair("forms.fields", "payment.mode", _both(_has("card", "card_number", "cvc", "iban"), _is("redirect")),
         "No card is ever seen, and yet a form asks for one. Take it out of the fields."),
    Pair("marketing.basis", "recipients.marketing", _both(_is("none"), _is("opt-in", "notice")),
         'Nobody is sent advertising, and yet others are given data for it. Write marketing = "forbidden".'),
    Pair("change.minor", "change.material", lambda minor, material: not _told_too(_list(minor), _list(material)),
         "A small change is told in a way in which one that matters is not. Add that way to change.material."),
    Pair("transfers.countries", "transfers.mechanisms", _both(lambda one: bool(one), lambda other: not other),
         _UNALLOWED),
)  # fmt: skip


_ROUTES = {"dpo": "contact.dpo", "mail": "contact.mail", "post": "contact.address"}  # and where they lead


def at_odds(values: Values, promises: tuple[Promise, ...]) -> Iterator[Finding]:
    yield from _half(values, promises)
    for pair in PAIRS:
        if pair.one in values and pair.other in values and pair.holds(values[pair.one], values[pair.other]):
            whose = [id for name in (pair.one, pair.other) for id in ids_of(promises, name).split(", ")]
            yield Finding(
                code="contradiction",
                key=pair.one,
                promise=", ".join(dict.fromkeys(filter(None, whose))),
                sentence=f"{pair.one} and {pair.other}: {pair.instead}",
            )


def _half(values: Values, promises: tuple[Promise, ...]) -> Iterator[Finding]:
    """What says one thing and leaves out the other that makes it true."""
    if values.get("transfers.countries") and "transfers.mechanisms" not in values:
        yield _lacking("contradiction", "transfers.countries", promises, _UNALLOWED)
    if values.get("telemetry.ip") == "full" and "retention.ip" not in values:
        wrong = "Network addresses are kept whole, and nobody says for how long. Write [retention] ip = ..., like "
        yield _lacking("infinite", "telemetry.ip", promises, wrong + '{ after = "created", days = 30 }.')
    for route in _list(values.get("contact.routes", ())):
        if route in _ROUTES and _ROUTES[route] not in values:
            key = _ROUTES[route].partition(".")[2]
            wrong = f"Who is to write by {route} is not told where. Write [contact] {key} = ..., or leave it out."
            yield _lacking("contradiction", "contact.routes", promises, wrong)


def _lacking(code: str, key: str, promises: tuple[Promise, ...], sentence: str) -> Finding:
    return Finding(code=code, key=key, promise=ids_of(promises, key), sentence=f"{key}: {sentence}")


def _list(value: Value) -> tuple[str, ...]:
    return value if isinstance(value, tuple) else ()


def _told_too(minor: tuple[str, ...], material: tuple[str, ...]) -> bool:
    """The page goes without saying, and a mail reaches more than a notice on the site."""
    return ("mail" not in minor or "mail" in material) and ("site" not in minor or bool({"mail", "site"} & {*material}))
