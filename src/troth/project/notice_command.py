"""`troth privacy notice` and `troth privacy record`: the operator's door to what is published of what is done."""

import argparse
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import UUID

from troth.kernel.errors import Invalid

if TYPE_CHECKING:
    from troth.privacy.models import Notice
    from troth.privacy.notice.draft import Draft
    from troth.sites.models import Site

ACTS = ("notice", "record")


def add_words(asks: Any) -> None:
    """asks: the subparsers of `troth privacy`."""
    notice = asks.add_parser("notice", help="the privacy notices of a workspace: what would change, or publish them")
    notice.add_argument("workspace", metavar="SLUG", help="whose sites; its id will do too")
    notice.add_argument("--site", default="", metavar="KEY", help="of this one alone")
    notice.add_argument("--publish", action="store_true", help="as a version that never changes")
    notice.add_argument("--language", action="append", default=[], help="in this one alone; repeatable")
    notice.add_argument("--from", dest="since", metavar="DAY", help="it takes effect on this day, like 2027-01-31")
    record = asks.add_parser("record", help="the record of processing of a workspace, brought up to date")
    record.add_argument("workspace", metavar="SLUG", help="whose; its id will do too")
    record.add_argument("--role", choices=("controller", "processor"), default="controller")
    record.add_argument("--format", choices=("html", "csv", "jsonld"), default="html")
    record.add_argument("--to", type=Path, metavar="FILE", help="write it there")


def do(asked: argparse.Namespace, workspace: UUID) -> str:
    """What to print. Needs Django set up, the tables and an open log. Raises Invalid, NoticeIncomplete, Conflict."""
    if asked.privacy_act == "record":
        return _record(asked, workspace)
    return "\n".join(_notice(asked, site) for site in _sites(workspace, asked.site))


def _notice(asked: argparse.Namespace, site: "Site") -> str:
    from troth.privacy.notice import paper
    from troth.privacy.notice.draft import draft
    from troth.privacy.notice.publish import publish
    from troth.privacy.notice.queries import versions

    languages = asked.language or None
    if asked.publish:
        row = publish(site, languages=languages, since=_day(asked.since))
        paper.draw(row.id)
        return _line(site, row)
    return "\n".join([*(_line(site, row) for row in versions(site)), _would(draft(site, languages))])


def _line(site: "Site", row: "Notice") -> str:
    until = f" to {row.superseded_at:%Y-%m-%d}" if row.superseded_at else ""
    weight = "of substance" if row.material else "small"
    return (
        f"{site.key}  version {row.number}  {row.state:10}  from {row.in_force_at:%Y-%m-%d}{until}  {weight}"
        f"  {' '.join(row.languages)}  {row.sha256[:16]}"
    )


def _would(made: "Draft") -> str:
    lines = [
        f"{made.site.key}  {one} lacks {', '.join(lacking)}: it can't be published so"
        for one, lacking in made.lacking.items()
    ]
    for change in made.changes:
        told = " to ".join(part for part in (change.before, change.after) if part)
        lines.append(f"    {'!' if change.material else ' '} {change.kind:10} {change.what}: {told}")
    if made.first:
        lines.append(f"{made.site.key}  nothing is published yet; do so with --publish")
    elif not made.changes:
        lines.append(f"{made.site.key}  the version in force says what is done")
    else:
        told = "of substance (!): announced first" if made.material else "small"
        lines.append(f"{made.site.key}  another version would be {told}; publish it with --publish")
    return "\n".join(lines)


def _record(asked: argparse.Namespace, workspace: UUID) -> str:
    from troth.accounts.models import Workspace
    from troth.privacy.notice.record.renew import renew
    from troth.privacy.notice.record.written import written

    row, new = renew(Workspace.objects.get(id=workspace))
    told = f"version {row.number}{', new' if new else ''}  {row.made_at:%Y-%m-%d}  {row.sha256[:16]}"
    if asked.to is None:
        return told
    if asked.to.exists():
        raise Invalid(f"{asked.to} exists already. Name another file.")
    asked.to.write_bytes(written(row, asked.role, asked.format))
    return f"{asked.to}  {told}"


def _sites(workspace: UUID, key: str) -> list["Site"]:
    from troth.sites.models import Site

    rows = Site.objects.select_related("workspace").filter(workspace_id=workspace).order_by("name", "id")
    found = list(rows.filter(key=key) if key else rows)
    if not found:
        raise Invalid("There is no such site in this workspace.", fields={"site": "unknown"})
    return found


def _day(text: str | None) -> datetime | None:
    try:
        return datetime.strptime(text, "%Y-%m-%d").replace(tzinfo=UTC) if text else None
    except ValueError:
        raise Invalid("Write the day as 2027-01-31.", fields={"in_force_at": "day"}) from None
