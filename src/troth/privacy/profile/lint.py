"""Look at a profile as a whole: what it says against itself, and what it can't show."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping

from . import claims
from .amounts import contradicted
from .at_odds import at_odds
from .effective import effective
from .kinds import Words
from .parameters import PARAMETERS
from .promises import places
from .rooms import NOT_BUILT
from .shape import MACHINE, ORGANISATIONAL, ROOM, Finding, Profile, Promise, Value
from .values import ids_of
from .written import like

type Values = Mapping[str, Value]
DEAD_MECHANISMS = ("privacy-shield", "safe-harbour")


def lint(profile: Profile, *, checks: Collection[str] | None = None) -> list[Finding]:
    """checks: every scenario.check that there is; None: not looked at."""
    values = effective(profile)
    found = list(at_odds(values, profile.promises))
    found += _transfers(values, profile.promises)
    for promise in profile.promises:
        for rule in _RULES:
            found += rule(promise, profile, values)
        found += _checks(promise, checks)
    for key, text in _beside(profile):
        found += [*_claims(text, key, ""), *_endless(text, key, "")]
    for language, text in profile.remarks.items():
        found += _boast(text, f"remarks.{language}")
    return found


def _beside(profile: Profile) -> Iterator[tuple[str, str]]:
    """What people read of a profile besides its promises: key, text."""
    yield "title", profile.title
    yield from ((f"remarks.{language}", text) for language, text in profile.remarks.items())
    yield from ((f"controls.{name}.what", one.what) for name, one in profile.controls.items())
    for name, value in profile.values.items():
        if isinstance(PARAMETERS[name].kind, Words) and isinstance(value, str):
            yield name, value


def unmentioned(profile: Profile, forms: Mapping[str, Iterable[str]]) -> list[Finding]:
    """forms: site -> the fields that its forms ask for. Those which the profile, that names fields, does not name."""
    named = effective(profile).get("forms.fields")
    if not isinstance(named, tuple):
        return []
    whose = ", ".join(one.id for one in profile.promises if "forms.fields" in one.parameters)
    return [
        Finding(
            code="form", key="forms.fields", promise=whose,
            sentence=f'The site {site} asks for "{field}", and the profile does not say so. Take the field out of the'
            " form, or add it to forms.fields.",
        )
        for site, fields in forms.items() for field in sorted(set(fields) - set(named))
    ]  # fmt: skip


def _transfers(values: Values, promises: tuple[Promise, ...]) -> Iterator[Finding]:
    mechanisms = values.get("transfers.mechanisms")
    for dead in DEAD_MECHANISMS:
        if isinstance(mechanisms, tuple) and dead in mechanisms:
            said = PARAMETERS["transfers.mechanisms"].told((dead,))
            wrong = (
                f"transfers.mechanisms: {said} allows nothing any more; courts ended it. Write scc, dpf or adequacy."
            )
            whose = ids_of(promises, "transfers.mechanisms")
            yield Finding(code="dead", key="transfers.mechanisms", promise=whose, sentence=wrong)


def _checks(promise: Promise, known: Collection[str] | None) -> Iterator[Finding]:
    key = f"promises.{promise.id}.checks"
    if promise.by == MACHINE and not promise.checks:
        wrong = 'No check shows that this is kept. Name one in checks, or write by = "organisational" and a control.'
        yield Finding(code="unchecked", key=key, promise=promise.id, sentence=wrong)
    for check in promise.checks if known is not None else ():
        if known is not None and check not in known:
            hint = like(check, known) or " docs/promises-checks.csv names them all."
            yield Finding(
                code="unknown_check", key=key, promise=promise.id, sentence=f"There is no check {check}.{hint}"
            )  # fmt: skip


def _control(promise: Promise, profile: Profile, _: Values) -> Iterator[Finding]:
    key = f"promises.{promise.id}.control"
    if promise.control and promise.control not in profile.controls:
        hint = like(promise.control, profile.controls) or f" Write a table [controls.{promise.control}] with its owner."
        sentence = f"There is no control {promise.control}.{hint}"
    elif promise.by == ORGANISATIONAL and not promise.control:
        sentence = "People keep this, and nobody attests it. Name a control, and write its table in [controls]."
    elif not promise.control and (words := claims.certified(promise.text)):
        sentence = f'"{words}" is for somebody to attest, not for a machine to see. Name a control.'
    else:
        return
    yield Finding(code="uncontrolled", key=key, promise=promise.id, sentence=sentence)


def _waits(promise: Promise, _: Profile, __: Values) -> Iterator[Finding]:
    """For a room that there is, or will never be: nobody would ever look."""
    name = promise.by.removeprefix(ROOM)
    if promise.by.startswith(ROOM) and name not in NOT_BUILT:
        hint = like(name, NOT_BUILT) or " docs/promises-rooms.csv names them all."
        wrong = f"No room called {name} waits to be built, so that nothing would ever show that this is kept.{hint}"
        yield Finding(code="unchecked", key=f"promises.{promise.id}.by", promise=promise.id, sentence=wrong)


def _silent(promise: Promise, __: Profile, values: Values) -> Iterator[Finding]:
    if promise.by.startswith(ROOM) and not places(promise.text):
        return
    for name in dict.fromkeys((*promise.parameters, *places(promise.text))):
        if name in PARAMETERS and name not in values:
            table, _, key = name.partition(".")
            wrong = f"It stands on {name}, of which the profile is silent. Write [{table}] {key} = ..., "
            wrong += f"{PARAMETERS[name].kind.may}."
            yield Finding(code="silent", key=name, promise=promise.id, sentence=wrong)


def _numbers(promise: Promise, __: Profile, values: Values) -> Iterator[Finding]:
    """A number that is written out, and is another than that of the parameter."""
    for said, name, own in contradicted(promise, values):
        yield Finding(
            code="contradiction", key=name, promise=promise.id,
            sentence=f"The sentence says {said}, and {name} is {own}. Write {{{name}}} instead, so that there is one"
            " number.",
        )  # fmt: skip


def _signals(promise: Promise, __: Profile, values: Values) -> Iterator[Finding]:
    """Words that say of a browser's signal what the parameter does not."""
    said = claims.heeds(promise.text)
    for name in promise.parameters:
        if name.startswith("signals.") and said is not None and said != (values[name] == "honour"):
            told = PARAMETERS[name].told(values[name])
            yield Finding(
                code="contradiction", key=name, promise=promise.id,
                sentence=f'The sentence says otherwise than {name}, which is "{told}". Write {{{name}}} instead.',
            )  # fmt: skip


def _ends(promise: Promise, _: Profile, __: Values) -> Iterator[Finding]:
    key = f"promises.{promise.id}.text"
    if found := list(_endless(promise.text, key, promise.id)):
        yield from found
    elif (words := claims.open_end(promise.text)) and not any("retention." in name for name in promise.parameters):
        wrong = f'"{words}" names no end. Write a time like {{retention.conversations}}, and name it in parameters.'
        yield Finding(code="infinite", key=key, promise=promise.id, sentence=wrong)


def _claims_of(promise: Promise, _: Profile, __: Values) -> Iterator[Finding]:
    yield from _claims(promise.text, f"promises.{promise.id}.text", promise.id)


def _claims(text: str, key: str, promise: str) -> Iterator[Finding]:
    if words := claims.absolute(text):
        wrong = f'"{words}": nobody can promise that. Say what is done, and that no way is wholly safe.'
        yield Finding(code="absolute", key=key, promise=promise, sentence=wrong)
    if words := claims.dead(text):
        wrong = f'"{words}" ended, and allows nothing any more. Name what the transfer stands on today.'
        yield Finding(code="dead", key=key, promise=promise, sentence=wrong)


def _endless(text: str, key: str, promise: str) -> Iterator[Finding]:
    if words := claims.endless(text):
        wrong = f'"{words}": nothing is kept without an end. Write the time, like {{retention.conversations}}.'
        yield Finding(code="infinite", key=key, promise=promise, sentence=wrong)


def _boast(text: str, key: str) -> Iterator[Finding]:
    """What somebody has to attest, said where nobody is asked to."""
    if words := claims.certified(text):
        wrong = f'"{words}" is for somebody to attest. Write a promise by = "organisational" with a control instead.'
        yield Finding(code="uncontrolled", key=key, sentence=wrong)


type Rule = Callable[[Promise, Profile, Values], Iterator[Finding]]
_RULES: tuple[Rule, ...] = (_control, _waits, _silent, _numbers, _signals, _ends, _claims_of)
