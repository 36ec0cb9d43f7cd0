"""Django's SQLite backend, with every write transaction passing the log's gate: one writer at a time, first come
first served, together with the scribe. Outside `atomic` a single writing statement passes it too."""

from pathlib import Path
from typing import Any

from django.db.backends.sqlite3 import base

from troth.kernel.own_file import OwnFile
from troth.log.gate import gate
from troth.log.store_sqlite import BUSY_MS, PRAGMAS

_files: dict[str, OwnFile] = {}  # as they were at the first connection: nothing is written to any other
_WRITES = ("INSERT", "UPDATE", "DELETE", "REPLACE", "CREATE", "DROP", "ALTER")


class GatedCursor(base.SQLiteCursorWrapper):
    wrapper: "DatabaseWrapper"

    def execute(self, query: str, params: Any = None) -> Any:
        if self.wrapper.alone(query):
            with gate.held(f"orm {query[:60]}"):
                self.wrapper.own_file().check()
                return super().execute(query, params)
        return super().execute(query, params)

    def executemany(self, query: str, param_list: Any) -> Any:
        if self.wrapper.alone(query):
            with gate.held(f"orm {query[:60]}"):
                self.wrapper.own_file().check()
                return super().executemany(query, param_list)
        return super().executemany(query, param_list)


class DatabaseWrapper(base.DatabaseWrapper):
    """Needs no OPTIONS: transactions are IMMEDIATE, the file is in WAL mode with synchronous=FULL."""

    _gated = False

    def get_connection_params(self) -> dict[str, Any]:
        params = super().get_connection_params()
        params.setdefault("timeout", BUSY_MS / 1000)
        self.transaction_mode = "IMMEDIATE"
        return params

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        path = conn_params["database"]
        if path in _files:
            _files[path].check()  # connecting would make an empty one
        connection = super().get_new_connection(conn_params)
        for pragma in (*PRAGMAS, "secure_delete = ON"):  # what is deleted or changed leaves no bytes in its page
            connection.execute(f"PRAGMA {pragma}").fetchall()
        _files.setdefault(path, OwnFile(Path(path)))
        return connection

    def own_file(self) -> OwnFile:
        return _files[self.settings_dict["NAME"]]

    def create_cursor(self, name: Any = None) -> Any:
        cursor = self.connection.cursor(factory=GatedCursor)
        cursor.wrapper = self
        return cursor

    def alone(self, query: str) -> bool:
        """Whether this is a write outside any transaction."""
        return not self._gated and not self.in_atomic_block and query.lstrip()[:8].upper().startswith(_WRITES)

    def _start_transaction_under_autocommit(self) -> None:
        gate.take("orm")
        try:
            self.own_file().check()
            super()._start_transaction_under_autocommit()  # type: ignore[misc]
        except BaseException:
            gate.give()
            raise
        self._gated = True

    def _let_go(self) -> None:
        if self._gated:
            self._gated = False
            gate.give()

    def _commit(self) -> None:
        super()._commit()  # type: ignore[misc]
        self._let_go()  # not when COMMIT failed: Django rolls back next

    def _rollback(self) -> None:
        try:
            super()._rollback()  # type: ignore[misc]
        finally:
            self._let_go()

    def _close(self) -> None:
        try:
            super()._close()  # type: ignore[misc]
        finally:
            self._let_go()
