"""The rows of attestations. They are added and never changed: the newest of a control is what holds."""

from typing import Any, ClassVar

from django.db import models

from troth.accounts.models import Workspace
from troth.kernel.ids import new_id


class Attestation(models.Model):
    """Somebody answers for a control, and says by what it is shown; or that is taken back.

    `control`: of the workspace's profile. `owner`: the member who answers for it; null once they are erased. `by`: the
    member who wrote it down; null for the operator. `evidence`: the name or the address of what was looked at,
    `sha256` of its bytes, which are kept nowhere here. `until`: from then on it does not count. `marks`, `seal`: see
    seal.py. A row that takes back has neither owner nor evidence."""

    class Act(models.TextChoices):
        ATTESTED = "attested"
        WITHDRAWN = "withdrawn"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    control = models.CharField(max_length=80)
    act = models.CharField(max_length=9, choices=Act.choices)
    owner = models.UUIDField(null=True)
    by = models.UUIDField(null=True)
    evidence = models.CharField(max_length=500, blank=True, default="")
    sha256 = models.CharField(max_length=64, blank=True, default="")
    at = models.DateTimeField()
    until = models.DateTimeField(null=True)
    marks = models.CharField(max_length=64)
    seal = models.CharField(max_length=64)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["workspace", "control", "-at", "-id"], name="privacy_attestations"),
        ]

    def save(self, *args: Any, **more: Any) -> None:
        """Raises TypeError where it is there already."""
        if not self._state.adding:
            raise TypeError("an attestation is never changed: add another")
        super().save(*args, **more)

    def __str__(self) -> str:
        return f"{self.control} {self.act} {self.at:%Y-%m-%d}"
