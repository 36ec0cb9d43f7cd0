"""Erase from a workspace whoever left it longer ago than they are kept, by the plan that an officer would see."""

import logging

from django.db import connection

from troth.accounts.departed import departed
from troth.datamap.vocabulary import Subject
from troth.kernel.clock import now
from troth.kernel.errors import Busy, Conflict, NotFound

from ..plan import plan
from ..run import run

_log = logging.getLogger("troth")

AN_HOUR = 20  # people
LOOKED_AT = 1_000  # of those whose time is over: some may be held


def forget_departed() -> int:
    """How many. Whoever is held, or has asked for something that is not answered, is left for another time."""
    gone = 0
    for workspace, person in departed(now(), LOOKED_AT):
        if gone == AN_HOUR:
            break
        try:
            made = plan(workspace, Subject.PERSON, person)
            if made.blockers:
                continue
            run(made, alone=connection.vendor == "sqlite")
        except (Busy, Conflict, NotFound):
            continue  # in an hour again
        gone += 1
    if gone:
        _log.info("%d people who left the team are kept no longer", gone)
    return gone
