"""Django's transactions as the log's units and the worker's readers need them (`troth.log.Transactions`)."""

from contextlib import AbstractContextManager
from typing import Any, Literal

from django.db import connection, transaction


class DjangoTransactions:
    @property
    def vendor(self) -> Literal["sqlite", "postgresql"]:
        return "sqlite" if connection.vendor == "sqlite" else "postgresql"

    def atomic(self) -> AbstractContextManager[Any]:
        """Refuses (RuntimeError) to be nested: nothing inside another transaction would be durable."""
        return transaction.atomic(durable=True)

    def cursor(self) -> Any:
        """The driver's own cursor on this thread's connection: no placeholder is rewritten, nothing is logged."""
        connection.ensure_connection()
        raw: Any = connection.connection
        if connection.vendor == "sqlite":
            return raw.cursor()
        import psycopg

        return psycopg.Cursor(raw)

    def refresh(self) -> None:
        connection.close_if_unusable_or_obsolete()

    def close(self) -> None:
        connection.close()
