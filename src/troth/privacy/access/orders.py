"""An order: somebody is to get what is kept of them. It is made in the background, lies sealed in the file store for a
week, and goes."""

from typing import ClassVar
from uuid import UUID, uuid5

from django.db import models
from django.db.models import Q, QuerySet

from troth.datamap.erasing import Scope
from troth.kernel.ids import new_id
from troth.visitors.models import Visitor


class AccessOrder(models.Model):
    """`subject_id`: gone once it ended. `pieces`: so many may lie in the store, each sealed with a key of this order
    alone. `held_until`: whoever makes it is alive until then."""

    class State(models.TextChoices):
        MAKING = "making"
        READY = "ready"
        FETCHED = "fetched"
        ENDED = "ended"

    class Kind(models.TextChoices):
        ACCESS = "access"  # all that is kept, for people to read
        PORTABILITY = "portability"  # for another installation to take in
        WORKSPACE = "workspace"  # all of a workspace, for its owner: privacy/closing

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    workspace = models.UUIDField()
    subject = models.CharField(max_length=10)  # visitor, contact, person, workspace
    subject_id = models.UUIDField(null=True)
    kind = models.CharField(max_length=12, choices=Kind.choices)
    language = models.CharField(max_length=12, default="en")
    request = models.UUIDField(null=True)  # of a person, that it answers
    state = models.CharField(max_length=8, choices=State.choices, default=State.MAKING)
    made_at = models.DateTimeField()
    ready_at = models.DateTimeField(null=True)
    fetched_at = models.DateTimeField(null=True)  # the last time
    ends_at = models.DateTimeField()
    pieces = models.PositiveIntegerField(default=0)
    size = models.PositiveBigIntegerField(default=0)  # bytes of the whole
    done = models.PositiveIntegerField(default=0)  # of a workspace: how many records are written
    of = models.PositiveIntegerField(default=0)
    attempts = models.PositiveSmallIntegerField(default=0)
    holder = models.UUIDField(null=True)
    held_until = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["workspace", "subject_id", "kind"], condition=Q(state="making"), name="access_made_once"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["made_at"], name="access_to_make", condition=Q(state="making")),
            models.Index(fields=["ends_at"], name="access_to_end", condition=~Q(state="ended")),
            models.Index(fields=["subject_id", "-made_at"], name="access_of_subject"),
        ]

    def __str__(self) -> str:
        return str(self.id)

    def place(self, piece: int) -> str:
        """Of a piece in the file store."""
        name = uuid5(self.id, str(piece)).hex
        return f"{name[-2:]}/{name}"

    def purpose(self, piece: int) -> str:
        """What its box is for: no piece is taken for another."""
        return f"package:{self.id}:{piece}"


class AccessLink(models.Model):
    """The right to fetch what was ordered, once. Only a hash of it is kept; it stays when it was used, so that a second
    use is told from a wrong one."""

    hash = models.CharField(primary_key=True, max_length=64)
    order = models.ForeignKey(AccessOrder, models.CASCADE, related_name="links")
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return str(self.order_id)


def of_scope(scope: Scope) -> QuerySet[AccessOrder]:
    """Those of this person."""
    whose = {scope.id, *scope.visitors, *scope.contacts}
    return AccessOrder.objects.filter(workspace=scope.workspace, subject_id__in=whose)


def in_which(scope: Scope) -> QuerySet[AccessOrder]:
    """Those in which something of theirs may be: also of who was taken for the same person."""
    whose: set[UUID] = {scope.id, *scope.visitors, *scope.contacts}
    near = Visitor.objects.filter(Q(id__in=scope.visitors) | Q(contact_id__in=scope.contacts))
    whose |= set(near.values_list("id", flat=True))
    whose |= set(near.filter(contact__isnull=False).values_list("contact_id", flat=True))
    return AccessOrder.objects.filter(workspace=scope.workspace, subject_id__in=whose)
