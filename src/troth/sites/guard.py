"""Who is asked before the settings of a site change, and told of a new one: rooms above hand in theirs at the start."""

from collections.abc import Callable

from .models import Site

type Check = Callable[[Site, frozenset[str]], None]
type Begin = Callable[[Site], None]

_checks: list[Check] = []
_begins: list[Begin] = []


def ask_first(check: Check) -> None:
    """check: gets the site as it would be, and which settings change, as the API names them; inside of the transaction
    that writes them. What it raises keeps them from being written."""
    if check not in _checks:
        _checks.append(check)


def begin_with(begin: Begin) -> None:
    """begin: gets each new site, inside of the transaction that makes it."""
    if begin not in _begins:
        _begins.append(begin)


def check(site: Site, fields: frozenset[str]) -> None:
    for one in _checks:
        one(site, fields)


def begun(site: Site) -> None:
    for one in _begins:
        one(site)
