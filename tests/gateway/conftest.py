from collections.abc import Iterator

import pytest

from tests.own_s3 import own, s3
from tests.serving import serving
from tests.until import PATIENCE
from troth.gateway.session import Pace
from troth.log import Log

__all__ = ["hasty", "own", "patient", "port", "s3", "waiting"]


@pytest.fixture(scope="package")
def port(log: Log) -> Iterator[int]:
    """The real server, with the limits it has in life. Gone with this folder: its readers and its
    sender of mail would do the work that other folders do by hand."""
    with serving(log) as port:
        yield port


@pytest.fixture(scope="package", params=["picows", "sansio"])
def hasty(log: Log, request: pytest.FixtureRequest) -> Iterator[int]:
    """Both doors, with little patience once somebody said who they are."""
    pace = Pace(idle=0.3, answer=1.0, body=0.3, upload=0.3)
    with serving(log, pace, door=request.param) as port:
        yield port


@pytest.fixture(scope="package", params=["picows", "sansio"])
def patient(log: Log, request: pytest.FixtureRequest) -> Iterator[int]:
    """Both doors, patient with whoever is slow."""
    with serving(log, Pace(hello=PATIENCE, idle=PATIENCE, answer=PATIENCE), door=request.param) as port:
        yield port


@pytest.fixture(params=["picows", "sansio"])
def waiting(log: Log, request: pytest.FixtureRequest) -> Iterator[int]:
    """Both doors, with little patience for who says nothing: alone, since whichever patience ends first ends all."""
    with serving(log, Pace(hello=0.3), door=request.param) as port:
        yield port
