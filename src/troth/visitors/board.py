"""Who is on the sites now. Presence is the gateway's memory and is handed in at start; it is kept nowhere."""

from collections.abc import Callable
from uuid import UUID

from troth.sites.models import Site
from troth.wire.frames import VisitorHere

type Source = Callable[[UUID], list[VisitorHere]]


def _nobody(_workspace: UUID) -> list[VisitorHere]:
    return []


# Where presence is asked: the hub's list of a workspace's open panels, set once at start; safe from any thread.
source: Source = _nobody


def here(workspace: UUID) -> list[VisitorHere]:
    """The open panels of those sites whose profile allows it, longest first."""
    allowed = set(Site.objects.filter(workspace_id=workspace, telemetry="basic").values_list("id", flat=True))
    seen = [visitor for visitor in source(workspace) if visitor.site in allowed and not visitor.gone]
    return sorted(seen, key=lambda visitor: visitor.since)
