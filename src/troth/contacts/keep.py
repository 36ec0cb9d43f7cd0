"""Keep what a form says of someone: a name, an address. Nobody has proven either, so they are unverified."""

from uuid import UUID

from .models import Contact, Identity


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
        contact = known or Contact.objects.create(workspace_id=workspace, name=name)
    if name and contact.name != name and (contact == known or not contact.name):
        contact.name = name
        contact.save(update_fields=["name"])
    if email and identity is None:
        # two forms with one new address at the same moment: the first has it, neither fails
        fresh = Identity(workspace_id=workspace, contact=contact, kind="email", value=email)
        Identity.objects.bulk_create([fresh], ignore_conflicts=True)
    return contact


def _identity(workspace: UUID, email: str) -> Identity | None:
    if not email:
        return None
    rows = Identity.objects.select_related("contact")
    return rows.filter(workspace_id=workspace, kind="email", value=email).first()
