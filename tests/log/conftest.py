from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.log.rig import Rig
from tests.postgres import fresh_database


@pytest.fixture(scope="module", params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def rig(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Rig]:
    """A log on each kind of database, one for a module; tests make streams of their own."""
    with ExitStack() as stack:
        url = stack.enter_context(fresh_database()) if request.param == "postgres" else ""
        rig = Rig(tmp_path_factory.mktemp("log"), url)
        stack.callback(rig.close)
        yield rig


@pytest.fixture
def sqlite_rig(tmp_path: Path) -> Iterator[Rig]:
    rig = Rig(tmp_path)
    yield rig
    rig.close()
