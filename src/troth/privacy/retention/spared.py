"""Whom retention passes over: on whom a legal hold stands, whose request waits for its answer, and who asked that what
is kept of them be restricted, which is to keep it. They keep their browsers, their conversations and their name."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from troth.conversations.models import Conversation
from troth.visitors.models import Visitor

from ..holds.rows import Hold
from ..holds.standing import standing
from ..requests.limits import Restriction
from ..requests.rows import Request

_K = Hold.Kind


class Spared:
    """In a workspace, as conditions on the rows of each kind. holds_alone: without those who asked for something."""

    def __init__(self, workspace: UUID, at: datetime, *, holds_alone: bool = False) -> None:
        # without those that were emptied: a null in a list would keep everything
        self._holds = standing(workspace, at).filter(target__isnull=False)
        self._asked: tuple[QuerySet[Any], ...] = ()
        if not holds_alone:
            self._asked = (
                Request.objects.filter(workspace_id=workspace, closed_at=None, who__isnull=False),
                Restriction.objects.filter(workspace_id=workspace, lifted_at=None),
            )

    def conversations(self, path: str = "") -> Q:
        """path: how the rows lead to the conversation, "conversation__" for files."""
        whose = self._any(f"{path}visitor_id", _K.VISITOR) | self._any(f"{path}contact_id", _K.CONTACT)
        whose |= self._any(f"{path}visitor__contact_id", _K.CONTACT)
        return whose | self._any(f"{path}id", _K.CONVERSATION) | self._any(f"{path}site_id", _K.SITE)

    def visitors(self) -> Q:
        talks = Conversation.objects.filter(self.conversations())
        theirs = self._any("id", _K.VISITOR) | self._any("contact_id", _K.CONTACT)
        return theirs | self.sites() | Q(id__in=talks.values("visitor_id"))

    def contacts(self) -> Q:
        talks = Conversation.objects.filter(self.conversations(), contact_id__isnull=False)
        browsers = Visitor.objects.filter(self.visitors(), contact_id__isnull=False)
        named = self._any("id", _K.CONTACT) | Q(id__in=talks.values("contact_id"))
        return named | Q(id__in=browsers.values("contact_id"))

    def sites(self) -> Q:
        """For rows that name their site."""
        return self._any("site_id", _K.SITE)

    def _any(self, column: str, kind: Hold.Kind) -> Q:
        found = Q()
        for ids in self._of(kind):
            found |= Q((f"{column}__in", ids))
        return found

    def _of(self, kind: Hold.Kind) -> Iterable[QuerySet[Any, Any]]:
        yield self._holds.filter(kind=kind).values_list("target", flat=True)
        for rows in self._asked:
            if kind in (_K.VISITOR, _K.CONTACT):
                yield rows.filter(subject=kind.value).values_list("who", flat=True)
