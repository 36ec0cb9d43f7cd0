"""Found a workspace: the first owner comes with it."""

from uuid import UUID

from django.utils.text import slugify

from troth import log
from troth.kernel.ids import new_id
from troth.wire.events import Audience, Author, MemberAdded

from .add_member import first_name
from .models import COLOURS, Member, Person, Workspace
from .roles import OWNER


def found(
    name: str, owner: Person, *, alias: str = "", title: str = "", colour: str = COLOURS[0], id: UUID | None = None
) -> Workspace:
    """A new workspace with its stream begun and `owner` as its first member."""
    workspace = Workspace(id=id or new_id(), name=name, colour=colour)
    workspace.slug = f"{slugify(name)[:40] or 'workspace'}-{workspace.id.hex[-12:]}"
    member = Member(workspace=workspace, person=owner, role=OWNER, name=owner.name)
    member.alias, member.title = alias or first_name(owner.name), title
    draft = log.Draft(
        workspace=workspace.id,
        stream=workspace.id,
        body=MemberAdded(member=member.id, person=owner.id, role=OWNER),
        author=Author(kind="agent", id=member.id),
        client_id=workspace.id,
        audience=Audience.TEAM,
        subject=member.id,
    )
    with log.current().unit("found_workspace", draft, opens=(log.Head(workspace.id, workspace.id),)):
        workspace.save(force_insert=True)
        member.save(force_insert=True)
    return workspace
