"""Keep what a form says of someone: a name, an address. Nobody has proven either, so they are unverified."""

from uuid import UUID

from troth.kernel.ids import new_id

from .models import Contact, Identity
from .queries import name_of
from .sealed import NAME, VALUE, mark_of, seal


def keep(workspace: UUID, name: str = "", email: str = "", known: Contact | None = None) -> Contact | None:
    """The contact with this address, else `known` (who this browser was before), else a new one; None without words.

    An address typed into a form proves nothing: it never finds a contact whose address was verified, and it renames
    nobody but `known`. Call inside a unit.
    """
    name, email = name.strip()[:200], email.strip().lower()[:254]
    if not (name or email):
        return known
    identity = _identity(workspace, email)
    if identity is not None and identity.verified_at is None:
        contact = identity.contact
    else:
        contact = known or Contact.objects.create(id=new_id(), workspace_id=workspace)
    if name:
        called = name_of(contact)
        if called != name and (contact == known or not called):
            contact.name = seal(workspace, contact.id, name, NAME)
            contact.save(update_fields=["name"])
    if email and identity is None:
        # two forms with one new address at the same moment: the first has it, neither fails
        fresh = Identity(
            workspace_id=workspace, contact=contact, kind="email", mark=mark_of(workspace, "email", email),
            value=seal(workspace, contact.id, email, VALUE),
        )  # fmt: skip
        Identity.objects.bulk_create([fresh], ignore_conflicts=True)
    return contact


def _identity(workspace: UUID, email: str) -> Identity | None:
    if not email:
        return None
    rows = Identity.objects.select_related("contact")
    return rows.filter(workspace_id=workspace, kind="email", mark=mark_of(workspace, "email", email)).first()
