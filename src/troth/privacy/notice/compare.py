"""What changed between two contents, and whether it is of substance for the people concerned: another or more of what
is kept, why, for whom, on what basis, where, or for longer."""

from collections.abc import Iterable, Iterator
from typing import Literal

import msgspec

from ..profile.parameters import PARAMETERS
from .content import Content, Said

type Kind = Literal[
    "purpose", "category", "recipient", "basis", "transfer", "retention", "storage", "signal", "promise", "rights",
    "change", "who", "remarks", "words",
]  # fmt: skip

_GPC = ("honour", "ignore")  # the second is less for the person
_TELEMETRY = ("off", "basic", "full")


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """what: a name of the map, a company or a sentence's id. before, after: as words or numbers; empty where there was
    or is none. material: more is done, or less is promised. by_language: of sentences both, in each language that
    there is."""

    kind: Kind
    what: str
    before: str = ""
    after: str = ""
    material: bool
    by_language: dict[str, list[str]] = {}


def compare(old: Content, new: Content) -> list[Change]:
    """In the order of a notice."""
    return [
        *_purposes(old, new), *_categories(old, new), *_recipients(old, new), *_kept(old, new), *_stored(old, new),
        *_signals(old, new), *_promises(old, new), *_numbers(old, new), *_words(old, new),
    ]  # fmt: skip


def asks_again(changes: Iterable[Change]) -> bool:
    """Whether those who agreed are asked again: what they agreed to is used for something else, or on another basis."""
    return any(change.material and change.kind in ("purpose", "basis") for change in changes)


def _purposes(old: Content, new: Content) -> Iterator[Change]:
    was, now = {one.purpose: one for one in old.why}, {one.purpose: one for one in new.why}
    for name in _all(was, now):
        if name not in was or name not in now:
            yield _came_or_went("purpose", name, name in now)
        elif was[name].basis != now[name].basis:
            yield Change(kind="basis", what=name, before=was[name].basis, after=now[name].basis, material=True)


def _categories(old: Content, new: Content) -> Iterator[Change]:
    """A kind that is new for a purpose is new for the person, also when it was known for another one."""
    was = {(one.category, purpose) for one in old.what for purpose in one.purposes}
    now = {(one.category, purpose) for one in new.what for purpose in one.purposes}
    for category, purpose in sorted(was ^ now):
        yield _came_or_went("category", f"{category} {purpose}", (category, purpose) in now)


def _recipients(old: Content, new: Content) -> Iterator[Change]:
    was, now = {one.recipient for one in old.given}, {one.recipient for one in new.given}
    for name in sorted(was ^ now):
        yield _came_or_went("recipient", name, name in now)
    firms, now_firms = {one.name: one for one in old.companies}, {one.name: one for one in new.companies}
    for name in _all(firms, now_firms):
        if name not in firms or name not in now_firms:
            yield _came_or_went("recipient", name, name in now_firms)
            continue
        before, after = firms[name], now_firms[name]
        if (before.country, before.mechanism) != (after.country, after.mechanism):
            told = f"{before.country} {before.mechanism}".strip(), f"{after.country} {after.mechanism}".strip()
            yield Change(kind="transfer", what=name, before=told[0], after=told[1], material=True)
        if before.function != after.function:
            yield Change(kind="recipient", what=name, before=before.function, after=after.function, material=True)
        if before.policy != after.policy:
            yield Change(kind="words", what=name, before=before.policy, after=after.policy, material=False)


def _kept(old: Content, new: Content) -> Iterator[Change]:
    was, now = {one.what: one for one in old.kept}, {one.what: one for one in new.kept}
    for name in _all(was, now):
        if name not in was or name not in now:
            yield _came_or_went("retention", name, name in now)
        elif was[name] != now[name]:
            before, after = was[name], now[name]
            longer = after.seconds > before.seconds or after.after != before.after
            told = f"{before.seconds} {before.after}", f"{after.seconds} {after.after}"
            yield Change(kind="retention", what=name, before=told[0], after=told[1], material=longer)


def _stored(old: Content, new: Content) -> Iterator[Change]:
    was, now = {one.what: one for one in old.stored}, {one.what: one for one in new.stored}
    for name in _all(was, now):
        if name not in was or name not in now:
            yield _came_or_went("storage", name, name in now)
            continue
        before, after = was[name], now[name]
        if (before.seconds, before.party) != (after.seconds, after.party):
            longer = after.seconds > before.seconds or after.party != before.party
            told = f"{before.seconds} {before.party}", f"{after.seconds} {after.party}"
            yield Change(kind="storage", what=name, before=told[0], after=told[1], material=longer)


def _signals(old: Content, new: Content) -> Iterator[Change]:
    for name in ("gpc", "dnt", "telemetry"):
        before, after = getattr(old.signals, name), getattr(new.signals, name)
        if before != after:
            scale = _TELEMETRY if name == "telemetry" else _GPC
            less = scale.index(after) > scale.index(before)
            yield Change(kind="signal", what=name, before=before, after=after, material=less)


def _promises(old: Content, new: Content) -> Iterator[Change]:
    """A sentence that is taken back, or says something else, is of substance; a new or a stricter one is a gift."""
    was, now = {one.id: one for one in old.promises}, {one.id: one for one in new.promises}
    for name in _all(was, now):
        if name not in was:
            yield _sentence("promise", name, {}, now[name].text, material=False)
        elif name not in now:
            yield _sentence("promise", name, was[name].text, {}, material=True)
        elif was[name].text != now[name].text:
            less = not _keeps(now[name], was[name])
            yield _sentence("promise", name, was[name].text, now[name].text, material=less)


def _keeps(now: Said, was: Said) -> bool:
    """Whether who does what it says now keeps what it said before."""
    if not now.values or now.values.keys() != was.values.keys() or not now.values.keys() <= PARAMETERS.keys():
        return False
    return all(PARAMETERS[name].kept_by(value, was.values[name]) for name, value in now.values.items())


def _numbers(old: Content, new: Content) -> Iterator[Change]:
    for right in sorted(set(old.rights) ^ set(new.rights)):
        gone = right not in new.rights
        yield Change(kind="rights", what=right, before=right if gone else "", after="" if gone else right,
                     material=gone)  # fmt: skip
    if old.answer_days != new.answer_days:
        yield Change(kind="rights", what="answer_days", before=str(old.answer_days), after=str(new.answer_days),
                     material=new.answer_days > old.answer_days)  # fmt: skip
    if old.lead_days != new.lead_days:
        yield Change(kind="change", what="lead_days", before=str(old.lead_days), after=str(new.lead_days),
                     material=new.lead_days < old.lead_days)  # fmt: skip


def _words(old: Content, new: Content) -> Iterator[Change]:
    for field in new.who.__struct_fields__:
        before, after = getattr(old.who, field), getattr(new.who, field)
        if before != after:
            yield Change(kind="who", what=field, before=before, after=after, material=field == "company")
    if old.remarks != new.remarks:
        yield _sentence("remarks", "remarks", old.remarks, new.remarks, material=False)


def _came_or_went(kind: Kind, what: str, came: bool) -> Change:
    return Change(kind=kind, what=what, before="" if came else what, after=what if came else "", material=came)


def _all(was: Iterable[str], now: Iterable[str]) -> list[str]:
    """Each once, those that stayed or came first."""
    return list(dict.fromkeys([*now, *was]))


def _sentence(kind: Kind, what: str, was: dict[str, str], now: dict[str, str], *, material: bool) -> Change:
    """Of both sides the same language, where they have one in common."""
    spoken = [one for one in _all(now, was) if (one in was or not was) and (one in now or not now)]
    both = {language: [was.get(language, ""), now.get(language, "")] for language in spoken}
    usual = next(iter(both.values()), [_any(was), _any(now)])
    return Change(kind=kind, what=what, before=usual[0], after=usual[1], material=material, by_language=both)


def _any(text: dict[str, str]) -> str:
    return next(iter(text.values()), "")
