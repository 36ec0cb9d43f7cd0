"""Say over HTTP, and every say that names files: those rows change in the same transaction."""

from collections.abc import Sequence
from uuid import UUID

import troth.log
from troth.accounts.asker import Asker, VisitorAsker
from troth.kernel import config
from troth.kernel.errors import Conflict
from troth.kernel.speaking import speaking
from troth.log import Written, again

from . import say
from .access import Standing, standing
from .files import refs
from .models import File


def speak(
    asker: Asker, conversation_id: UUID, client_id: UUID, text: str, files: Sequence[UUID] = (), place: str = ""
) -> Written:
    """A message from either side. place: the network address that a visitor speaks from. Raises TooMany, NotFound,
    Forbidden, Closed, Invalid, TooLarge, Conflict, Busy."""
    count = speaking(config.current().limits)
    if refused := count.visitor(asker.visitor_id) if isinstance(asker, VisitorAsker) else count.agent(asker.person_id):
        raise refused
    own = standing(asker, conversation_id, "read")  # whether they may speak the log asks, after it looked for a repeat
    if refused := count.within(own.workspace, asker.site if isinstance(asker, VisitorAsker) else None, place):
        raise refused
    named = refs(own, files)
    draft = say.draft(own.workspace, conversation_id, own.author, own.subject, client_id, text, named)
    if not files:
        return troth.log.current().append_sync(draft)

    def tell() -> Written:
        with troth.log.current().unit("say", draft) as unit:
            if not unit.repeated:
                _name(own, files)
        return unit.written[0]

    return again(tell)


def _name(own: Standing, files: Sequence[UUID]) -> None:
    rows = File.objects.filter(id__in=files, conversation=own.conversation, state=File.State.UPLOADED)
    if rows.update(state=File.State.NAMED) != len(files):
        raise Conflict("One of these files was named by another message already. Upload it again.")
