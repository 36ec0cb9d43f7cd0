"""Contact: someone we may name. Their identities are unique in a workspace."""

from typing import ClassVar

from django.db import models

from troth.accounts.models import Workspace
from troth.kernel.ids import new_id


class Contact(models.Model):
    """`name` is what they call themselves; nobody has checked it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="contacts")
    name = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return str(self.id)


class Identity(models.Model):
    """A way to reach or know a contact. `verified_at` is empty while anybody could have written it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    workspace = models.ForeignKey(Workspace, models.CASCADE)
    contact = models.ForeignKey(Contact, models.CASCADE, related_name="identities")
    kind = models.CharField(max_length=10, choices=[("email", "email"), ("phone", "phone")])
    value = models.CharField(max_length=254)
    verified_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["workspace", "kind", "value"], name="contacts_identity_once"),
        ]

    def __str__(self) -> str:
        return str(self.id)
