"""The rows of retention: rules, runs, and the counts that outlive what they counted."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from troth.accounts.models import Workspace
from troth.kernel.ids import new_id
from troth.sites.models import Site


class RetentionRule(models.Model):
    """What a site said; of which it said nothing, the defaults hold (`rules.DEFAULTS`)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    site = models.ForeignKey(Site, models.CASCADE, related_name="+")
    what = models.CharField(max_length=16)
    after = models.CharField(max_length=16)
    days = models.PositiveIntegerField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["site", "what"], name="retention_rule_once"),
            models.CheckConstraint(condition=Q(days__gte=1), name="retention_rule_ends"),
        ]

    def __str__(self) -> str:
        return f"{self.what} {self.after} {self.days}"


class RetentionRun(models.Model):
    """One run for one site, as of `at`. `hash`: of what it took until now; at the end that of the dry run as of the
    same moment. `what`, `last`: how far it is; `hand`: what it is clearing at this moment, so that a kill only
    interrupts it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    workspace = models.ForeignKey(Workspace, models.CASCADE)
    site = models.ForeignKey(Site, models.CASCADE, related_name="+")
    at = models.DateTimeField()
    rules = models.JSONField()
    hash = models.CharField(max_length=64)
    what = models.CharField(max_length=16)
    last = models.UUIDField(null=True)
    hand = models.JSONField(null=True)
    counts = models.JSONField(default=dict)  # kind -> how many are gone
    held = models.JSONField(default=dict)  # kind -> how many a hold or an open request kept
    level = models.PositiveSmallIntegerField(default=2)  # of a certificate's levels; 3 after the compaction
    holder = models.UUIDField(null=True)
    held_until = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["site"], condition=Q(done_at=None), name="retention_run_once"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["workspace", "-id"], name="retention_runs"),
            models.Index(fields=["site", "-at"], name="retention_runs_of_site"),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d}"


class KeptCount(models.Model):
    """How many there were on a day (UTC) of what retention has taken away since: a number, of nobody."""

    id = models.BigAutoField(primary_key=True)
    site = models.ForeignKey(Site, models.CASCADE, related_name="+")
    day = models.DateField()
    measure = models.CharField(max_length=20)
    count = models.PositiveIntegerField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["site", "day", "measure"], name="retention_count_once"),
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.measure} {self.count}"
