"""The plan of an erasure: what would happen, store by store, before anything does. Its run takes this very plan."""

import hashlib
from collections.abc import Iterable
from typing import Any
from uuid import UUID

import msgspec

from troth.datamap.erasing import Reason, Scope
from troth.datamap.vocabulary import Subject
from troth.kernel.errors import Conflict

from .erasers import Say, erasers
from .subjects import scope_of


class Planned(msgspec.Struct, frozen=True, kw_only=True):
    """How many there are in a store, and what happens to them."""

    store: str
    what: str
    count: int


class Plan(msgspec.Struct, frozen=True, kw_only=True):
    """retained, out_of_scope, blockers: sentences; with any of the last it can't be run. reasons: each of these
    sentences once more, with its code. again: it repeats an erasure that a restored backup undid, and nothing is in its
    way. hash: of all the rest."""

    scope: Scope
    steps: list[Planned]
    retained: list[str]
    out_of_scope: list[str]
    blockers: list[str]
    reasons: list[Reason] = []
    forced: bool = False
    again: bool = False
    hash: str = ""


def plan(workspace: UUID, kind: Subject, subject: UUID, *, force: bool = False, again: bool = False) -> Plan:
    """force: also in the middle of a live chat. again: whatever is in the way, since they were erased before. Raises
    NotFound."""
    return plan_of(scope_of(workspace, kind, subject), force=force, again=again)


def plan_of(scope: Scope, *, force: bool = False, again: bool = False) -> Plan:
    whom = [step for step in erasers.steps if scope.subject in step.of]
    steps = [Planned(store=step.store, what=step.what, count=step.count(scope)) for step in whom]
    retained, outside = _told(erasers.retained, scope), _told(erasers.outside, scope)
    blockers = [] if again else _told(erasers.blockers + ([] if force else erasers.unless_forced), scope)
    made = Plan(
        scope=scope, steps=steps, forced=force or again, again=again,
        retained=_sentences(retained), out_of_scope=_sentences(outside), blockers=_sentences(blockers),
        reasons=[*retained, *outside, *blockers],
    )  # fmt: skip
    return msgspec.structs.replace(made, hash=hash_of(made))


def hash_of(made: Plan) -> str:
    return hashlib.sha256(msgspec.json.encode(msgspec.structs.replace(made, hash=""), order="sorted")).hexdigest()


def check(made: Plan) -> None:
    """Raises Conflict when it may not be run: it was altered, or something is in its way."""
    if made.hash != hash_of(made):
        raise Conflict("This is not a plan as it was made. Make a new one.")
    if made.blockers:
        raise Conflict(" ".join(made.blockers))


def check_now(made: Plan) -> None:
    """The same at the moment it begins: what was in nobody's way when it was planned may be by now."""
    if not made.again and (blockers := _told(erasers.blockers, made.scope)):
        raise Conflict(" ".join(_sentences(blockers)))


def shown(made: Plan) -> dict[str, Any]:
    found: dict[str, Any] = msgspec.to_builtins(made)
    return found


def _told(sayings: Iterable[Say], scope: Scope) -> list[Reason]:
    return [reason for say in sayings for reason in say(scope)]


def _sentences(reasons: Iterable[Reason]) -> list[str]:
    return [reason.sentence for reason in reasons]
