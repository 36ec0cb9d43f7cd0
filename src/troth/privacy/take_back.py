"""Take back: consent that somebody gave in any of their browsers ends, as it does by the menu of the chat itself."""

from contextlib import suppress
from uuid import UUID

from django.db import transaction

from troth.accounts.asker import VisitorAsker
from troth.datamap.erasing import Scope
from troth.datamap.purposes import PREFERENCE
from troth.kernel.errors import NotFound
from troth.visitors.models import Visitor

from .consent_rows import Consent
from .depart import depart


def given(scope: Scope) -> list[UUID]:
    """Their browsers in which consent was given and not taken back."""
    last: dict[UUID, str] = {}
    rows = Consent.objects.filter(visitor__in=scope.visitors, purpose=PREFERENCE.name).order_by("at", "id")
    for visitor, state in rows.values_list("visitor", "state"):
        if visitor is not None:
            last[visitor] = state
    return [visitor for visitor, state in last.items() if state == Consent.State.GIVEN]


def take_back(scope: Scope) -> None:
    """Keys and passes of these browsers open nothing any more, and it is recorded. Twice is as once."""
    with transaction.atomic():
        for visitor in Visitor.objects.filter(id__in=given(scope), workspace_id=scope.workspace):
            with suppress(NotFound):  # they did it themselves just now
                depart(VisitorAsker(visitor.id, visitor.workspace_id, visitor.site_id))
