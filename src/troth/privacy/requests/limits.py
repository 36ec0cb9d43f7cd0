"""What somebody's data may not be used for from now on, because they asked for that."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from troth.accounts.models import Workspace
from troth.kernel.ids import new_id


class Restriction(models.Model):
    """Of a visitor or a contact: kept, and used for nothing but to answer them, until it is lifted."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    workspace = models.ForeignKey(Workspace, models.CASCADE)
    subject = models.CharField(max_length=10)
    who = models.UUIDField()
    request = models.UUIDField()
    since = models.DateTimeField()
    lifted_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["workspace", "who"], condition=Q(lifted_at=None), name="privacy_restricted_once"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["request"], name="privacy_restriction_by"),
            models.Index(fields=["who"], name="privacy_restricted", condition=Q(lifted_at=None)),
        ]

    def __str__(self) -> str:
        return str(self.id)


class Objection(models.Model):
    """Of a visitor or a contact, against one purpose."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    workspace = models.ForeignKey(Workspace, models.CASCADE)
    subject = models.CharField(max_length=10)
    who = models.UUIDField()
    request = models.UUIDField()
    purpose = models.CharField(max_length=20)
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["workspace", "who", "purpose"], name="privacy_objection_once"),
        ]
        indexes: ClassVar = [models.Index(fields=["who"], name="privacy_objected")]

    def __str__(self) -> str:
        return self.purpose
