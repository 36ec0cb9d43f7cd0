"""Clear what a run has in hand, by the steps of an erasure wherever it has them: keys are destroyed first, then copies
and rows go, then whoever shows something of it is told."""

from collections.abc import Callable
from uuid import UUID

from troth.conversations import erase as conversations
from troth.datamap.erasing import Scope, Step
from troth.datamap.vocabulary import Subject
from troth.post import erase as post
from troth.post.models import Mail

from ..clearing import clear_all
from ..consent_rows import Consent
from ..erasers import erasers
from .hand import Hand


def clear(what: str, workspace: UUID, hand: Hand, renew: Callable[[], None]) -> None:
    """May be done again and again. Raises Busy: something of it is just being written."""
    renew()
    if what == "files":
        conversations.take_away(hand.ids)
    elif what == "mails":
        post.take_away(Mail.objects.filter(id__in=hand.ids))
    elif what == "consents":
        Consent.objects.filter(id__in=hand.ids).delete()
    else:
        scope = _scope(what, workspace, hand)
        clear_all(_steps(what, scope), scope, renew)
        for end in erasers.ended if what == "visitors" else ():
            end(scope)


def _scope(what: str, workspace: UUID, hand: Hand) -> Scope:
    if what == "contacts":
        return Scope(workspace=workspace, subject=Subject.CONTACT, id=hand.ids[0], contacts=hand.ids)
    if what == "visitors":
        return Scope(workspace=workspace, subject=Subject.VISITOR, id=hand.ids[0], visitors=hand.ids)
    subject = Subject.VISITOR
    return Scope(workspace=workspace, subject=subject, id=hand.ids[0], visitors=hand.visitors, streams=hand.ids)


def _steps(what: str, scope: Scope) -> list[Step]:
    """A conversation ends without its visitor, who may have others."""
    return [step for step in erasers.steps if scope.subject in step.of and (what != "conversations" or step.of_a_talk)]
