"""Keep what a form says of someone: a name, an address. Nobody has proven either, so they are unverified."""

from uuid import UUID

from .models import Contact, Identity


def keep(workspace: UUID, name: str = "", email: str = "", known: Contact | None = None) -> Contact | None:
    """The contact with this address, else `known` (who this browser was before), else a new one; None without words.

    An address written into a form proves nothing: it finds a contact only when that one's address is unverified too,
    so that nobody reads or renames somebody else by typing their address. Call inside a unit.
    """
    name, email = name.strip()[:200], email.strip().lower()[:254]
    if not (name or email):
        return known
    identity = None
    if email:
        identity = Identity.objects.select_related("contact").filter(
            workspace_id=workspace, kind="email", value=email
        ).first()  # fmt: skip
    taken = identity is not None and identity.verified_at is not None
    contact = (identity.contact if identity and not taken else known) or Contact.objects.create(
        workspace_id=workspace, name=name
    )
    if name and contact.name != name:
        contact.name = name
        contact.save(update_fields=["name"])
    if email and identity is None:
        Identity.objects.create(workspace_id=workspace, contact=contact, kind="email", value=email)
    return contact
