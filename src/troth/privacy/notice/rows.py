"""The rows of published notices. They are added and never changed, but for what time does to them: when one takes
effect, and when the next one does."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from troth.accounts.models import Member, Workspace
from troth.kernel.ids import new_id
from troth.sites.models import Site


class Notice(models.Model):
    """One version, with one number in all languages. `told`: canonical JSON of its content and of the hashes of its
    pages; `sha256` of that. `asks_again`: who agreed before is asked again. `told_at`: since when all
    contacts are told whom it concerns; `heard`: the last of them until then."""

    class State(models.TextChoices):
        ANNOUNCED = "announced"
        IN_FORCE = "in_force"
        SUPERSEDED = "superseded"
        WITHDRAWN = "withdrawn"  # another was published before it took effect

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    site = models.ForeignKey(Site, models.CASCADE, related_name="+")
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=10, choices=State.choices)
    languages = models.JSONField()
    told = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    changes = models.JSONField(default=list)
    material = models.BooleanField()
    asks_again = models.BooleanField(default=False)
    published_at = models.DateTimeField()
    in_force_at = models.DateTimeField()
    superseded_at = models.DateTimeField(null=True)
    heard = models.UUIDField(null=True)
    told_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["site", "number"], name="notice_number"),
            models.UniqueConstraint(fields=["site"], condition=Q(state="in_force"), name="notice_one_in_force"),
            models.UniqueConstraint(fields=["site"], condition=Q(state="announced"), name="notice_one_announced"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["in_force_at"], condition=Q(state="announced"), name="notice_to_take_effect"),
            models.Index(fields=["workspace", "-published_at"], name="notices_of_workspace"),
            models.Index(fields=["published_at"], condition=Q(told_at=None), name="notices_to_tell"),
        ]

    def __str__(self) -> str:
        return f"{self.number}"


class NoticePage(models.Model):
    """What is shown of a version in a language, byte by byte. `pdf`: null where it could not be drawn."""

    class Page(models.TextChoices):
        NOTICE = "notice"
        COOKIES = "cookies"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    notice = models.ForeignKey(Notice, models.CASCADE, related_name="pages")
    language = models.CharField(max_length=12)
    page = models.CharField(max_length=7, choices=Page.choices)
    html = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    pdf = models.BinaryField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["notice", "language", "page"], name="notice_page_once"),
        ]

    def __str__(self) -> str:
        return f"{self.page} {self.language}"


class NoticeSeen(models.Model):
    """A member was shown a version, as who works on after a small change is; or has put its banner away. Neither is a
    consent."""

    class How(models.TextChoices):
        SHOWN = "shown"
        PUT_AWAY = "put_away"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    notice = models.ForeignKey(Notice, models.CASCADE, related_name="+")
    member = models.ForeignKey(Member, models.CASCADE, related_name="+")
    how = models.CharField(max_length=8, choices=How.choices, default=How.PUT_AWAY)
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["notice", "member"], name="notice_seen_once")]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d}"
