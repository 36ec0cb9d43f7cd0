from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.vault.place import Place, place


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def kept(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Place]:
    """A place for a keyring, in each kind of database."""
    with place(request.param, tmp_path) as made:
        yield made
