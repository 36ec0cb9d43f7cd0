"""Run retention for a site, some rows at a time: what is taken is chosen, counted and noted in one transaction, then
cleared, then done. A run that was killed clears again what it had in hand, and goes on."""

from collections.abc import Callable, Sequence
from datetime import datetime
from uuid import UUID

import msgspec
from django.db import IntegrityError, transaction

from troth.accounts.models import Workspace
from troth.kernel.clock import now
from troth.sites.models import Site

from ..lease import held
from . import digest, kept
from .clear import clear
from .due import due
from .hand import Hand, take
from .rows import RetentionRun
from .rules import DEFAULTS, Rule, bare, rules_of

AT_ONCE = 50  # rows that are in hand together
_UNDER_WAY = "Retention is under way for this site. If whoever ran it was stopped, it goes on within the hour."


def begin(site: Site, at: datetime) -> RetentionRun:
    """A run by the site's rules, as of `at`; the one that is under way where there is one."""
    rules = rules_of(site.id)
    try:
        with transaction.atomic():
            return RetentionRun.objects.create(
                workspace_id=site.workspace_id, site=site, at=at, rules=bare(rules),
                hash=digest.begin(site.id, rules, at), what=rules[0].what,
            )  # fmt: skip
    except IntegrityError:
        return RetentionRun.objects.get(site=site, done_at=None)


def go_on(run: UUID, *, most: int, alone: bool = False) -> RetentionRun:
    """Until `most` rows are gone, or it is done. alone: no other process can have it in hand. Raises Conflict (another
    is at it), Busy (something is just being written: it goes on the next time)."""
    with held(RetentionRun.objects.select_related("site").filter(id=run), _UNDER_WAY, alone=alone) as (row, renew):
        while row.done_at is None and most > 0:
            most -= _some(row, renew)
    return row


def _some(row: RetentionRun, renew: Callable[[], None]) -> int:
    """One handful, or on to the next kind. How many rows are gone."""
    hand = msgspec.convert(row.hand, Hand) if row.hand is not None else _take(row)
    if hand is None:
        return 0
    clear(row.what, row.workspace_id, hand, renew)
    row.hand = None
    row.save(update_fields=["hand"])
    return len(hand.ids)


def _take(row: RetentionRun) -> Hand | None:
    """None where nothing of this kind is left."""
    rules = _rules(row)
    rule = next(one for one in rules if one.what == row.what)
    with transaction.atomic():
        # whoever places a hold looks for what is in hand behind the same lock
        Workspace.objects.select_for_update(no_key=True).get(id=row.workspace_id)
        found = due(row.site, rule, row.at)
        rows = found.rows if row.last is None else found.rows.filter(id__gt=row.last)
        ids = list(rows.values_list("id", flat=True)[:AT_ONCE])
        if not ids:
            _next(row, rules, found.kept.count())
            return None
        hand = take(row.what, ids)
        kept.keep(row.site_id, row.what, ids)
        row.hash, row.last = digest.fold(row.hash, row.what, ids), ids[-1]
        row.counts = {**row.counts, row.what: row.counts.get(row.what, 0) + len(ids)}
        row.hand = msgspec.to_builtins(hand)
        row.save(update_fields=["hash", "last", "counts", "hand"])
        return hand


def _next(row: RetentionRun, rules: Sequence[Rule], on_hold: int) -> None:
    kinds = [rule.what for rule in rules]
    after = kinds.index(row.what) + 1
    row.held, row.last = {**row.held, row.what: on_hold}, None
    if after < len(kinds):
        row.what = kinds[after]
    else:
        row.done_at = now()
    row.save(update_fields=["held", "last", "what", "done_at"])


def _rules(row: RetentionRun) -> list[Rule]:
    """As they were when it began: a rule that is changed meanwhile counts from the next run on."""
    said = {one["what"]: Rule(**one) for one in row.rules}
    return [said[usual.what] for usual in DEFAULTS if usual.what in said]
