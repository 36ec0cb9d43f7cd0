"""Add a person to a workspace; they are told by mail, and who has no login yet gets one."""

from uuid import UUID

from django.db import IntegrityError

from troth import log
from troth.kernel.errors import Conflict, Forbidden, Invalid
from troth.kernel.ids import new_id
from troth.post.address import is_mail_address
from troth.wire.events import Audience, Author, MemberAdded

from .access import membership
from .asker import Asker
from .invitation import invite
from .models import COLOURS, Member, Person
from .roles import AGENT, LEADS, OWNER, PRIVACY, RoleName


def add_member(
    asker: Asker,
    workspace: UUID,
    *,
    email: str,
    name: str,
    role: RoleName = AGENT,
    alias: str = "",
    id: UUID | None = None,
    tell: bool = True,
) -> Member:
    """The new member. `id` is made by the client: a repeat is harmless, and refused with other words. `tell`: by mail.

    Raises NotFound, Forbidden (only owners make owners and officers), Invalid, or Conflict when the person works here
    already.
    """
    by = membership(asker, workspace, *LEADS)
    if role in PRIVACY and by.role != OWNER:
        raise Forbidden("Only an owner can make somebody an owner or a privacy officer.")
    email, name = email.strip().lower(), name.strip()
    _check(email, name)
    member = _returning(workspace, email) or Member(id=id or new_id(), workspace_id=workspace)
    here_already = member.active and not member._state.adding
    if here_already and id is None:
        raise _here_already()
    person = Person.objects.filter(email=email).first() or _new_person(email, name)
    draft = log.Draft(
        workspace=workspace,
        stream=workspace,
        body=MemberAdded(member=member.id, person=person.id, role=role),
        author=Author(kind="agent", id=by.id),
        client_id=id or new_id(),
        audience=Audience.TEAM,
        subject=member.id,
    )
    try:
        with log.current().unit("add_member", draft) as unit:
            if unit.repeated and member.name == name:
                return member  # as it is now
            if here_already:
                raise _here_already()
            member.person, member.name, member.role = person, name, role
            member.active, member.left_at = True, None
            member.alias = alias.strip() or first_name(name)
            if person._state.adding:
                person.save(force_insert=True)
            member.save(force_insert=member._state.adding)
            if tell:
                invite(member)
    except IntegrityError:
        raise Conflict("This person was added at the same moment. Load the list anew.") from None
    return member


def first_name(name: str) -> str:
    """As whom visitors meet somebody who chose no other name."""
    return name.split()[0][:60]


def _here_already() -> Conflict:
    return Conflict("This person works here already.", fields={"email": "This person works here already."})


def _check(email: str, name: str) -> None:
    wrong = {}
    if not is_mail_address(email):
        wrong["email"] = "This is no email address."
    if not name:
        wrong["name"] = "Write a name."
    if wrong:
        raise Invalid(fields=wrong)


def _returning(workspace: UUID, email: str) -> Member | None:
    """Who worked here before keeps the member's id: what they said bears it."""
    return Member.objects.filter(workspace_id=workspace, person__email=email).first()


def _new_person(email: str, name: str) -> Person:
    person = Person(email=email, name=name)
    person.colour = COLOURS[person.id.int % len(COLOURS)]
    person.set_unusable_password()
    return person
