"""Who is on the sites now. Presence is the gateway's memory and is handed in at start; it is kept nowhere."""

from collections.abc import Callable
from uuid import UUID

from msgspec.structs import replace

from troth.sites.models import Site
from troth.wire.frames import VisitorHere, seen_by

type Source = Callable[[UUID], list[VisitorHere]]


def _nobody(_workspace: UUID) -> list[VisitorHere]:
    return []


# Where presence is asked: the hub's list of a workspace's open panels, set once at start; safe from any thread.
source: Source = _nobody


def here(workspace: UUID) -> list[VisitorHere]:
    """The open panels, longest first; their pages where the site's profile allows telemetry, as on the socket."""
    allowed = dict(Site.objects.filter(workspace_id=workspace).values_list("id", "telemetry"))
    seen = [
        replace(visitor, page=visitor.page and seen_by(allowed.get(visitor.site, "off"), visitor.page))
        for visitor in source(workspace)
        if not visitor.gone
    ]
    return sorted(seen, key=lambda visitor: visitor.since)
