"""What a check found of a promise: the notice shows it beside the sentence. Written by whoever plays the checks."""

from collections.abc import Iterable
from datetime import datetime
from typing import ClassVar, Literal, NamedTuple
from uuid import UUID

from django.db import models, transaction

from troth.accounts.models import Workspace
from troth.kernel.ids import new_id

type Verdict = Literal["KEPT", "BROKEN", "ATTESTED", "UNTESTED", "NOT_PROMISED"]


class NoticeVerdict(models.Model):
    """The last of a promise. `level`: of evidence, 0 to 4. `why`: a sentence, shown to owners and officers."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    promise = models.CharField(max_length=80)
    verdict = models.CharField(max_length=12)
    level = models.PositiveSmallIntegerField(default=0)
    why = models.CharField(max_length=300, default="", blank=True)
    until = models.DateTimeField(null=True)  # of what somebody attested
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["workspace", "promise"], name="notice_verdict_once"),
        ]

    def __str__(self) -> str:
        return f"{self.promise} {self.verdict}"


class Found(NamedTuple):
    promise: str
    verdict: Verdict
    level: int = 0
    why: str = ""
    until: datetime | None = None


def write(workspace: UUID, found: Iterable[Found], at: datetime) -> None:
    """The verdicts of one run: those of promises that it does not name are gone, since nothing stands behind them."""
    named = {one.promise[:80]: one for one in found}
    with transaction.atomic():
        NoticeVerdict.objects.filter(workspace_id=workspace).exclude(promise__in=named).delete()
        for promise, one in named.items():
            about = {"verdict": one.verdict, "level": one.level, "why": one.why[:300], "until": one.until, "at": at}
            NoticeVerdict.objects.update_or_create(workspace_id=workspace, promise=promise, defaults=about)


def of_workspace(workspace: UUID) -> dict[str, NoticeVerdict]:
    return {row.promise: row for row in NoticeVerdict.objects.filter(workspace_id=workspace)}


def no_longer(workspace: UUID, promises: Iterable[str]) -> None:
    """What stood on somebody's word that was taken back: nothing is said of it until the next run."""
    NoticeVerdict.objects.filter(workspace_id=workspace, promise__in=list(promises), verdict="ATTESTED").delete()
