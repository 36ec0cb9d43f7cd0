"""The search index: whether it can be read, and how far behind the log it is."""

import sqlite3

from troth.kernel import clock
from troth.search.index import NAME
from troth.search.index_sqlite import look_at

from .found import CantLook, Check, Found, broken, ok, span, warning
from .installation import Installation
from .work import last_position, next_at

SEE = "search"


def _search(here: Installation) -> Found:
    try:
        position = _position(here)
    except sqlite3.OperationalError as error:
        raise CantLook(f"the index can't be opened now ({error})") from None
    except sqlite3.DatabaseError:
        return broken(
            f"The search index in {here.config.search_folder} can't be read.",
            "The server throws it away and makes it anew when somebody searches; troth reindex does so now.",
            SEE,
        )
    if position is None:
        raise CantLook("there is no index yet: the server makes it")
    last = last_position(here)
    since = next_at(here, position) if position < last else None
    behind = 0.0 if since is None else clock.now().timestamp() - since / 1000
    if since is not None and behind > here.bars.reader_behind:
        return warning(
            f"The search index has not come to {last - position:,} events, the oldest of them {span(behind)} old: what"
            " was said since is not found yet.",
            "After a restore, or while much is written, it comes by itself; troth reindex makes it anew faster.",
            SEE,
        )
    return ok("The search index knows what was said.")


def _position(here: Installation) -> int | None:
    rows = here.kept()
    if rows.kind == "sqlite":
        return look_at(here.config.search_folder)
    found = rows.read("SELECT position FROM log_bookmark WHERE name = ?", NAME)
    return int(found[0][0]) if found else None


CHECKS = (Check("search", "the index can be read, and follows the log", _search),)
