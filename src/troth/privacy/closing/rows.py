"""A closing, from the owner's wish to its certificate: rows that survive a kill, and name nobody once it is done."""

from typing import ClassVar
from uuid import UUID

from django.db import models
from django.db.models import Q, QuerySet

from troth.kernel.ids import new_id

SUBJECT = "workspace"  # as whom a certificate and a tombstone name it


class Closing(models.Model):
    """`workspace`: no key to its row, which goes. `mark`, `named`: keyed hashes of its id and of its slug, by which a
    restored backup and the operator know it again. `plan`: as the owner saw it, and from the beginning of the deletion
    as it was then; it names nobody. `by`: the member who asked; emptied at the end. `letter`: sealed, what the last
    mails need (the workspace's name, the owners' addresses), under a key of the closing's own, since those of the
    workspace are destroyed by then; emptied a week later. `trouble`: why the deletion waits, but for legal holds."""

    class State(models.TextChoices):
        ASKED = "asked"  # it may be undone until `closes_at`
        UNDONE = "undone"
        DUE = "due"  # a backup was restored in which the workspace may be again
        RUNNING = "running"
        DONE = "done"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    workspace = models.UUIDField(null=True)  # null while due: nobody has looked whether it is there
    mark = models.BinaryField(max_length=16)
    named = models.BinaryField(max_length=16, null=True)
    state = models.CharField(max_length=8, choices=State.choices, default=State.ASKED)
    by = models.UUIDField(null=True)  # null: the operator
    plan = models.JSONField(null=True)
    certificate = models.JSONField(null=True)
    letter = models.BinaryField(null=True)
    trouble = models.CharField(max_length=300, blank=True)
    asked_at = models.DateTimeField()
    closes_at = models.DateTimeField()
    at = models.DateTimeField(null=True)  # when the deletion began
    done_at = models.DateTimeField(null=True)
    undone_at = models.DateTimeField(null=True)
    holder = models.UUIDField(null=True)
    held_until = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["mark"], condition=~Q(state__in=("undone", "done")), name="closing_once_at_a_time"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["closes_at"], name="closing_to_do", condition=~Q(state__in=("undone", "done"))),
            models.Index(fields=["workspace", "-asked_at"], name="closing_of_workspace"),
            models.Index(fields=["named"], name="closing_by_name"),
        ]

    def __str__(self) -> str:
        return str(self.id)

    @property
    def subject(self) -> str:
        return SUBJECT


class ClosingStep(models.Model):
    """What was cleared of a store until now."""

    closing = models.ForeignKey(Closing, models.CASCADE, related_name="steps")
    store = models.CharField(max_length=80)
    cleared = models.PositiveBigIntegerField(default=0)
    done_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["closing", "store"], name="closing_step_once")]

    def __str__(self) -> str:
        return self.store


def under_way(workspace: UUID) -> QuerySet[Closing]:
    """The one that is asked for, or is running."""
    return Closing.objects.filter(workspace=workspace, state__in=(Closing.State.ASKED, Closing.State.RUNNING))
