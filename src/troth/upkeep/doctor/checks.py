"""All checks, in the order in which they are told."""

from . import backups, beside, database, given, machine, processors, proxied, public, searching, silent, sites, work
from .found import Check, Found, ok
from .installation import Installation


def _settings(_here: Installation) -> Found:
    return ok("The settings can be read and do not contradict each other.")  # else command.py has said so


SETTINGS = Check("settings", "they can be read, and do not contradict each other", _settings)
CHECKS: tuple[Check, ...] = (
    SETTINGS,
    *given.CHECKS,
    *public.CHECKS,
    *silent.CHECKS,
    *proxied.CHECKS,
    *machine.CHECKS,
    *database.CHECKS,
    *beside.CHECKS,
    *processors.CHECKS,
    *backups.CHECKS,
    *work.CHECKS,
    *searching.CHECKS,
    *sites.CHECKS,
)
