"""Site: a website of a workspace, with everything its widget shows and does."""

from typing import Any, ClassVar

from django.db import models

from troth.accounts.models import Member, Workspace
from troth.kernel.ids import new_id

from .defaults import (
    FILE_TYPES,
    MAX_FILE,
    default_children,
    default_fields,
    default_hours,
    default_offline_fields,
    default_signals,
)


def _empty() -> dict[str, Any]:
    return {}


def _none() -> list[Any]:
    return []


def _languages() -> list[str]:
    return ["en", "ar"]


def _types() -> list[str]:
    return list(FILE_TYPES)


class Site(models.Model):
    """`key` is public: it stands in the one script line of the website. The JSON columns hold the shapes of
    `shapes.py`, checked before they are written."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="sites")
    key = models.CharField(max_length=24, unique=True)
    name = models.CharField(max_length=120)
    colour = models.CharField(max_length=20, default="verdigris")  # the dot that tells clients apart in the console
    look = models.JSONField(default=_empty)
    languages = models.JSONField(default=_languages)
    texts = models.JSONField(default=_empty)  # language -> key -> text, what differs from the catalogue
    fields = models.JSONField(default=default_fields)
    offline_fields = models.JSONField(default=default_offline_fields)
    hours = models.JSONField(default=default_hours)
    transcript_addresses = models.JSONField(default=_none)
    transcript_proof = models.CharField(
        max_length=10, default="file", choices=[("file", "file"), ("checkpoint", "checkpoint")]
    )
    domains = models.JSONField(default=_none)
    file_max_size = models.PositiveIntegerField(default=MAX_FILE)
    file_types = models.JSONField(default=_types)
    telemetry = models.CharField(
        max_length=5, default="off", choices=[("off", "off"), ("basic", "basic"), ("full", "full")]
    )
    consent = models.CharField(max_length=3, default="off", choices=[("off", "off"), ("ask", "ask")])
    signals = models.JSONField(default=default_signals)
    children = models.JSONField(default=default_children)
    privacy_url = models.CharField(max_length=500, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["workspace", "name"], name="sites_of_workspace")]

    def __str__(self) -> str:
        return self.key


class Alias(models.Model):
    """How a member appears to the visitors of one site, where that differs from the rest of the workspace."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    workspace = models.ForeignKey(Workspace, models.CASCADE)
    site = models.ForeignKey(Site, models.CASCADE, related_name="aliases")
    member = models.ForeignKey(Member, models.CASCADE, related_name="aliases")
    alias = models.CharField(max_length=60)
    title = models.CharField(max_length=60, blank=True)
    picture = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["site", "member"], name="sites_alias_once")]

    def __str__(self) -> str:
        return str(self.id)
