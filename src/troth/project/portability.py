"""`troth export-subject` and `troth import-subject`: the operator's doors to what somebody gets, and brings."""

from pathlib import Path
from uuid import UUID

import msgspec

from troth.datamap.doors import acting_for
from troth.datamap.purposes import RIGHTS
from troth.kernel.errors import Invalid
from troth.privacy.access import save, take_in
from troth.privacy.subjects import parse
from troth.sites.models import Site

from .erasing import workspace_of


def export_subject(workspace: str, subject: str, to: Path, *, kind: str, language: str) -> str:
    """What to tell. Raises Invalid, NotFound."""
    kind_of, one = parse(subject)
    if to.exists():
        raise Invalid(f"{to} exists already. Name another file.")
    with acting_for(RIGHTS):
        size = save.save(workspace_of(workspace), (kind_of, one), to, kind=kind, language=language)
    return f"{to}  {size} bytes. It is in clear: give it to nobody but them, and delete it."


def import_subject(workspace: str, path: Path, *, site: str) -> str:
    """As JSON. Raises Invalid, TooLarge."""
    if not path.is_file():
        raise Invalid(f"There is no file {path}.")
    with acting_for(RIGHTS), take_in.opened(path) as (told, bytes_of):
        done = take_in.take_in(_site(workspace_of(workspace), site), told, bytes_of)
    return msgspec.json.format(msgspec.json.encode(done), indent=2).decode()


def _site(workspace: UUID, key: str) -> Site:
    """By its key; where there is but one, none is needed."""
    rows = Site.objects.filter(workspace_id=workspace)
    found = list((rows.filter(key=key) if key else rows)[:2])
    if len(found) != 1:
        raise Invalid("Say which site, with --site KEY: it stands in the website's line.", fields={"site": "which"})
    return found[0]
