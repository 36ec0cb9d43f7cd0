"""An installation as its operator has it: a folder, perhaps a database of PostgreSQL, and the command `troth`."""

import os
from collections.abc import Sequence
from pathlib import Path

import psycopg

from tests import forked
from tests.forked import Said
from tests.log.rig import Rig
from tests.process import FOREIGN, ROOT
from troth.kernel import config

SECRET = "k" * 40  # the rig's


def older(_: Sequence[str]) -> int:
    """Make tables as an older version had them, in a process of their own: the log at its first step, without the
    newest migration of conversations."""
    from troth.project import prepare

    settings = config.load(os.environ)
    prepare.django_ready(settings)
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor
    from django.db.migrations.recorder import MigrationRecorder

    from troth.upkeep import tables
    from troth.upkeep.records import State
    from troth.vault import open_keyring

    settings.database.path.parent.mkdir(parents=True, exist_ok=True)
    graph = MigrationExecutor(connection).loader.graph
    before = sorted(one for one in graph.nodes if one not in graph.leaf_nodes("conversations"))
    with tables.transaction_of_tables() as cursor:
        tables.make(State(log=1, migrations=before))
        for app, name in before:
            MigrationRecorder(connection).record_applied(app, name)
        cursor.execute("INSERT INTO log_schema VALUES (1)")
        if connection.vendor == "postgresql":
            cursor.execute("INSERT INTO log_position VALUES (1, 0)")
    connection.close()
    open_keyring(settings.keyring, settings.secret("keyring")).close()
    return 0


class Installation:
    def __init__(self, var: Path, url: str = "", keyring: str = "") -> None:
        self.var, self.url, self.keyring = var, url, keyring
        var.mkdir(parents=True, exist_ok=True)

    def own(self) -> dict[str, str]:
        """Its settings."""
        own = {"TROTH_VAR": str(self.var), "TROTH_SECRET_KEY": SECRET}
        named = {"DATABASE_URL": self.url, "TROTH_KEYRING_URL": self.keyring}
        return own | {name: url for name, url in named.items() if url}

    def env(self, **settings: str) -> dict[str, str]:
        """Of its processes."""
        inherited = {name: value for name, value in os.environ.items() if not name.startswith(FOREIGN)}
        return {**inherited, "PYTHONPATH": f"{ROOT}/src:{ROOT}", **self.own(), **settings}

    def troth(self, *words: object, largest: int = 0, act: forked.Act = forked.troth, **settings: str) -> Said:
        """Run the command. largest: bytes a file may have, as on a disk that is full then. act: what runs it."""
        return forked.run(act, [*map(str, words)], self.env(**settings), ROOT, largest)

    def make_older(self) -> None:
        """Tables of an older version, and a keyring."""
        said = self.act(older)
        assert said.code == 0, said.err

    def lose_keyring(self) -> None:
        for file in self.var.glob("keyring.sqlite3*"):
            file.unlink()
        if self.keyring:
            with psycopg.connect(self.keyring, autocommit=True) as server:
                server.execute("DROP SCHEMA public CASCADE")
                server.execute("CREATE SCHEMA public")

    def rig(self, *, exclusive: bool = True) -> Rig:
        """Its log, for a test to write to."""
        return Rig(self.var, self.url, keyring=self.keyring, exclusive=exclusive)

    def act(self, act: forked.Act, *words: object) -> Said:
        """Run something else with its settings."""
        return forked.run(act, [*map(str, words)], self.env(), ROOT)


def is_newest(rig: Rig) -> bool:
    """Whether the last migration was run too that `make_older` leaves out."""
    applied = rig.sql("SELECT count(*) FROM django_migrations WHERE app = 'conversations'")[0][0]
    return bool(applied == len(list((ROOT / "src/troth/conversations/migrations").glob("0*.py"))))


def good(said: Said) -> str:
    assert said.code == 0, said.err
    return said.out


def refused(said: Said, *words: str) -> None:
    """It ended in one sentence, which has these words."""
    assert said.code == 1, said
    assert said.err.startswith("troth: "), said.err
    assert said.err.strip().count("\n") == 0, said.err
    for word in words:
        assert word in said.err, said.err
