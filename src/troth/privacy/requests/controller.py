"""The workspace as a controller: in which time zone its days are counted, who is to be asked, and how much of what
checks found its notices show."""

from dataclasses import dataclass
from uuid import UUID
from zoneinfo import ZoneInfo, available_timezones

from django.db import models, transaction

from troth.accounts.access import membership
from troth.accounts.asker import Asker
from troth.accounts.models import Workspace
from troth.accounts.roles import PRIVACY
from troth.kernel.errors import Invalid
from troth.kernel.text import one_line
from troth.post.address import mail_address

from ..shapes import policy_of

UTC = "UTC"


class Controller(models.Model):
    """There is none until somebody sets something. `authority`: the one that supervises the company. `verdict_details`:
    notices show what was found of each promise; else their numbers alone."""

    workspace = models.OneToOneField(Workspace, models.CASCADE, primary_key=True, related_name="+")
    time_zone = models.CharField(max_length=64, default=UTC)
    privacy_contact = models.CharField(max_length=254, blank=True, default="")
    authority = models.CharField(max_length=120, blank=True, default="")
    authority_url = models.CharField(max_length=300, blank=True, default="")
    verdict_details = models.BooleanField(default=True)

    def __str__(self) -> str:
        return str(self.workspace_id)


@dataclass(frozen=True, slots=True)
class Facts:
    """What pages, mails and clocks need of it; empty where nothing was set."""

    time_zone: str = UTC
    privacy_contact: str = ""
    authority: str = ""
    authority_url: str = ""
    verdict_details: bool = True

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)


def facts_of(workspace: UUID) -> Facts:
    row = Controller.objects.filter(workspace_id=workspace).first()
    if row is None:
        return Facts()
    return Facts(row.time_zone, row.privacy_contact, row.authority, row.authority_url, row.verdict_details)


def settings_of(asker: Asker, workspace: UUID) -> Facts:
    """For owners and privacy officers. Raises NotFound, Forbidden."""
    membership(asker, workspace, *PRIVACY)
    return facts_of(workspace)


def set_up(asker: Asker, workspace: UUID, facts: Facts) -> Facts:
    """All of it anew. Clocks that run keep the zone they began in. Raises NotFound, Forbidden, Invalid."""
    membership(asker, workspace, *PRIVACY)
    if facts.time_zone not in available_timezones():
        raise Invalid("Name a time zone as in Europe/Berlin.", fields={"time_zone": "unknown"})
    name = one_line(facts.authority)
    if len(name) > 120:
        raise Invalid("The name of the authority has 120 characters at most.", fields={"authority": "length"})
    contact = mail_address(facts.privacy_contact, "privacy_contact") if facts.privacy_contact else ""
    policy = policy_of(facts.authority_url, "authority_url")
    checked = Facts(facts.time_zone, contact, name, policy, facts.verdict_details)
    with transaction.atomic():
        Controller.objects.update_or_create(
            workspace_id=workspace,
            defaults={
                "time_zone": checked.time_zone, "privacy_contact": checked.privacy_contact,
                "authority": checked.authority, "authority_url": checked.authority_url,
                "verdict_details": checked.verdict_details,
            },
        )  # fmt: skip
    return checked
