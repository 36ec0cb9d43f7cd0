"""What the server does: whether it runs, the bell between processes, the readers of the log, the mail that waits."""

import time
from datetime import timedelta
from typing import Any

from troth.kernel import clock
from troth.kernel.ids import new_id
from troth.log.sequencer import CHANNEL
from troth.log.store_postgres import SEQUENCER
from troth.search.index import NAME as SEARCH

from .found import CantLook, Check, Found, broken, ok, span, warning
from .installation import Installation
from .rows import PATIENCE, Rows, moment

HEARD_WITHIN = 2.0  # s for a notification


def _server(here: Installation) -> Found:
    said = here.running()
    if said.get("broken"):
        return broken(
            f"The server here says that these do not work: {', '.join(map(str, said['broken']))}.",
            "Look for them in this table and in the server's log.",
            "start",
        )
    if said.get("stopping"):
        return warning("The server here was told to stop.", "Wait until it is back.", "stopping-and-restarting")
    return ok(f"A server runs here, with the role {said.get('role', 'all')}.")


def _bell(here: Installation) -> Found:
    if here.rows().kind != "postgres":
        raise CantLook("on SQLite there is one process, which needs none")
    import psycopg

    word, url = f"doctor {new_id()}", here.config.database.url
    with (
        psycopg.connect(url, autocommit=True, connect_timeout=PATIENCE, prepare_threshold=None) as ear,
        psycopg.connect(url, autocommit=True, connect_timeout=PATIENCE, prepare_threshold=None) as mouth,
    ):
        # whoever else listens there looks for new events, finds none, and goes on
        ear.execute(f"LISTEN {CHANNEL}".encode())
        mouth.execute("SELECT pg_notify(%s, %s)", (CHANNEL, word))
        until = time.monotonic() + HEARD_WITHIN
        while (left := until - time.monotonic()) > 0:
            if any(one.payload == word for one in ear.notifies(timeout=left, stop_after=1)):
                return ok("What one process says to the database, another hears.")
    return broken(
        "A notification that is sent through the database does not arrive: a pooler hands connections on after each"
        " transaction, so processes do not hear each other.",
        "Lead DATABASE_URL to PostgreSQL itself, or set the pooler to session mode (pool_mode = session).",
        "many-processes",
    )


def _pooler(here: Installation) -> Found:
    rows = here.rows()
    if rows.kind != "postgres":
        raise CantLook("the database is SQLite")
    [(pid,)] = rows.read("SELECT pg_backend_pid()")
    if pid != getattr(rows, "told_pid", pid):
        return warning(
            "A pooler stands between Troth and PostgreSQL: locks and notifications hold only in its session mode.",
            "Lead DATABASE_URL to PostgreSQL itself, or set pool_mode = session.",
            "many-processes",
        )
    return ok("Nothing stands between Troth and PostgreSQL.")


def _sequencer(here: Installation) -> Found:
    rows = here.kept()
    if rows.kind != "postgres":
        raise CantLook("on SQLite an event has its position at once")
    if _led(rows):
        return ok("One process gives the events their positions.")
    [(waiting,)] = rows.read("SELECT count(*) FROM log_outbox")
    if here.server() is None and not waiting:
        raise CantLook("no server runs here")
    return broken(
        f"No process gives the events their positions ({waiting} wait): inboxes, mails and other processes do not hear"
        " of them.",
        "Start the server; where it runs, look in its log for `sequencer`.",
        "many-processes",
    )


def _led(rows: Rows) -> bool:
    """Whether some process of this installation runs, on whatever machine and port: one of them is the sequencer."""
    return bool(
        rows.read(
            "SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND granted AND objsubid = 1 AND classid = 0 AND"
            " database = (SELECT oid FROM pg_database WHERE datname = current_database()) AND objid = ?::bigint::oid",
            SEQUENCER,
        )
    )


def _readers(here: Installation) -> Found:
    rows = here.kept()
    kept = dict(rows.read("SELECT name, position FROM log_bookmark"))
    last = last_position(here)
    for name in here.readers:
        if name == SEARCH:  # a check of its own: it may be behind while it is made anew
            continue
        position = int(kept.get(name, 0))
        since = next_at(here, position) if position < last else None
        if since is None:
            continue
        behind = clock.now().timestamp() - since / 1000
        if behind > here.bars.reader_behind:
            return broken(
                f"The reader {name} has not come to {last - position:,} events, the oldest of them {span(behind)} old:"
                " previews and transcripts stay out.",
                "See that a server with the role all or worker runs, and look in its log for this reader.",
                "many-processes",
            )
    return ok("All readers of the log are at its end.")


def _workers(here: Installation) -> Found:
    rows = here.kept()
    if rows.kind != "postgres":
        raise CantLook("on SQLite the one process does this work")
    live = rows.read("SELECT name FROM log_worker WHERE until > clock_timestamp() ORDER BY name")
    if not live and not _led(rows):
        here.running()
    if not live:
        return broken(
            "No worker runs: previews stay old, and no mail is sent.",
            "Start troth serve --role worker on one machine at least.",
            "many-processes",
        )
    return ok(f"Workers run: {', '.join(name for (name,) in live)}.")


def last_position(here: Installation) -> int:
    """Of the newest event."""
    rows = here.kept()
    sql = (
        "SELECT last FROM log_position"
        if rows.kind == "postgres"
        else "SELECT coalesce(max(position), 0) FROM log_event"
    )
    return int(rows.read(sql)[0][0])


def next_at(here: Installation, position: int) -> int | None:
    """When the event behind this position happened, ms since 1970."""
    rows = here.kept()
    if rows.kind == "sqlite":
        found = rows.read("SELECT at FROM log_event WHERE position > ? ORDER BY position LIMIT 1", position)
    else:
        found = rows.read(
            "SELECT min(e.at) FROM (SELECT * FROM log_feed WHERE last > ? ORDER BY last LIMIT 1) f"
            " CROSS JOIN LATERAL unnest(f.workspaces, f.streams, f.seqs) AS one (workspace, stream, seq)"
            " JOIN log_event e ON (e.workspace, e.stream, e.seq) = (one.workspace, one.stream, one.seq)",
            position,
        )
    return int(found[0][0]) if found and found[0][0] is not None else None


def _parked(here: Installation) -> Found:
    found = here.kept().read("SELECT name, count(*) FROM log_parked GROUP BY name ORDER BY name")
    if found:
        names = ", ".join(f"{name} {many}" for name, many in found)
        return broken(
            f"Readers of the log went on without events at which they failed: {names}.",
            "See which with troth parked, look at the log of that moment, then troth parked --seen.",
            "start",
        )
    return ok("No reader went on without an event.")


def _mails(here: Installation) -> Found:
    rows, now, see = here.kept(), clock.now(), "mail"
    waiting: Any = rows.read("SELECT count(*), min(at) FROM post_mail WHERE state IN ('waiting', 'sending')")[0]
    if waiting[0]:
        age = (now - moment(waiting[1])).total_seconds()
        if age > here.bars.mail_waits:
            return broken(
                f"{waiting[0]} mails wait, the oldest for {span(age)}.",
                "See that a server with the role all or worker runs; what the mail server says is in the check SMTP.",
                see,
            )
    since: Any = now - timedelta(days=here.bars.mail_days)
    if rows.kind == "sqlite":
        since = since.replace(tzinfo=None).isoformat(" ")
    lost = dict(
        rows.read(
            "SELECT state, count(*) FROM post_mail WHERE state IN ('failed', 'uncertain') AND at > ? GROUP BY state",
            since,
        )
    )
    if lost:
        told = " and ".join(f"{many} are {state}" for state, many in sorted(lost.items()))
        return warning(
            f"Of the mails of {here.bars.mail_days} days {told}.",
            "Look in the server's log for the reasons, and whether the addresses are right.",
            see,
        )
    return ok("No mail waits for long, and none was lost.")


CHECKS = (
    Check("server", "it runs here, and says that it is well", _server),
    Check("bell", "a notification goes through PostgreSQL and comes back", _bell),
    Check("pooler", "nothing between Troth and PostgreSQL forgets locks and listeners", _pooler),
    Check("sequencer", "one process gives the events their positions", _sequencer),
    Check("workers", "a worker is there, by its lease", _workers),
    Check("readers", "previews, transcripts, search and proofs follow the log", _readers),
    Check("parked", "no reader went on without an event", _parked),
    Check("mails", "none waits for long, failed or may be lost", _mails),
)
