"""The plan of a closing: what would go, store by store, what stays, and what is in the way. It names nobody."""

import hashlib
from typing import Any
from uuid import UUID

import msgspec

import troth.log
from troth.accounts.models import Member
from troth.contacts.models import Contact
from troth.conversations.models import Conversation, File
from troth.datamap.erasing import Because, Reason
from troth.kernel.clock import now
from troth.sites.models import Site
from troth.visitors.models import Visitor
from troth.wire.events import NUMBER_OF, Said

from ..holds.standing import standing
from ..plan import Planned
from .endings import endings
from .people import only_here


class Counts(msgspec.Struct, frozen=True, kw_only=True):
    """How many there are of what an owner knows. people: members whose login goes too, since it opens nothing else.
    keys: those that are destroyed."""

    sites: int
    conversations: int
    messages: int
    contacts: int
    visitors: int
    files: int
    members: int
    people: int
    keys: int


class ClosingPlan(msgspec.Struct, frozen=True, kw_only=True):
    """retained, out_of_scope, blockers: sentences; with any of the last it can't be closed. reasons: each of these
    sentences once more, with its code. hash: of all the rest."""

    counts: Counts
    steps: list[Planned]
    retained: list[str]
    out_of_scope: list[str]
    blockers: list[str]
    reasons: list[Reason] = []
    hash: str = ""


def plan(workspace: UUID) -> ClosingPlan:
    retained = [reason for say in endings.retained for reason in say(workspace)]
    outside = [reason for say in endings.outside for reason in say(workspace)]
    holds = held(workspace)
    made = ClosingPlan(
        counts=_counts(workspace),
        steps=[Planned(store=one.store, what=one.what, count=one.count(workspace)) for one in endings.steps],
        retained=[one.sentence for one in retained],
        out_of_scope=[one.sentence for one in outside],
        blockers=[one.sentence for one in holds],
        reasons=[*retained, *outside, *holds],
    )
    return msgspec.structs.replace(made, hash=_hash_of(made))


def blockers(workspace: UUID) -> list[str]:
    """Legal holds that stand now, each as a sentence."""
    return [one.sentence for one in held(workspace)]


def held(workspace: UUID) -> list[Reason]:
    """The same, with their codes."""
    return [
        Reason(
            code=Because.HELD,
            sentence=f"Legal hold {row.id} on a {row.kind}, since {row.at:%Y-%m-%d}: {row.reason}.",
            params={"hold": str(row.id), "kind": row.kind, "since": row.at.isoformat(), "reason": row.reason},
        )
        for row in standing(workspace, now()).filter(target__isnull=False).order_by("id")
    ]


def shown(made: ClosingPlan) -> dict[str, Any]:
    found: dict[str, Any] = msgspec.to_builtins(made)
    return found


def kept(made: ClosingPlan) -> dict[str, Any]:
    """As it is kept with the closing, for good: without the sentences of holds, which name people."""
    reasons = [one for one in made.reasons if one.code is not Because.HELD]
    return shown(msgspec.structs.replace(made, blockers=[], reasons=reasons))


def _hash_of(made: ClosingPlan) -> str:
    return hashlib.sha256(msgspec.json.encode(msgspec.structs.replace(made, hash=""), order="sorted")).hexdigest()


def _counts(workspace: UUID) -> Counts:
    log = troth.log.current()
    return Counts(
        sites=Site.objects.filter(workspace_id=workspace).count(),
        conversations=Conversation.objects.filter(workspace_id=workspace).count(),
        messages=log.events_kept(workspace, NUMBER_OF[Said]),
        contacts=Contact.objects.filter(workspace_id=workspace).count(),
        visitors=Visitor.objects.filter(workspace_id=workspace).count(),
        files=File.objects.filter(conversation__workspace_id=workspace).count(),
        members=Member.objects.filter(workspace_id=workspace, active=True).count(),
        people=only_here(workspace).count(),
        keys=log.keys_kept(workspace),
    )
