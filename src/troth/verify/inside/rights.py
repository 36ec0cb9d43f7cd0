"""What somebody has a right to, done by the operator's own door."""

from datetime import datetime
from typing import Any
from uuid import UUID


def erase(workspace: str, subject: str) -> dict[str, Any]:
    """The certificate. subject: visitor:ID, contact:ID or person:ID."""
    from troth.datamap.doors import acting_for
    from troth.datamap.purposes import RIGHTS
    from troth.privacy.plan import plan
    from troth.privacy.run import run
    from troth.privacy.subjects import parse

    kind, one = parse(subject)
    with acting_for(RIGHTS):
        return run(plan(UUID(workspace), kind, one, force=True))


def retention(site: str, at: str) -> dict[str, Any]:
    """Run retention for a site as of a moment, to its end, as the worker does by the day: counts and hash of what it
    took."""
    from troth.datamap.doors import acting_for
    from troth.datamap.purposes import RIGHTS
    from troth.privacy.retention import run
    from troth.sites.models import Site

    with acting_for(RIGHTS):
        begun = run.begin(Site.objects.select_related("workspace").get(id=UUID(site)), datetime.fromisoformat(at))
        done = run.go_on(begun.id, most=1_000_000)
    return {"counts": dict(done.counts), "hash": done.hash}


def compact() -> None:
    """Let go of the bytes that erasing left in files, as the worker does by night."""
    from troth.datamap.doors import acting_for
    from troth.datamap.purposes import RIGHTS
    from troth.project.compaction import compact as now

    with acting_for(RIGHTS):
        now(whole=True)


def take_in(workspace: str, site: str, path: str) -> dict[str, Any]:
    """What the command `troth import-subject` tells of a file that somebody brought."""
    from pathlib import Path

    import msgspec

    from troth.project.portability import import_subject

    told: dict[str, Any] = msgspec.json.decode(import_subject(workspace, Path(path), site=site))
    return told
