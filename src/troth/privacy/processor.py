"""Who else processes data of this installation: the register from which outbound connections and the content security
policy are allowed. One register for all workspaces, since it is the operator's servers that talk to these hosts."""

from django.db import models

from troth.kernel.ids import new_id


class Processor(models.Model):
    """A company or server that is given data. Only an active one is."""

    class State(models.TextChoices):
        PROPOSED = "proposed"  # somebody wishes for it
        ANNOUNCED = "announced"  # those concerned were told, and may object
        ACTIVE = "active"
        ENDED = "ended"

    id = models.UUIDField(primary_key=True, default=new_id)
    name = models.CharField(max_length=120)
    function = models.CharField(max_length=200)  # what it does for us
    hosts = models.JSONField(default=list)  # in small letters, without ports
    browser = models.JSONField(default=list)  # what of our pages a browser fetches there: directives of CSP
    country = models.CharField(max_length=2, default="", blank=True)  # ISO 3166-1; empty: nobody said it yet
    mechanism = models.CharField(max_length=200, default="", blank=True)  # of a transfer to another country
    policy = models.URLField(max_length=300, default="", blank=True)  # where it says what it does with the data
    state = models.CharField(max_length=9, choices=State.choices, default=State.PROPOSED)
    since = models.DateTimeField()  # in this state
    setting = models.CharField(max_length=40, default="", blank=True)  # that brought it here, where one did
