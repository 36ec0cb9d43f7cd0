"""What somebody ordered of themselves, made as the worker does, and unpacked."""

import io
import json
import zipfile
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from tests.gateway.http import ask
from tests.until import until
from troth.accounts.asker import PersonAsker
from troth.accounts.models import Member, Workspace
from troth.datamap.doors import acting_for
from troth.datamap.purposes import RIGHTS
from troth.datamap.vocabulary import Subject
from troth.filestore import open_store
from troth.kernel import config
from troth.privacy.access import fetch as fetching
from troth.privacy.access.link import link
from troth.privacy.access.maker import Maker
from troth.privacy.access.order import order
from troth.privacy.access.orders import AccessOrder
from troth.privacy.closing import export


def made(
    workspace: Workspace, who: UUID, of: Subject = Subject.VISITOR, kind: str = "access", language: str = "en"
) -> AccessOrder:
    """Ordered, and made, be it by a worker that runs beside."""
    ordered = order(workspace.id, (of, who), kind=kind, language=language)
    return _once_made(ordered)


def made_whole(workspace: Workspace) -> AccessOrder:
    """All of a workspace, for its owner."""
    owner = Member.objects.filter(workspace=workspace, role="owner").order_by("id")[0]
    ordered = export.order(PersonAsker(owner.person_id), workspace.id)
    return _once_made(ordered)


def _once_made(ordered: AccessOrder) -> AccessOrder:
    def is_made() -> bool:
        make_due()
        ordered.refresh_from_db()
        return ordered.state != AccessOrder.State.MAKING

    if ordered.state == AccessOrder.State.MAKING:
        until(is_made)
    return ordered


def make_due() -> int:
    with acting_for(RIGHTS):
        return Maker().make_due()


def fetch(port: int, token: str, **headers: str) -> tuple[int, Any]:
    """By the form of a page."""
    form = {"Content-Type": "application/x-www-form-urlencoded", **headers}
    return ask(port, "POST", "/my-data/download", form, urlencode({"token": token}).encode())


def unpacked(ordered: AccessOrder) -> zipfile.ZipFile:
    fetched, store = fetching.redeem(link(ordered), ""), open_store(config.current().files)
    pieces = [fetching.opened(fetched, number, store.get(place)) for number, place in enumerate(fetched.places)]
    whole = b"".join(pieces)
    assert len(whole) == fetched.size
    packed = zipfile.ZipFile(io.BytesIO(whole))
    assert packed.testzip() is None
    return packed


def parts_of(packed: zipfile.ZipFile) -> dict[str, Any]:
    told: dict[str, Any] = json.loads(packed.read("your-data.json"))["parts"]
    return told
