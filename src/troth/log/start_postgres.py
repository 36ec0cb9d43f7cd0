"""Putting the log together on PostgreSQL."""

from collections.abc import Callable

from troth.kernel.config import Config
from troth.vault import Keyring

from .bell import Bell
from .dialect_postgres import Postgres
from .door import Log
from .scribe_postgres import PostgresScribe
from .sealing import Keys
from .sequencer import Sequencer
from .shapes import Rights
from .store_postgres import PostgresStore
from .unit import Transactions
from .writing import Writer


def open_postgres(
    config: Config, rights: Rights, transactions: Transactions, bell: Bell, keyring: Keyring,
    ending: list[Callable[[], None]],
) -> Log:  # fmt: skip
    dialect = Postgres()
    store = PostgresStore(config.database.url)
    writer = Writer(dialect, rights, Keys(keyring), keyring.check)
    sequencer = Sequencer(config.database.url, bell, writer.opener, dialect)
    scribe = PostgresScribe(config.database.url, dialect, writer, bell)
    return Log(
        writer=writer, scribe=scribe, store=store, bell=bell, transactions=transactions, gate=None, keyring=keyring,
        ending=[sequencer.close, *ending], database="postgresql", sequencer=sequencer,
    )  # fmt: skip
