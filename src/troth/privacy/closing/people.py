"""The people of a workspace that closes: who works elsewhere stays there, and of the others the login goes too."""

from pathlib import Path
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from troth.accounts.erase import captured_to, session_keys
from troth.accounts.models import Member, Person
from troth.datamap.closing import Renew

from .rows_of import AT_ONCE


def only_here(workspace: UUID) -> QuerySet[Person]:
    """Those who are, or were, in no other workspace."""
    here = Member.objects.filter(person=OuterRef("pk"), workspace_id=workspace)
    elsewhere = Member.objects.filter(person=OuterRef("pk")).exclude(workspace_id=workspace)
    return Person.objects.filter(Exists(here)).exclude(Exists(elsewhere))


def people_go(workspace: UUID, renew: Renew) -> None:
    mine = Member.objects.filter(workspace_id=workspace)
    while ids := list(mine.order_by("id").values_list("id", flat=True)[:AT_ONCE]):
        people = only_here(workspace).filter(memberships__in=ids)
        logins = list(people.values_list("id", "email"))
        for path in captured_to([email for _, email in logins]):
            Path.unlink(path, missing_ok=True)
        sessions = session_keys({login for login, _ in logins})
        with transaction.atomic():
            sessions.delete()
            Member.objects.filter(id__in=ids).delete()
            Person.objects.filter(id__in=[login for login, _ in logins]).delete()
        renew()
