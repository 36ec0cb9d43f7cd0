"""Look: who of the team looked at what is kept of somebody, or took it away. The log of it is the workspace's."""

from datetime import timedelta
from typing import ClassVar, Literal, get_args
from uuid import UUID

from django.db import models

from troth.accounts.models import Member, Workspace
from troth.datamap.keeping import LOOK
from troth.kernel.clock import now
from troth.kernel.ids import new_id

type What = Literal["request", "export", "certificate", "consents", "subject", "transcript"]
WHATS: tuple[str, ...] = get_args(What.__value__)
ONE = timedelta(minutes=1)  # a screen that asks again within it shows the same look


class Look(models.Model):
    """`object`: the id of what was looked at; null once whom it was about is erased, or where it was a search.
    `member`: null once they are."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    workspace = models.ForeignKey(Workspace, models.CASCADE)
    at = models.DateTimeField()
    member = models.UUIDField(null=True)
    what = models.CharField(max_length=12)
    object = models.UUIDField(null=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["workspace", "-id"], name="privacy_looks"),
            models.Index(fields=["at"], name="privacy_looks_by_time"),
            models.Index(fields=["object"], name="privacy_looks_at"),
        ]

    def __str__(self) -> str:
        return self.what


def looked(by: Member, what: What, object: UUID | None = None) -> None:
    """Note it, before anything is shown."""
    at = now()
    same = Look.objects.filter(workspace_id=by.workspace_id, member=by.id, what=what, object=object, at__gt=at - ONE)
    if not same.exists():
        Look.objects.create(workspace_id=by.workspace_id, at=at, member=by.id, what=what, object=object)


def forget_old() -> int:
    """Looks of longer ago than they may be kept. How many."""
    gone, _ = Look.objects.filter(at__lt=now() - LOOK.longest).delete()
    return gone
