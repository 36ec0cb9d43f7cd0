from collections.abc import Iterator

import pytest

from tests.own_postgres import OwnPostgres, own_postgres


@pytest.fixture(scope="module")
def cluster() -> Iterator[OwnPostgres]:
    with own_postgres() as own:
        if own is None:
            pytest.skip("no PostgreSQL is installed")
        yield own
