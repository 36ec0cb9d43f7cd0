from collections.abc import Iterator

import pytest

from tests.serving import serving
from troth.gateway.session import Pace
from troth.log import Log


@pytest.fixture(scope="session")
def port(log: Log) -> Iterator[int]:
    """The real server, with the limits and the patience it has in life."""
    with serving(log) as port:
        yield port


@pytest.fixture(scope="session", params=["picows", "sansio"])
def hasty(log: Log, request: pytest.FixtureRequest) -> Iterator[int]:
    """Both doors, with little patience."""
    pace = Pace(hello=0.3, idle=0.3, answer=0.3, body=0.3, upload=0.3)
    with serving(log, pace, door=request.param) as port:
        yield port
