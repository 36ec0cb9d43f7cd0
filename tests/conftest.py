"""One database and one log for a whole test run; a new workspace for each test, so nothing is ever flushed.

The settings are made here and not read from the environment. `TEST_DATABASE=postgres` runs the same tests on
PostgreSQL, in a database of their own.
"""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings

from tests import light_hashes
from troth.kernel import config

if TYPE_CHECKING:
    from tests.cast import Cast
    from troth.log import Log

_run = ExitStack()
ROOM = 2 << 30  # bytes; each lane takes a few hundred millions at the most


def pytest_configure() -> None:
    """Before any test module is imported: they import models, and models need settings."""
    env = {
        "TROTH_VAR": _run.enter_context(tempfile.TemporaryDirectory(prefix="troth-test-", dir=_memory())),
        "TROTH_DEMO": "1",
        "TROTH_LIMIT_ADDRESS_VISITORS": "1000000",
        "TROTH_LIMIT_ADDRESS_CONVERSATIONS": "1000000",
        "TROTH_LIMIT_SITE_CONVERSATIONS": "1000000",
        "TROTH_LIMIT_WORKSPACE_CONVERSATIONS": "1000000",
        "TROTH_LIMIT_ADDRESS_BURST": "1000000",
        "TROTH_LIMIT_ADDRESS_TRANSCRIPTS": "1000000",
    }
    if os.environ.get("TEST_DATABASE") == "postgres":
        from tests.postgres import fresh_database

        env["DATABASE_URL"] = _run.enter_context(fresh_database())
    settings.register_profile("any machine", deadline=None, suppress_health_check=[HealthCheck.too_slow])
    settings.load_profile("any machine")
    light_hashes.use()
    config.use(config.load(env))
    os.environ["DJANGO_SETTINGS_MODULE"] = "troth.project.settings"
    import django

    django.setup()


def _memory() -> str | None:
    """Where a commit waits for no disk, if there is room: what survives a power cut is asked of servers in processes of
    their own. None: the usual place."""
    place = Path("/dev/shm")
    return str(place) if os.access(place, os.W_OK) and shutil.disk_usage(place).free > ROOM else None


def pytest_unconfigure() -> None:
    config.use(None)
    _run.close()


@pytest.fixture(scope="session")
def log() -> "Iterator[Log]":
    """The tables and the log, opened once."""
    from django.core.management import call_command
    from django.db import connections

    from troth.conversations import rights
    from troth.log import open_log
    from troth.project.transactions import DjangoTransactions

    call_command("migrate", verbosity=0)
    opened = open_log(config.current(), rights, DjangoTransactions())
    yield opened
    connections.close_all()
    opened.close()


@pytest.fixture(scope="module")
def server(log: "Log") -> Iterator[str]:
    """The real server, on this run's log and database; its address, like http://localhost:12345. Gone with the
    module: its readers and its sender of mail would do the work that other modules do by hand."""
    from tests.serving import serving

    with serving(log) as port:
        yield f"http://localhost:{port}"


@pytest.fixture
def cast(log: "Log") -> "Cast":
    """Ada owns two workspaces, Ben is a member of one, Cy is a stranger, Vi visits: new ones for each test."""
    from tests.cast import gather

    return gather()
