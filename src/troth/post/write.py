"""Write a mail into the queue. Call it inside the transaction of what the mail tells about."""

import hmac
from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db import transaction

import troth.log
from troth.kernel import config
from troth.kernel.ids import new_id

from .bell import ring
from .models import Mail


def write(
    *,
    workspace: UUID,
    stream: UUID,
    subject: UUID,
    kind: str,
    occasion: str,
    to: str,
    about: Mapping[str, int | str],
    at: datetime,
) -> bool:
    """Queue one mail for (kind, stream, occasion, address); False when it was queued before.

    One writer a kind, so that looking first is enough; the key is unique all the same.
    subject: whose key of the stream seals the address: once it is destroyed the mail can't be sent any more.
    """
    # keyed: a plain hash of an address is found by hashing addresses
    secret = config.current().secret("mail-key")
    who = hmac.digest(secret, to.casefold().encode(), "sha256").hex()[:32]
    key = f"{kind}:{stream.hex}:{occasion}:{who}"
    if Mail.objects.filter(key=key).exists():
        return False
    mail = Mail(
        id=new_id(),
        workspace=workspace,
        stream=stream,
        kind=kind,
        key=key,
        about=dict(about),
        to=troth.log.current().seal(workspace, stream, subject, to.encode(), "mail"),
        domain=domain_of(to),
        next_at=at,
        at=at,
    )
    mail.save(force_insert=True)
    transaction.on_commit(ring)
    return True


def domain_of(to: str) -> str:
    """What `Mail.domain` keeps: it tells mails of one domain from others, and nobody which domain that is."""
    domain = to.rpartition("@")[2].casefold()
    return hmac.digest(config.current().secret("mail-domain"), domain.encode(), "sha256").hex()[:32]
