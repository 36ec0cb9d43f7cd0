"""The row of a workspace's profile."""

from django.db import models

from troth.accounts.models import Workspace


class Chosen(models.Model):
    """What a workspace has chosen to promise. There is none until somebody chooses. attested: by control a keyed hash
    over its attestations, so that none can be deleted unnoticed."""

    workspace = models.OneToOneField(Workspace, models.CASCADE, primary_key=True, related_name="+")
    text = models.TextField()  # TOML, as it was given
    set_at = models.DateTimeField()
    attested = models.TextField(default="")

    def __str__(self) -> str:
        return str(self.workspace_id)
