"""Installations on every kind of database."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.postgres import fresh_database
from tests.upkeep.installation import Installation

type Make = Callable[[str], Installation]

SQLITE, POSTGRES = "sqlite", pytest.param("postgres", marks=pytest.mark.postgres)
TWO_DATABASES = pytest.param("keyring on postgres", marks=pytest.mark.postgres)


@pytest.fixture(params=[SQLITE, POSTGRES])
def make(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Make]:
    """A new and empty installation by its name."""
    with ExitStack() as databases:

        def database() -> str:
            return databases.enter_context(fresh_database())

        yield lambda name: Installation(
            tmp_path / name,
            database() if request.param != "sqlite" else "",
            database() if request.param == "keyring on postgres" else "",
        )
