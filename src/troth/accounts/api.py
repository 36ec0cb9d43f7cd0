"""Workspaces and their members over HTTP."""

from typing import Annotated
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Schema, Status
from pydantic import ConfigDict, Field, StringConstraints

from troth.datamap.doors import purpose
from troth.datamap.purposes import ACCOUNT, ANSWER

from . import queries
from .access import membership
from .add_member import add_member
from .availability import is_available, note, set_available, wishes
from .change_member import change_member, remove_member
from .change_person import change_person
from .credentials import agents, asker_of, person_of
from .invitation import invite_again
from .models import Member, Person
from .portrait import KINDS, remove_portrait, set_portrait
from .roles import RoleName

router = Router(tags=["workspaces"])

Name = Annotated[str, Field(min_length=1, max_length=120)]
Short = Annotated[str, Field(max_length=60)]


class WorkspaceOut(Schema):
    """`role` is the asker's own."""

    id: UUID
    name: str
    slug: str
    colour: str
    role: RoleName


class Workspaces(Schema):
    items: list[WorkspaceOut]
    next: str | None = None


class PersonOut(Schema):
    """Somebody with a login, as they see themselves."""

    id: UUID
    name: str
    email: str
    picture: str
    colour: str
    language: str


class PersonChange(Schema):
    """`language` as browsers write it: en, ar, pt-BR; empty for none of their own."""

    model_config = ConfigDict(extra="forbid")
    name: Name | None = None
    language: Annotated[str, Field(max_length=12, pattern=r"^[A-Za-z0-9-]*$")] | None = None


class MemberOut(Schema):
    """`name` and `email` are for colleagues, `alias`, `title` and `picture` for visitors. `colour` is the person's
    where no picture is, `invited` that they have not chosen a password yet."""

    id: UUID
    name: str
    email: str
    role: RoleName
    alias: str
    title: str
    picture: str
    colour: str
    available: bool
    invited: bool

    @staticmethod
    def resolve_colour(member: Member) -> str:
        return member.person.colour

    @staticmethod
    def resolve_invited(member: Member) -> bool:
        return not member.person.has_usable_password()

    @staticmethod
    def resolve_email(member: Member) -> str:
        return member.person.email

    @staticmethod
    def resolve_available(member: Member) -> bool:
        return is_available(member)


class Members(Schema):
    items: list[MemberOut]
    next: str | None = None


class NewMember(Schema):
    """`id` is made by the client: the same request twice adds one member."""

    model_config = ConfigDict(extra="forbid")
    id: UUID | None = None
    email: Annotated[str, Field(max_length=254)]
    name: Name
    role: RoleName = "agent"
    alias: Short = ""


class MemberChange(Schema):
    model_config = ConfigDict(extra="forbid")
    role: RoleName | None = None
    alias: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=60)] | None = None
    title: Short | None = None


class Availability(Schema):
    """Whether conversations are taken; lasts 45 seconds unless it is repeated (here, or as `here` on the socket)."""

    available: bool


@router.get(
    "/workspaces", response=Workspaces, auth=agents, operation_id="list_workspaces", openapi_extra=purpose(ACCOUNT)
)
def list_workspaces(request: HttpRequest) -> dict[str, object]:
    """Where the asker works."""
    members = queries.members_of_person(person_of(request).person_id)
    return {
        "items": [
            {"id": m.workspace.id, "name": m.workspace.name, "slug": m.workspace.slug, "colour": m.workspace.colour,
             "role": m.role}
            for m in members
        ]
    }  # fmt: skip


@router.get(
    "/workspaces/{workspace_id}/members",
    response=Members,
    auth=agents,
    operation_id="list_members",
    openapi_extra=purpose(ACCOUNT),
)
def list_members(request: HttpRequest, workspace_id: UUID) -> dict[str, object]:
    """Who works in a workspace."""
    membership(asker_of(request), workspace_id)
    return {"items": queries.members_of_workspace(workspace_id)}


@router.post(
    "/workspaces/{workspace_id}/members",
    response={201: MemberOut},
    auth=agents,
    operation_id="add_member",
    openapi_extra=purpose(ACCOUNT),
)
def post_member(request: HttpRequest, workspace_id: UUID, body: NewMember) -> Status[Member]:
    """Add a person. For owners and admins."""
    member = add_member(
        asker_of(request), workspace_id, email=body.email, name=body.name, role=body.role, alias=body.alias, id=body.id
    )
    return Status(201, member)


@router.patch(
    "/workspaces/{workspace_id}/members/{member_id}",
    response=MemberOut,
    auth=agents,
    operation_id="change_member",
    openapi_extra=purpose(ACCOUNT),
)
def patch_member(request: HttpRequest, workspace_id: UUID, member_id: UUID, body: MemberChange) -> Member:
    """Change a role, an alias, a title. For owners and admins."""
    return change_member(asker_of(request), workspace_id, member_id, role=body.role, alias=body.alias, title=body.title)


@router.delete(
    "/workspaces/{workspace_id}/members/{member_id}",
    response={204: None},
    auth=agents,
    operation_id="remove_member",
    openapi_extra=purpose(ACCOUNT),
)
def delete_member(request: HttpRequest, workspace_id: UUID, member_id: UUID) -> Status[None]:
    """Remove a person; at once their sockets hear nothing more of it. For owners and admins."""
    remove_member(asker_of(request), workspace_id, member_id)
    return Status(204, None)


@router.post(
    "/workspaces/{workspace_id}/members/{member_id}/invitations",
    response={204: None},
    auth=agents,
    operation_id="invite_again",
    openapi_extra=purpose(ACCOUNT),
)
def post_invitation(request: HttpRequest, workspace_id: UUID, member_id: UUID) -> Status[None]:
    """Send the invitation once more to who has not chosen a password yet. For owners and admins."""
    invite_again(asker_of(request), workspace_id, member_id)
    return Status(204, None)


@router.put(
    "/workspaces/{workspace_id}/members/{member_id}/picture",
    response=MemberOut,
    auth=agents,
    operation_id="set_picture",
    openapi_extra=purpose(
        ACCOUNT,
        requestBody={
            "required": True,
            "content": {kind: {"schema": {"type": "string", "format": "binary"}} for kind in KINDS},
        },
    ),
)
def put_picture(request: HttpRequest, workspace_id: UUID, member_id: UUID) -> Member:
    """The picture that visitors see: the raw bytes, whose type is sniffed and not believed. By the member, owners and
    admins."""
    return set_portrait(asker_of(request), workspace_id, member_id, request.body)


@router.delete(
    "/workspaces/{workspace_id}/members/{member_id}/picture",
    response=MemberOut,
    auth=agents,
    operation_id="remove_picture",
    openapi_extra=purpose(ACCOUNT),
)
def delete_picture(request: HttpRequest, workspace_id: UUID, member_id: UUID) -> Member:
    """No picture any more; its address leads nowhere. By the member, owners and admins."""
    return remove_portrait(asker_of(request), workspace_id, member_id)


@router.patch(
    "/me/person", response=PersonOut, auth=agents, operation_id="change_person", openapi_extra=purpose(ACCOUNT)
)
def patch_person(request: HttpRequest, body: PersonChange) -> Person:
    """Change one's own name, for colleagues in all workspaces, and the language one is written to in."""
    return change_person(person_of(request), name=body.name, language=body.language)


@router.put(
    "/me/availability",
    response=Availability,
    auth=agents,
    operation_id="set_availability",
    openapi_extra=purpose(ANSWER),
)
def put_availability(request: HttpRequest, body: Availability) -> dict[str, bool]:
    """Take conversations, or not, in all workspaces."""
    person = person_of(request).person_id
    set_available(person, body.available)
    members = queries.members_of_person(person)
    note(person, [member.workspace_id for member in members])
    return {"available": wishes(members)}
