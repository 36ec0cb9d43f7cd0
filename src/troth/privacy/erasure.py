"""An erasure, from its plan to its certificate: rows that survive a kill, and name nobody once it is done."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from troth.kernel.ids import new_id


class Erasure(models.Model):
    """`mark`: a keyed hash of the subject, by which a restored backup knows whom to erase again. `plan`: as it was
    shown, with the subject's ids; emptied at the end. `held_until`: whoever runs it is alive until then."""

    class State(models.TextChoices):
        DUE = "due"  # a backup was restored in which the subject may be again
        RUNNING = "running"
        DONE = "done"

    id = models.UUIDField(primary_key=True, default=new_id)
    workspace = models.UUIDField(null=True)  # null while due: nobody has looked where they are
    subject = models.CharField(max_length=10)  # visitor, contact, person
    mark = models.BinaryField(max_length=16)
    state = models.CharField(max_length=8, choices=State.choices)
    plan = models.JSONField(null=True)
    certificate = models.JSONField(null=True)
    holder = models.UUIDField(null=True)
    held_until = models.DateTimeField(null=True)
    at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["mark"], condition=~Q(state="done"), name="erasure_once_at_a_time"),
        ]
        indexes: ClassVar = [models.Index(fields=["at"], name="erasure_to_do", condition=~Q(state="done"))]

    def __str__(self) -> str:
        return str(self.id)


class ErasureStep(models.Model):
    """A step that is done; there is none for what is still to do."""

    erasure = models.ForeignKey(Erasure, models.CASCADE, related_name="steps")
    store = models.CharField(max_length=80)
    cleared = models.PositiveIntegerField()  # how many there were when it began
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["erasure", "store"], name="erasure_step_once")]

    def __str__(self) -> str:
        return self.store
