"""Opening the log: once per process, by project/serve.py, a command or a test."""

import asyncio
import logging
import threading
from collections.abc import Callable

from troth.kernel.config import Config
from troth.vault import Keyring, WrongKeyring, open_keyring

from .bell import Bell
from .door import Log
from .gate import gate
from .migrate import migrate, newest_key
from .sealing import Keys
from .shapes import ERASED, Rights
from .unit import Transactions
from .writing import Writer

NEWEST = 20  # events that show whose keyring it is

_current: Log | None = None


def current() -> Log:
    """The log of this process. RuntimeError before it was opened."""
    if _current is None:
        raise RuntimeError("the log is not open; project/serve.py or a test opens it")
    return _current


def use(log: Log | None) -> None:
    """Make it the process's own; None forgets it."""
    global _current
    _current = log


def open_log(
    config: Config, rights: Rights, transactions: Transactions, loop: asyncio.AbstractEventLoop | None = None,
    *, exclusive: bool = True,
) -> Log:  # fmt: skip
    """Make the tables, open the log, make it `current()`.

    loop: where callbacks are called; None: a loop in a thread of the log's own (commands, tests). exclusive: refuse
    to be the second on a SQLite file (raises InUse); a command that stays for a moment need not: positions, seqs and
    keys are given in transactions, and what a server holds in memory asks the file for what it does not know. Raises
    WrongSecret when the keyring has another secret, WrongKeyring when it is another database's or older than the
    database.
    """
    migrate(config)
    keyring = open_keyring(config.keyring, config.secret("keyring"), newest_key(config))
    ending: list[Callable[[], None]] = []
    own = loop is None
    if loop is None:
        loop = _own_loop(ending)
    bell = Bell(loop)
    if config.database.kind == "sqlite":
        opened = _open_sqlite(config, rights, transactions, bell, keyring, ending, exclusive)
    else:
        from .start_postgres import open_postgres

        opened = open_postgres(config, rights, transactions, bell, keyring, ending)
    before = _current
    use(opened)
    if own:
        try:
            recognise()
        except WrongKeyring:
            use(before)  # a log that was refused takes nobody's place
            opened.close()
            raise
    return opened


def recognise() -> None:
    """Raises WrongKeyring unless one of the newest events opens, or all were erased. With a keyring that only has keys
    of the same numbers, what was said would look erased, and what is said now would be lost to whoever puts the right
    one back. open_log asks for this itself unless it got a loop, on which it can't close what it opened."""
    opened = current()
    complaints = logging.getLogger("troth.log.opening")
    complaints.disabled = True  # one sentence is enough
    try:
        newest = opened.follow("start", opened.last_position() - NEWEST, NEWEST)
    finally:
        complaints.disabled = False
    keyring = opened.keyring
    if any(event.body != ERASED for event in newest):
        return
    if not all(keyring.minted(event.key_id) and keyring.key(event.key_id) is None for event in newest):
        raise WrongKeyring(
            f"{keyring.where} is not the one this database was written with. Put the right one there, with its secret."
        )


def _open_sqlite(
    config: Config, rights: Rights, transactions: Transactions, bell: Bell, keyring: Keyring,
    ending: list[Callable[[], None]], exclusive: bool,
) -> Log:  # fmt: skip
    from .beside import Beside
    from .checkpoints import Checkpoints
    from .dialect_sqlite import SQLite
    from .scribe_sqlite import SQLiteScribe
    from .store_sqlite import SCRIBE_CACHE_KIB, SQLiteStore, connect

    path = config.database.path
    store = SQLiteStore(path, gate, exclusive=exclusive)

    def stand() -> None:
        store.file.check()
        keyring.check()

    writer = Writer(SQLite(), rights, Keys(keyring), stand)
    bell.on_commit(bell.place)  # the rowid is the position: known at the commit
    own = connect(path)
    own.execute(f"PRAGMA cache_size = -{SCRIBE_CACHE_KIB}")
    scribe = SQLiteScribe(own, writer, bell, gate)
    if exclusive:  # else both are the server's: checkpoints would stop its writers
        ending = [Beside(store, writer, bell, gate).close, Checkpoints(path, gate).close, *ending]
    return Log(
        writer=writer, scribe=scribe, store=store, bell=bell, transactions=transactions, gate=gate, keyring=keyring,
        ending=ending, database="sqlite",
    )  # fmt: skip


def _own_loop(ending: list[Callable[[], None]]) -> asyncio.AbstractEventLoop:
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, name="log-loop", daemon=True)
    thread.start()

    def end() -> None:
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()

    ending.append(end)
    return loop
