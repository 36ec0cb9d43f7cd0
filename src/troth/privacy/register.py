"""The register as the doors ask it: kept in memory and read anew every few seconds, so that no mail and no page costs a
statement. Who reads is a thread of its own for that moment: those that ask keep no connection."""

import logging
import threading
import time
from typing import NamedTuple

from django.db import connection, connections

from troth.kernel import config, scrubbed

from .models import Processor
from .named import named

_log = logging.getLogger("troth.privacy")
FRESH = 5.0  # s for which what was read is believed without a second look
OLD = 15.0  # s after which a way out waits for that look
AGAIN = 1.0  # s after a look that failed
PATIENCE = 3.0  # s to wait for the database; what was read before holds meanwhile
_S = Processor.State


class Seen(NamedTuple):
    """states: of each host the one that allows most. browser: directive -> hosts, of active entries. whole: the tables
    are there; before, the operator's settings alone say who is active."""

    states: dict[str, str]
    browser: dict[str, list[str]]
    whole: bool


_reading = threading.Lock()
_reader: threading.Thread | None = None  # the newest, for those that wait for what another began to read
_seen: Seen | None = None
_at = _until = 0.0  # monotonic: when it was read, until when that is believed
_changes = 0  # known to this process


def why_not(host: str) -> str:
    """Empty where an active entry names the host, else a sentence for the operator."""
    seen = look()
    if seen is None:
        return f"the register of processors can't be read, so that nobody knows whether {host} may be reached"
    state = seen.states.get(host)
    if state == _S.ACTIVE:
        return ""
    if state is None:
        return f"the register of processors has no entry for {host}"
    return f"the register of processors has {host} as {state}, not as active"


def browser_hosts() -> dict[str, list[str]]:
    """What a browser may fetch where, beside ourselves: directive of CSP -> hosts. A page does not wait for it: after a
    change it may have the policy of before once more."""
    seen = look(patient=False)
    return seen.browser if seen else {}


def look(*, patient: bool = True) -> Seen | None:
    """What is in it; None where it never could be read. patient: wait for the database where what was read is old, and
    not only begin to read."""
    now = time.monotonic()
    waits = _seen is None or (patient and now - _at > OLD)
    if now < _until and not waits:
        return _seen
    if not _reading.acquire(blocking=waits):
        return _seen
    try:
        if waits and _reader is not None:  # what another only began to read
            _reader.join(PATIENCE)
        if time.monotonic() >= _until:
            _begin(waits)
    finally:
        _reading.release()
    return _seen


def changed() -> None:
    """What was read is old, as this process knows."""
    global _changes, _at, _until
    _changes += 1
    _at = _until = 0.0


def _begin(waits: bool) -> None:
    global _reader, _until
    reader = threading.Thread(target=_read, args=(_changes,), name="privacy-register", daemon=True)
    if not waits:
        _until = time.monotonic() + PATIENCE  # nobody begins a second one meanwhile
    reader.start()
    _reader = reader
    if waits:
        reader.join(PATIENCE)


def _read(changes: int) -> None:
    global _seen, _at, _until
    try:
        seen = _found()
    except Exception as error:
        _log.warning("the register of processors can't be read: %s", scrubbed.told(error))
        _until = time.monotonic() + AGAIN
    else:
        if changes != _changes:
            _until = 0.0  # it is old already
            return
        _seen, _at = seen, time.monotonic()
        _until = _at + FRESH
    finally:
        connections.close_all()


def _found() -> Seen:
    settings = config.current()
    database = settings.database
    there = database.kind != "sqlite" or database.path.exists()  # an SQLite file is not made by asking
    if not there or Processor._meta.db_table not in connection.introspection.table_names():
        return Seen({one.host: _S.ACTIVE.value for one in named(settings)}, {}, whole=False)
    states: dict[str, str] = {}
    browser: dict[str, list[str]] = {}
    for hosts, state, fetched in Processor.objects.values_list("hosts", "state", "browser"):
        for host in hosts:
            if state == _S.ACTIVE or host not in states:
                states[host] = state
        for directive in fetched if state == _S.ACTIVE else ():
            browser.setdefault(directive, []).extend(hosts)
    return Seen(states, {directive: sorted(set(hosts)) for directive, hosts in browser.items()}, whole=True)
