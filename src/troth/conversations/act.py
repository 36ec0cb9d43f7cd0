"""What the verbs that change a conversation's row have in common: one event, written with the row or not at all."""

from collections.abc import Callable
from contextlib import suppress
from uuid import UUID

import troth.log
from troth.log import Draft, Unit, again
from troth.wire.events import Audience, Body

from .access import Standing
from .models import Conversation


class AsItIs(Exception):
    """Nothing is left to do: what was asked is so already. Rolls the unit back."""


def act(
    verb: str,
    own: Standing,
    client_id: UUID,
    body: Body,
    change: Callable[[Unit, Conversation], None],
    audience: Audience = Audience.ALL,
    subject: UUID | None = None,
) -> Conversation:
    """Write `body` as the asker's event and let `change` move the rows, under the stream's lock; the row afterwards.

    `change` gets the row as it is under the lock, and may raise AsItIs or a typed error. The same client_id again
    changes nothing. subject: whose key seals it, if not the author's.
    """
    stream = own.conversation.id
    draft = Draft(
        workspace=own.workspace,
        stream=stream,
        body=body,
        author=own.author,
        client_id=client_id,
        audience=audience,
        subject=subject or own.subject,
        verb=verb,
    )

    def move() -> None:
        with troth.log.current().unit(verb, draft) as unit:
            if not unit.repeated:
                change(unit, Conversation.objects.get(id=stream))

    with suppress(AsItIs):
        again(move)
    return Conversation.objects.select_related("site", "visitor", "contact").get(id=stream)
