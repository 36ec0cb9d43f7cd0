"""Contact: someone we may name. Their identities are unique in a workspace.

What they are called and where they are reached is sealed under a key of their own (stream and subject are the
contact's id), so that an erasure reaches it at once, wherever a copy of the row lies.
"""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from troth.accounts.models import Workspace
from troth.kernel.ids import new_id


class Contact(models.Model):
    """`name` is what they call themselves, sealed; nobody has checked it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="contacts")
    name = models.BinaryField(null=True)  # sealed: contacts.sealed
    clear_name = models.CharField(max_length=200, default="", blank=True)  # of before it was sealed: seal_clear.py
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["id"], name="contacts_in_clear", condition=~Q(clear_name=""))]

    def __str__(self) -> str:
        return str(self.id)


class Identity(models.Model):
    """A way to reach or know a contact. `verified_at` is empty while anybody could have written it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    workspace = models.ForeignKey(Workspace, models.CASCADE)
    contact = models.ForeignKey(Contact, models.CASCADE, related_name="identities")
    kind = models.CharField(max_length=10, choices=[("email", "email"), ("phone", "phone")])
    value = models.BinaryField(null=True)  # sealed
    mark = models.BinaryField(max_length=16, null=True)  # a keyed hash of it, by which it is found: sealed.mark_of
    clear_value = models.CharField(max_length=254, default="", blank=True)  # of before it was sealed
    verified_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["workspace", "kind", "mark"], name="contacts_identity_once"),
        ]
        indexes: ClassVar = [models.Index(fields=["id"], name="identities_in_clear", condition=~Q(clear_value=""))]

    def __str__(self) -> str:
        return str(self.id)
