"""Consent: what somebody answered when they were asked. Rows are added and never changed: the newest of a visitor and a
purpose is what holds."""

from typing import ClassVar

from django.db import models

from troth.accounts.models import Workspace
from troth.kernel.ids import new_id
from troth.sites.models import Site


class ConsentText(models.Model):
    """What was shown when somebody was asked, word for word. `version` counts up in a site and a language."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    workspace = models.ForeignKey(Workspace, models.CASCADE)
    site = models.ForeignKey(Site, models.CASCADE, related_name="+")
    language = models.CharField(max_length=12)
    version = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    text = models.TextField()
    created_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["site", "language", "sha256"], name="privacy_consent_text_once"),
            models.UniqueConstraint(fields=["site", "language", "version"], name="privacy_consent_text_version"),
        ]

    def __str__(self) -> str:
        return f"{self.language} {self.version}"


class Consent(models.Model):
    """`visitor` is the random id of a browser, and outlives its row: a record of a consent is kept when that is gone.
    No network address and no words of theirs."""

    class State(models.TextChoices):
        GIVEN = "given"
        REFUSED = "refused"
        WITHDRAWN = "withdrawn"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    workspace = models.ForeignKey(Workspace, models.CASCADE)
    site = models.ForeignKey(Site, models.CASCADE, related_name="+")
    visitor = models.UUIDField(null=True)
    purpose = models.CharField(max_length=20)
    language = models.CharField(max_length=12)
    version = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    notice = models.PositiveIntegerField(null=True)  # the version of the site's notice that was in force, if any
    notice_sha256 = models.CharField(max_length=64, blank=True, default="")
    act = models.CharField(max_length=10)
    state = models.CharField(max_length=9, choices=State.choices)
    at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["visitor", "purpose", "-at"], name="privacy_consent_of_visitor"),
            models.Index(fields=["workspace", "site", "-id"], name="privacy_consents_of_site"),
        ]

    def __str__(self) -> str:
        return f"{self.state} {self.at:%Y-%m-%d}"
