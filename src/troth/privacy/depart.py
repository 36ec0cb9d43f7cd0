"""Depart: a visitor turns the chat off on their device, or withdraws their consent."""

import secrets

from django.db import transaction

from troth.accounts.asker import VisitorAsker
from troth.conversations.models import Conversation
from troth.kernel.clock import now
from troth.kernel.errors import NotFound
from troth.visitors import departed
from troth.visitors.models import Visitor

from . import consent


def depart(asker: VisitorAsker) -> None:
    """Their token and passes open nothing from here on, and their sockets end. Who never wrote is deleted; of who did,
    the talk stays with the company that was asked. A consent they gave is withdrawn, and that is recorded.

    Raises NotFound when they departed before.
    """
    with transaction.atomic():
        # what would open a conversation at this moment waits for this row
        visitor = Visitor.objects.select_for_update().filter(id=asker.visitor_id, departed_at__isnull=True).first()
        if visitor is None:
            raise NotFound
        consent.withdrawn(visitor)
        if Conversation.objects.filter(visitor=visitor).exists():
            # nobody has the text of which this would be the hash
            changed = {"token_hash": secrets.token_bytes(32), "departed_at": now()}
            Visitor.objects.filter(id=visitor.id).update(**changed)
        else:
            visitor.delete()
        transaction.on_commit(lambda: departed.note(asker.workspace, asker.visitor_id))
