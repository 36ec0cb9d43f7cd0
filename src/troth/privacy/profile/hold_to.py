"""Hold a site to its company's profile: a change that would break a promise is refused, by the promise's name."""

from collections.abc import Iterable, Mapping
from uuid import UUID

from troth.accounts.models import Workspace
from troth.sites.models import Site

from .facts import FIELDS, of_settings
from .kept import PromiseBroken, broken
from .queries import chosen_of
from .refused import line
from .shape import Finding, Value


def check_site(site: Site, fields: frozenset[str]) -> None:
    """site: as it would be; fields: what changes. Inside of the transaction. Raises PromiseBroken."""
    decided = {name: field for field in FIELDS if field in fields for name in FIELDS[field]}
    if not decided:
        return
    facts = {name: value for name, value in of_settings(site).items() if name in decided}
    refuse(check(site.workspace_id, facts), decided)


def check(workspace: UUID, facts: Mapping[str, Value]) -> list[Finding]:
    """What would be broken. Whoever sets a profile waits behind the same lock."""
    Workspace.objects.select_for_update(no_key=True).filter(id=workspace).first()
    profile = chosen_of(workspace)
    return broken(profile, facts) if profile else []


def refuse(found: Iterable[Finding], where: Mapping[str, str]) -> None:
    """where: parameter -> the field that was sent. Raises PromiseBroken."""
    fields: dict[str, list[str]] = {}
    for one in found:
        fields.setdefault(where[one.key], []).append(line(one))
    if fields:
        ids = ", ".join(dict.fromkeys(one.promise or one.key for one in found))
        said = f"This would break what the company promises: {ids}. Nothing was changed."
        raise PromiseBroken(said, fields={field: " ".join(lines) for field, lines in fields.items()})
