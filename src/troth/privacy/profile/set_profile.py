"""Set what a workspace promises: with everything that is wrong with it, or with what its sites do otherwise, said at
once."""

import hashlib
from typing import NamedTuple
from uuid import UUID

from troth import log
from troth.accounts.access import membership
from troth.accounts.asker import Asker
from troth.accounts.models import Workspace
from troth.accounts.roles import PRIVACY
from troth.kernel.clock import now
from troth.kernel.errors import Conflict
from troth.kernel.ids import new_id
from troth.sites.change import told
from troth.sites.queries import sites_of
from troth.wire.events import Audience, Author, ProfileSet

from . import known
from .facts import facts_of
from .lint import lint
from .queries import chosen_text
from .read import look
from .refused import ProfileRefused, line
from .rows import Chosen
from .shape import Profile
from .tighten import Plan, plan, tighten

SYSTEM = Author(kind="system", id=log.NOBODY)


class SitesAreLaxer(Conflict):
    """fields: site.parameter -> the sentence, and what the site does."""

    code, status, sentence = "sites_laxer", 409, "Sites do otherwise than this profile promises. Nothing was changed."


class Set(NamedTuple):
    """changed: what the sites do now that they did not before, each as site.parameter."""

    profile: Profile
    changed: list[str]


def set_profile(asker: Asker, workspace: UUID, text: str, *, apply: bool = False) -> Set:
    """text: TOML. apply: sites that are laxer are made as strict. Raises NotFound, Forbidden (owners and privacy
    officers set it), ProfileRefused, SitesAreLaxer."""
    by = membership(asker, workspace, *PRIVACY)
    return put_profile(workspace, text, author=Author(kind="agent", id=by.id), apply=apply)


def put_profile(workspace: UUID, text: str, *, author: Author = SYSTEM, apply: bool = False) -> Set:
    """As the operator does it, too. Raises ProfileRefused, SitesAreLaxer, Conflict."""
    profile, found = look(text)
    if profile is None or (found := found + lint(profile, checks=known.checks())):
        raise ProfileRefused(found)
    plans = _plans(profile, workspace)
    if plans and not apply:
        raise SitesAreLaxer(fields=_told(plans))
    same = new_id()
    drafts = [told(one.site, one.settings, author, same) for one in plans if one.settings]
    before = chosen_text(workspace)
    drafts.append(_set(workspace, profile, text, before, author))
    with log.current().unit("set_profile", *drafts):
        # whoever changes a site asks for the profile behind the same lock
        Workspace.objects.select_for_update(no_key=True).get(id=workspace)
        if _told(_plans(profile, workspace)) != _told(plans):
            raise Conflict("A site was changed meanwhile. Nothing was changed; repeat it.")
        if chosen_text(workspace) != before:
            raise Conflict("Another profile was set meanwhile. Nothing was changed; repeat it.")
        Chosen.objects.update_or_create(workspace_id=workspace, defaults={"text": text, "set_at": now()})
        for one in plans:
            tighten(one)
    return Set(profile, sorted(_told(plans)))


def _set(workspace: UUID, profile: Profile, text: str, before: str | None, author: Author) -> log.Draft:
    body = ProfileSet(profile=profile.name, sha256=_mark(text), before="" if before is None else _mark(before))
    return log.Draft(
        workspace=workspace, stream=workspace, body=body, author=author, client_id=new_id(), audience=Audience.TEAM,
        subject=author.id,
    )  # fmt: skip


def _mark(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _plans(profile: Profile, workspace: UUID) -> list[Plan]:
    sites = sites_of([workspace])
    facts = facts_of(sites)
    return [made for site in sites if (made := plan(profile, site, facts[site.id])).found]


def _told(plans: list[Plan]) -> dict[str, str]:
    return {f"{one.site.key}.{found.key}": f"{one.site.name}: {line(found)}" for one in plans for found in one.found}
