"""A legal hold: on whom or what, why, since when and until when. Who is erased later leaves it to nobody."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from troth.accounts.models import Workspace
from troth.kernel.ids import new_id


class Hold(models.Model):
    """`target`: the id of a visitor, contact, person, conversation or site; emptied when whoever it is is erased, which
    is only once it was lifted. `by`, `lifted_by`: members. It holds until it is lifted or `until` has come."""

    class Kind(models.TextChoices):
        VISITOR = "visitor"
        CONTACT = "contact"
        PERSON = "person"
        CONVERSATION = "conversation"
        SITE = "site"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    workspace = models.ForeignKey(Workspace, models.CASCADE)
    kind = models.CharField(max_length=12, choices=Kind.choices)
    target = models.UUIDField(null=True)
    reason = models.CharField(max_length=500)
    by = models.UUIDField(null=True)  # null: the operator, or somebody who was erased
    at = models.DateTimeField()
    until = models.DateTimeField(null=True)
    lifted_at = models.DateTimeField(null=True)
    lifted_by = models.UUIDField(null=True)
    lift_reason = models.CharField(max_length=500, default="", blank=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["workspace", "-id"], name="holds_of_workspace"),
            models.Index(fields=["workspace", "kind"], name="holds_that_stand", condition=Q(lifted_at__isnull=True)),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.at:%Y-%m-%d}"
