"""Change a site's settings."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator

from troth import log
from troth.accounts.access import membership
from troth.accounts.asker import Asker
from troth.accounts.models import Member
from troth.accounts.roles import LEADS
from troth.kernel import config
from troth.kernel.errors import Invalid
from troth.kernel.ids import new_id
from troth.post.address import is_mail_address
from troth.wire.events import Audience, Author, SiteChanged

from .access import site_of
from .children import FIELD
from .defaults import MAX_TRANSCRIPT_ADDRESSES
from .domains import is_domain
from .guard import check
from .models import Alias, Site
from .shapes import AliasOf, SiteChange

_web_address = URLValidator(schemes=["http", "https"])
_by_tls = URLValidator(schemes=["https"])


def change(asker: Asker, workspace: UUID, site: UUID, wanted: SiteChange) -> Site:
    """Change what `wanted` names, and tell the workspace which settings changed (not to what).

    Raises NotFound, Forbidden (agents read settings, owners and admins change them) or Invalid.
    """
    member = membership(asker, workspace, *LEADS)
    row = site_of(asker, workspace, site)
    named = wanted.model_dump(mode="json", exclude_unset=True, exclude_none=True)
    _check(named)
    if not named:
        return row
    draft = told(row, named, Author(kind="agent", id=member.id), new_id())
    with log.current().unit("change_site", draft):
        aliases = named.pop("aliases", None)
        if aliases is not None:
            _set_aliases(row, wanted.aliases or [])
        put(row, named)
    return row


def told(site: Site, fields: Iterable[str], author: Author, client_id: UUID) -> log.Draft:
    """That these settings of the site changed, for the unit in which they are `put`."""
    return log.Draft(
        workspace=site.workspace_id,
        stream=site.workspace_id,
        body=SiteChanged(site=site.id, fields=sorted(fields)),
        author=author,
        client_id=client_id,
        audience=Audience.TEAM,
        subject=author.id,
    )


def put(site: Site, named: dict[str, Any]) -> None:
    """Write settings that were checked, inside of a transaction. Raises what those raise who are asked first."""
    fields = frozenset(named)
    files = named.pop("files", None)
    if files is not None:
        named |= {"file_max_size": files["max_size"], "file_types": files["types"]}
    for name, value in named.items():
        setattr(site, name, value)
    if named:
        check(site, fields)
        site.save(update_fields=list(named))


def _set_aliases(site: Site, wanted: list[AliasOf]) -> None:
    known = set(Member.objects.filter(workspace_id=site.workspace_id, active=True).values_list("id", flat=True))
    if any(alias.member_id not in known for alias in wanted):
        raise Invalid("An alias names somebody who does not work here.", fields={"aliases": "There is no such member."})
    Alias.objects.filter(site=site).delete()
    Alias.objects.bulk_create(
        Alias(
            workspace_id=site.workspace_id, site=site, member_id=own.member_id, alias=own.alias.strip(),
            title=own.title.strip(), picture=own.picture,
        )
        for own in {alias.member_id: alias for alias in wanted}.values()
        if own.alias.strip()
    )  # fmt: skip


def _check(named: dict[str, Any]) -> None:
    wrong: dict[str, str] = {}
    if "transcript_addresses" in named:
        addresses = named["transcript_addresses"] = list(
            dict.fromkeys(a.strip() for a in named["transcript_addresses"])
        )
        if len(addresses) > MAX_TRANSCRIPT_ADDRESSES:
            wrong["transcript_addresses"] = (
                f"A site sends transcripts to at most {MAX_TRANSCRIPT_ADDRESSES} addresses; these are {len(addresses)}."
            )
        elif bad := [address for address in addresses if not is_mail_address(address)]:
            wrong["transcript_addresses"] = f"{bad[0]} is no email address."
    if "domains" in named:
        domains = named["domains"] = list(dict.fromkeys(d.strip().lower().rstrip("/") for d in named["domains"]))
        if bad := [domain for domain in domains if not is_domain(domain)]:
            wrong["domains"] = f"{bad[0]} is no domain; write it like shop.example or *.shop.example."
    # who comes by TLS is led nowhere without
    if named.get("privacy_url") and not _passes(
        _by_tls if config.current().secure else _web_address, named["privacy_url"]
    ):
        wrong["privacy_url"] = "Write the whole address, beginning with https://."
    for form in ("fields", "offline_fields"):
        ids = [field["id"] for field in named.get(form, [])]
        if len(ids) != len(set(ids)):
            wrong[form] = "Two fields have the same id."
        if FIELD in ids:
            wrong[form] = f"The id {FIELD} is that of the question for the age; ask it by `children`."
    if "name" in named and not named["name"].strip():
        wrong["name"] = "A site needs a name."
    if wrong:
        raise Invalid(fields=wrong)


def _passes(validate: Any, value: str) -> bool:
    try:
        validate(value)
    except ValidationError:
        return False
    return True
