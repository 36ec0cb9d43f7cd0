"""The rows of records of processing: added, and never changed."""

from typing import ClassVar

from django.db import models

from troth.accounts.models import Workspace
from troth.kernel.ids import new_id


class ProcessingRecord(models.Model):
    """One version, of both roles. `told`: canonical JSON; `sha256` of it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    number = models.PositiveIntegerField()
    told = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    made_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["workspace", "number"], name="record_number")]

    def __str__(self) -> str:
        return f"{self.number}"
