"""A request of somebody about their own data, and what was done about it, step by step."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from troth.accounts.models import Workspace
from troth.kernel.ids import new_id
from troth.sites.models import Site


class Request(models.Model):
    """What somebody asked for, and by when it must be answered.

    `subject` and `who`: whom it is about, once that is known (visitor, contact, person; their id). `mark`: a keyed hash
    of the address to answer to. What they wrote is sealed under a key of the request's own; the address to answer to
    and the answer under another, which outlives it until the answer is sent (sealed.py). `rank`: 0 goes before all
    else. `zone`: the controller's at the time, in which its days are counted. `erasing`: an erasure was begun from
    here; `erasure`: the record of it, once it is done."""

    class Right(models.TextChoices):
        ACCESS = "access"
        PORTABILITY = "portability"
        CORRECTION = "correction"
        ERASURE = "erasure"
        RESTRICTION = "restriction"
        OBJECTION = "objection"
        WITHDRAWAL = "withdrawal"
        COMPLAINT = "complaint"
        CHILD = "child"

    class State(models.TextChoices):
        OPEN = "open"
        PAUSED = "paused"
        DONE = "done"
        REFUSED = "refused"

    class Channel(models.TextChoices):
        PORTAL = "portal"
        CHAT = "chat"
        OFFICER = "officer"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    workspace = models.ForeignKey(Workspace, models.CASCADE)
    site = models.ForeignKey(Site, models.SET_NULL, null=True, related_name="+")
    right = models.CharField(max_length=12, choices=Right.choices)
    state = models.CharField(max_length=8, choices=State.choices, default=State.OPEN)
    rank = models.PositiveSmallIntegerField(default=1)
    subject = models.CharField(max_length=10, blank=True)
    who = models.UUIDField(null=True)
    mark = models.BinaryField(max_length=16, null=True)
    channel = models.CharField(max_length=8, choices=Channel.choices)
    language = models.CharField(max_length=12, blank=True)
    words = models.BinaryField(null=True)  # sealed
    about = models.BinaryField(null=True)  # sealed: what the right needs, by name, as JSON
    reply_to = models.BinaryField(null=True)  # sealed
    answer = models.BinaryField(null=True)  # sealed
    zone = models.CharField(max_length=64)
    received_at = models.DateTimeField()
    due_at = models.DateTimeField()
    paused_at = models.DateTimeField(null=True)
    extended_until = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=12, blank=True)
    erasing = models.BooleanField(default=False)
    erasure = models.UUIDField(null=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(
                fields=["workspace", "rank", "due_at", "id"], name="privacy_requests_open", condition=Q(closed_at=None)
            ),
            models.Index(fields=["workspace", "-closed_at", "-id"], name="privacy_requests_closed"),
            models.Index(fields=["workspace", "who", "-id"], name="privacy_requests_of"),
            models.Index(fields=["workspace", "mark", "-id"], name="privacy_requests_to"),
        ]

    def __str__(self) -> str:
        return str(self.id)

    @property
    def is_closed(self) -> bool:
        return self.state in (self.State.DONE, self.State.REFUSED)


class RequestStep(models.Model):
    """`member`: who did it; null where the person did, or the clock. `reason`: one of a short list; `words`: what was
    written to it, sealed."""

    class What(models.TextChoices):
        FILED = "filed"
        PAUSED = "paused"
        RESUMED = "resumed"
        EXTENDED = "extended"
        NOTED = "noted"
        TIED = "tied"
        ACCEPTED = "accepted"
        LIFTED = "lifted"
        ERASED = "erased"
        REFUSED = "refused"
        DONE = "done"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    request = models.ForeignKey(Request, models.CASCADE, related_name="steps")
    at = models.DateTimeField()
    member = models.UUIDField(null=True)
    what = models.CharField(max_length=8, choices=What.choices)
    reason = models.CharField(max_length=24, blank=True)
    words = models.BinaryField(null=True)  # sealed

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["member"], name="privacy_steps_by", condition=Q(member__isnull=False))
        ]

    def __str__(self) -> str:
        return self.what
