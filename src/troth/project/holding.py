"""`troth holds` and `troth retention`: the operator's door to what is kept, and to what must be."""

import argparse
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from troth.kernel.clock import now
from troth.kernel.errors import Invalid

if TYPE_CHECKING:
    from troth.privacy.models import Hold, RetentionRun
    from troth.sites.models import Site

MOST = 10_000_000  # rows of a run that somebody waits for
NO_SITE = "There is no such site in this workspace. Name it by the key in its script line."


def add_words(acts: Any) -> None:
    """acts: the subparsers of `troth`."""
    holds = acts.add_parser("holds", help="legal holds: what must not be erased, and why")
    holds.add_argument("--workspace", required=True, metavar="SLUG", help="whose they are; its id will do too")
    what = holds.add_subparsers(dest="what", metavar="ACT")
    what.add_parser("list", help="all that stand (the default)")
    place = what.add_parser("place", help="from now on this is not erased")
    place.add_argument("held", help="visitor:ID, contact:ID, person:ID, conversation:ID or site:ID")
    place.add_argument("--reason", required=True)
    place.add_argument("--until", metavar="DAY", help="it holds before this day, like 2027-01-31")
    lift = what.add_parser("lift", help="it may be erased again")
    lift.add_argument("id")
    lift.add_argument("--reason", required=True)
    keep = acts.add_parser("retention", help="what is kept longer than its rule says ends now, and not tonight")
    keep.add_argument("--workspace", required=True, metavar="SLUG", help="whose site it is; its id will do too")
    keep.add_argument("--site", required=True, metavar="KEY", help="the key of the site")
    keep.add_argument("--dry-run", action="store_true", help="say what would go, and change nothing")


def holds(asked: argparse.Namespace, workspace: UUID) -> str:
    """What to print. Raises NotFound, Conflict, Invalid, TooMany."""
    from troth.privacy.holds.hold import hold
    from troth.privacy.holds.lift import lift
    from troth.privacy.holds.standing import standing

    if asked.what == "place":
        kind, target = _held(asked.held)
        return _line(hold(workspace, kind, target, asked.reason, until=_day(asked.until)))
    if asked.what == "lift":
        return _line(lift(workspace, _id(asked.id), asked.reason))
    return "\n".join(map(_line, standing(workspace, now()).order_by("id"))) or "Nothing is held."


def retention(asked: argparse.Namespace, workspace: UUID, *, alone: bool) -> str:
    """alone: no other process uses the database. Raises Invalid, Conflict, Busy."""
    from troth.privacy.retention.dry_run import dry_run
    from troth.privacy.retention.rules import rules_of
    from troth.privacy.retention.run import begin, go_on
    from troth.sites.models import Site

    site = Site.objects.filter(workspace_id=workspace, key=asked.site).first()
    if site is None:
        raise Invalid(NO_SITE, fields={"site": "unknown"})
    if asked.dry_run:
        return _tried(site, dry_run(site, rules_of(site.id), now()))
    return _ran(site, go_on(begin(site, now()).id, most=MOST, alone=alone))


def _tried(site: "Site", tried: Any) -> str:
    lines = [f"{site.key} at {tried.at:%Y-%m-%d %H:%M:%S} UTC, {tried.hash}"]
    for one in tried.items:
        oldest = f", the oldest of {one.oldest:%Y-%m-%d}" if one.oldest else ""
        held = f", and {one.held} are held" if one.held else ""
        lines.append(f"    {one.what:14}{one.count:>8} would go{oldest}{held}")
    return "\n".join(lines)


def _ran(site: "Site", run: "RetentionRun") -> str:
    lines = [f"{site.key} as of {run.at:%Y-%m-%d %H:%M:%S} UTC, {run.hash}"]
    for what, held in run.held.items():
        lines.append(f"    {what:14}{run.counts.get(what, 0):>8} gone" + (f", and {held} are held" if held else ""))
    return "\n".join(lines)


def _held(words: str) -> tuple[str, UUID]:
    from troth.privacy.models import Hold

    kind, _, number = words.partition(":")
    if kind not in Hold.Kind.values:
        raise Invalid(f"A hold is on one of: {', '.join(f'{one}:ID' for one in Hold.Kind.values)}.")
    return kind, _id(number)


def _id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise Invalid("That is no id.") from None


def _day(text: str | None) -> datetime | None:
    try:
        return datetime.strptime(text, "%Y-%m-%d").replace(tzinfo=UTC) if text else None
    except ValueError:
        raise Invalid("Write the day as 2027-01-31.", fields={"until": "day"}) from None


def _line(row: "Hold") -> str:
    until = f" until {row.until:%Y-%m-%d}" if row.until else ""
    over = f"\n    lifted {row.lifted_at:%Y-%m-%d}: {row.lift_reason}" if row.lifted_at else ""
    return f"{row.id}  {row.at:%Y-%m-%d}{until}  {row.kind}:{row.target}\n    {row.reason}{over}"
