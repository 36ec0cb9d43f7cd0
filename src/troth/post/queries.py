"""Looking at mails of the queue."""

from collections.abc import Sequence

import troth.log

from .address import shown
from .models import Mail


def masked(mails: Sequence[Mail]) -> list[str]:
    """To whom each goes, as a list shows it; empty where that was erased."""
    boxes = troth.log.current().open_many([(bytes(one.to), one.workspace, one.stream, "mail") for one in mails])
    return ["" if to is None else shown(to.decode()) for to in boxes]
