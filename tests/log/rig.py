"""A log of its own for the tests of the log: no Django, no rooms, rights in a table that a test fills."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import local
from typing import Any, Literal
from uuid import UUID

from troth.kernel import config as kernel_config
from troth.kernel.config import Config
from troth.kernel.ids import new_id
from troth.log import Draft, Head, Log, current, open_log, use
from troth.log.store_sqlite import connect
from troth.wire.events import Audience, Author, Body, Noted, Said

HELD = 1917  # an advisory lock


class PlainTransactions:
    """What DjangoTransactions is to the house: a connection a thread, straight from the driver."""

    def __init__(self, config: Config) -> None:
        self._config = config
        self._own = local()
        self.vendor: Literal["sqlite", "postgresql"] = "sqlite" if config.database.kind == "sqlite" else "postgresql"

    @property
    def connection(self) -> Any:
        if not hasattr(self._own, "connection"):
            if self.vendor == "sqlite":
                self._own.connection = connect(self._config.database.path)
            else:
                import psycopg

                self._own.connection = psycopg.connect(
                    self._config.database.url, autocommit=True, prepare_threshold=None
                )
        return self._own.connection

    @contextmanager
    def atomic(self) -> Iterator[None]:
        if self.vendor == "postgresql":
            with self.connection.transaction():
                yield
            return
        self.connection.execute("BEGIN IMMEDIATE")
        try:
            yield
            self.connection.execute("COMMIT")
        except BaseException:
            self.connection.execute("ROLLBACK")
            raise

    def cursor(self) -> Any:
        return self.connection.cursor()

    def refresh(self) -> None:
        if self.vendor == "postgresql" and self.connection.closed:
            self.close()

    def close(self) -> None:
        if hasattr(self._own, "connection"):
            self._own.connection.close()
            del self._own.connection


class TableOfRights:
    """`anything` is everybody's, `nothing` nobody's, `visit` a visitor's of a stream that is there, `slowly` is `say`
    once nobody holds the lock HELD (PostgreSQL); all else is whose the table `may` says."""

    def where(self, verb: str) -> str:
        if verb in ("anything", "nothing"):
            return "1 = 1" if verb == "anything" else "1 = 0"
        if verb == "visit":
            there = "SELECT 1 FROM log_head h WHERE h.workspace = i.workspace AND h.stream = i.stream"
            return f"i.kind = 'visitor' AND EXISTS ({there})"
        if verb == "slowly":
            return f"pg_advisory_xact_lock_shared({HELD})::text IS NOT NULL AND {self.where('say')}"
        return f"EXISTS (SELECT 1 FROM may m WHERE m.verb = '{verb}' AND m.author = i.author)"

    def refusal(self, verb: str) -> str | None:
        return None


class Rig:
    """One log, and the words with which a test speaks to it."""

    def __init__(self, var: Path, url: str = "", *, keyring: str = "", exclusive: bool = True) -> None:
        env = {"TROTH_VAR": str(var), "TROTH_SECRET_KEY": "k" * 40}
        if url:
            env["DATABASE_URL"] = url
        if keyring:
            env["TROTH_KEYRING_URL"] = keyring
        self.config = kernel_config.load(env)
        self.transactions = PlainTransactions(self.config)
        before = _current_or_none()
        self.log: Log = open_log(self.config, TableOfRights(), self.transactions, exclusive=exclusive)
        use(before)  # the process's own log stays what it was
        kind = "char(32)" if self.vendor == "sqlite" else "uuid"
        self.sql(f"CREATE TABLE IF NOT EXISTS may (verb text, author {kind})")

    @property
    def vendor(self) -> str:
        return self.transactions.vendor

    def close(self) -> None:
        self.transactions.close()
        self.log.close()

    def sql(self, statement: str, *params: Any) -> list[Any]:
        """One statement of the test's own; ? and %s are written as {}."""
        cursor = self.transactions.cursor()
        cursor.execute(statement.replace("{}", "?" if self.vendor == "sqlite" else "%s"), params)
        return cursor.fetchall() if cursor.description else []

    def id(self, value: UUID) -> Any:
        """An id as the log's tables hold it."""
        return value.bytes if self.vendor == "sqlite" else value

    def allow(self, verb: str, author: UUID) -> None:
        self.sql("INSERT INTO may VALUES ({}, {})", verb, author.hex if self.vendor == "sqlite" else author)

    def stream(self, workspace: UUID | None = None) -> Head:
        """A new, open stream."""
        head = Head(workspace or new_id(), new_id())
        with self.log.unit("open", opens=[head]):
            pass
        return head


def said(
    head: Head, body: Body | str = "hello", *, author: Author | None = None, client_id: UUID | None = None,
    verb: str = "anything", audience: Audience = Audience.ALL, subject: UUID | None = None,
) -> Draft:  # fmt: skip
    author = author or Author(kind="visitor", id=new_id())
    return Draft(
        workspace=head.workspace,
        stream=head.stream,
        body=Said(text=body) if isinstance(body, str) else body,
        author=author,
        client_id=client_id or new_id(),
        subject=subject or author.id,
        audience=audience,
        verb=verb,
    )


def noted(head: Head, text: str = "between us") -> Draft:
    return said(head, Noted(text=text), author=Author(kind="agent", id=new_id()), audience=Audience.TEAM)


def _current_or_none() -> Log | None:
    try:
        return current()
    except RuntimeError:
        return None
