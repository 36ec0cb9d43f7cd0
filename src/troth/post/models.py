"""Outgoing mail: one row a mail, with a key that makes a repeat harmless and a state that never lies."""

from django.db import models

from troth.kernel.ids import new_id


class Mail(models.Model):
    """A mail to one address. Its words are composed when it is sent, so that no copy of a talk lies here."""

    class State(models.TextChoices):
        WAITING = "waiting"  # to be sent at next_at
        SENDING = "sending"  # a sender has it in hand
        SENT = "sent"  # the mail server took it
        CAPTURED = "captured"  # written to a file, by setting
        UNCERTAIN = "uncertain"  # handed over whole, the answer was lost: perhaps delivered; never resent by itself
        FAILED = "failed"  # refused for good, or too often

    id = models.UUIDField(primary_key=True, default=new_id)
    workspace = models.UUIDField()
    stream = models.UUIDField()  # of the conversation it is about
    kind = models.CharField(max_length=40)  # who composes it: post.letters
    key = models.CharField(max_length=200, unique=True)
    about = models.JSONField(default=dict)  # what its composer needs: numbers and ids, no words
    to = models.BinaryField()  # sealed
    domain = models.CharField(max_length=32)  # a keyed hash of the part after the @, so that none is overrun
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    held_until = models.DateTimeField(null=True)  # while sending: then its sender has died
    handed_over = models.BooleanField(default=False)  # set just before the last line of DATA goes out
    attempts = models.PositiveSmallIntegerField(default=0)
    next_at = models.DateTimeField()
    at = models.DateTimeField()  # when it was written
    done_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=200, default="", blank=True)  # of the last failure; no personal data

    class Meta:
        indexes = (
            models.Index(fields=["next_at"], name="mail_due", condition=models.Q(state="waiting")),
            models.Index(fields=["held_until"], name="mail_in_hand", condition=models.Q(state="sending")),
            models.Index(fields=["workspace", "-at", "id"], name="mail_of_workspace"),
            models.Index(fields=["stream", "-at", "id"], name="mail_of_stream"),
        )
