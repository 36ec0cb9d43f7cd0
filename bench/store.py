"""A store as it is after years: a million conversations of five messages each, made in minutes.

python -m bench.store CONVERSATIONS [--seed N]      fills the installation that the settings name, which no server has
python -m bench.store --talks N                     (stream, visitor's pass) of open conversations, spread over it

The installation was started once with the demo: the talks are its two shops'. Every row is as the product leaves it,
sealed, committed to and numbered; `tests/bench` reads such a store through the API and along its chain. The rows go
in by COPY, or many to a statement on SQLite; two processes seal them. What must not wait for the disk here does not:
a store that was cut off is thrown away.
"""

import argparse
import json
import multiprocessing
import os
import sys
import time
from collections.abc import Iterator
from datetime import timedelta
from functools import partial
from typing import Any
from uuid import UUID

from troth.kernel import clock, config, passes
from troth.project.prepare import django_ready

from .loading import COLUMNS, Postgres, SQLite, columns

CONVERSATIONS = 1_000_000
SPAN = timedelta(days=730)  # before an hour ago
PROCESSES = 2


def fill(conversations: int, seed: int = 1) -> None:
    """Raises SystemExit when such a store is there already, or a server is running."""
    from .talks import AT_ONCE, EVENTS

    began = time.monotonic()
    settings = config.current()
    lots = -(-conversations // AT_ONCE)
    plan, rows = _plan(lots * AT_ONCE, seed), _keyring_rows()
    context = multiprocessing.get_context("spawn")
    postgres = settings.database.kind == "postgres"
    sink = None if postgres else SQLite()
    with context.Pool(PROCESSES, _begin) as pool:
        for lot, keys in pool.imap(partial(_make, plan), range(lots)):
            for table, named, some in lot:
                assert sink is not None
                sink.put(table, named, some)
            wrapped = {key_id: one for key_id, one, *_ in keys}
            if rows.mint(len(keys), wrapped.__getitem__) != keys[0][0]:
                raise SystemExit("bench: somebody else uses the keyring")
            rows.bind([(key_id, *owner) for key_id, _, *owner in keys], 0)
    rows.bind([], plan.first_position + lots * EVENTS)
    rows.close()
    if sink is not None:
        sink.close()
    _finish(plan, lots * AT_ONCE, plan.first_position + lots * EVENTS)
    made = {"conversations": lots * AT_ONCE, "messages": lots * AT_ONCE * 5, "events": lots * EVENTS, "seed": seed}
    told = json.dumps({**made, "took_s": round(time.monotonic() - began, 1)})
    (settings.var / "filled.json").write_text(told)
    print(told)


def _plan(conversations: int, seed: int) -> Any:
    from django.db import connection
    from django.utils.timezone import now

    from troth.conversations.models import Conversation, Numbering
    from troth.sites.faces import face
    from troth.sites.models import Site

    from .talks import House, Plan

    settings = config.current()
    if Conversation.objects.count() > 100_000:
        raise SystemExit("bench: this store is large already")
    houses: list[House] = []
    for site in Site.objects.order_by("id")[:2]:
        person = "ben@demo.example" if not houses else "ada@demo.example"
        member = site.workspace.members.get(person__email=person)
        number = Numbering.objects.filter(workspace=site.workspace_id).values_list("last", flat=True).first() or 0
        houses.append(House(site.workspace_id, site.id, member.id, face(site, member).alias, number))
    rows = _keyring_rows()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT coalesce(max(position), 0) FROM log_event" if connection.vendor == "sqlite" else
            "SELECT last FROM log_position"
        )  # fmt: skip
        (position,) = cursor.fetchone()
    plan = Plan(
        postgres=connection.vendor != "sqlite", houses=(houses[0], houses[1]), first_key=rows.next_id(),
        first_position=position, first_ms=int((now() - SPAN).timestamp() * 1000),
        step_ms=int((SPAN - timedelta(hours=1)).total_seconds() * 1000) // conversations, seed=seed,
        secret=settings.secret("keyring"),
    )  # fmt: skip
    rows.close()
    connection.close()
    return plan


def _keyring_rows() -> Any:
    where = config.current().keyring
    if where.kind == "sqlite":
        from troth.vault.keyring_sqlite import SQLiteRows

        return SQLiteRows(where.path)
    from troth.vault.keyring_postgres import PostgresRows

    return PostgresRows(where)


# --- in the processes that seal

_sink: Postgres | None = None


def _begin() -> None:
    _settle()
    global _sink
    _sink = Postgres() if config.current().database.kind == "postgres" else None


def _make(plan: Any, number: int) -> tuple[list[tuple[str, list[str], list[tuple[Any, ...]]]], list[Any]]:
    """A lot's rows (copied already on PostgreSQL) and its keys."""
    from .talks import Lot

    lot = Lot(plan, number)
    made = []
    for table, rows in _tables(plan, lot):
        name, named, constants = columns(table)
        if constants:
            rows = [(*row, *constants) for row in rows]
        if _sink is not None:
            _sink.put(name, named, rows)
        else:
            made.append((name, named, SQLite.packed(table, rows)))
    return made, lot.keys


def _tables(plan: Any, lot: Any) -> Iterator[tuple[str, list[tuple[Any, ...]]]]:
    for table in COLUMNS:
        rows = _feed(lot.rows["log_event"]) if table == "log_feed" else lot.rows[table]
        if plan.postgres and table == "log_event":
            rows = [row[1:] for row in rows]  # the feed has their positions
        if plan.postgres or table != "log_feed":
            yield table, rows


def _feed(events: list[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    """Positions as the sequencer writes them; a row for each conversation."""
    found: dict[UUID, list[tuple[Any, ...]]] = {}
    for event in events:
        found.setdefault(event[2], []).append(event)
    return [
        (some[-1][0], len(some), [event[1] for event in some], [event[2] for event in some], [e[3] for e in some])
        for some in found.values()
    ]


def _finish(plan: Any, conversations: int, position: int) -> None:
    """Numbers, positions and bookmarks at the end of what was made."""
    from django.db import connection

    from troth.conversations.models import Numbering

    elsewhere = conversations // 4
    for house, many in zip(plan.houses, (conversations - elsewhere, elsewhere), strict=True):
        Numbering.objects.update_or_create(workspace_id=house.workspace, defaults={"last": house.number + many})
    with connection.cursor() as cursor:
        cursor.execute("UPDATE log_bookmark SET position = %s", [position])
        if connection.vendor != "sqlite":
            cursor.execute("UPDATE log_position SET last = %s", [position])
            cursor.execute("VACUUM ANALYZE")  # as autovacuum would have, long ago
    connection.close()


def talks(most: int) -> list[tuple[str, str]]:
    """(stream, a pass of its visitor) of open conversations of the first shop, spread over the whole store."""
    from troth.conversations.models import Conversation
    from troth.sites.models import Site

    site = Site.objects.order_by("id")[0]
    found = Conversation.objects.filter(workspace=site.workspace_id, state="open").order_by("opened_at")
    places = list(found.values_list("id", "visitor_id", "workspace_id", "site_id"))
    secret, now = config.current().secret("passes"), clock.now()
    step = max(1, len(places) // most)
    return [
        (str(stream), passes.sign(secret, passes.for_visitor(visitor, workspace, site, now)))
        for stream, visitor, workspace, site in places[::step][:most]
    ]


def _settle() -> None:
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, range(os.cpu_count() or 1))  # ./dev bench stays on one core, this need not
    django_ready(config.load(os.environ))


def main() -> None:
    words = argparse.ArgumentParser(prog="bench.store", description=__doc__.split("\n\n", maxsplit=1)[0])
    words.add_argument("conversations", type=int, nargs="?", default=CONVERSATIONS)
    words.add_argument("--seed", type=int, default=1)
    words.add_argument("--talks", type=int)
    options = words.parse_args()
    _settle()
    if options.talks:
        json.dump(talks(options.talks), sys.stdout)
    else:
        fill(options.conversations, options.seed)


if __name__ == "__main__":
    main()
