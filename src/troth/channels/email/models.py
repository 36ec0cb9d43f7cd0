"""What the transcript reader remembers between events, moved in the transaction that moves its bookmark."""

from django.db import models


class Closing(models.Model):
    """A conversation is closed, by the event with this seq; the row goes when it is reopened."""

    conversation = models.UUIDField(primary_key=True)
    seq = models.PositiveIntegerField()


class Asked(models.Model):
    """Somebody asked for the transcript of a conversation that is still open."""

    conversation = models.UUIDField()
    seq = models.PositiveIntegerField()  # of the event, which holds the address

    class Meta:
        constraints = (models.UniqueConstraint(fields=["conversation", "seq"], name="transcript_asked_once"),)
