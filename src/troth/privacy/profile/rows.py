"""The row of a workspace's profile."""

from django.db import models

from troth.accounts.models import Workspace


class Chosen(models.Model):
    """What a workspace has chosen to promise. There is none until somebody chooses."""

    workspace = models.OneToOneField(Workspace, models.CASCADE, primary_key=True, related_name="+")
    text = models.TextField()  # TOML, as it was given
    set_at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.workspace_id)
