"""Which profile is in force in a workspace, and what holds on its sites."""

from collections.abc import Mapping
from functools import lru_cache
from uuid import UUID

from msgspec.structs import replace

from troth.sites.device import OnDevice
from troth.sites.models import Site
from troth.sites.queries import sites_of

from .effective import effective
from .facts import facts_of
from .parameters import PARAMETERS
from .read import look
from .rows import Chosen
from .shape import Profile, Value
from .shipped import PLAIN, shipped


def profile_of(workspace: UUID) -> Profile:
    """The one that was chosen; else the plain one as the workspace's sites are: who promised nothing breaks nothing."""
    return chosen_of(workspace) or _as_they_are(sites_of([workspace]))


def chosen_of(workspace: UUID) -> Profile | None:
    text = chosen_text(workspace)
    return None if text is None else _read(text)


def chosen_text(workspace: UUID) -> str | None:
    """The file, as it was given."""
    return Chosen.objects.filter(workspace_id=workspace).values_list("text", flat=True).first()


def values_on(site: Site) -> Mapping[str, Value]:
    """What holds on this site: what its workspace promises, or what the site does where that is stricter."""
    return {**effective(profile_of(site.workspace_id)), **facts_of([site])[site.id]}


def on_device(site: Site) -> OnDevice | None:
    """What the chat may store on a device, and how long; None where nobody chose a profile."""
    profile = chosen_of(site.workspace_id)
    if profile is None:
        return None
    values = effective(profile)
    days, purposes = values.get("cookies.days"), values.get("cookies.purposes")
    return OnDevice(
        days=days if isinstance(days, int) else OnDevice().days,
        choices=not isinstance(purposes, tuple) or "preference" in purposes,
    )


@lru_cache(maxsize=64)
def _read(text: str) -> Profile | None:
    """Also one that was taken by an earlier version which knew other parameters: the rest of it holds."""
    return look(text)[0]


def _as_they_are(sites: list[Site]) -> Profile:
    plain = shipped()[PLAIN]
    values = dict(plain.values)
    for facts in facts_of(sites).values():
        for name in facts.keys() & values.keys():
            values[name] = PARAMETERS[name].kind.laxest(values[name], facts[name])
    return replace(plain, values=values)
