from collections.abc import Iterator

import pytest

from tests.own_s3 import own, s3
from troth.datamap.doors import acting_for
from troth.datamap.purposes import ANSWER

__all__ = ["own", "s3"]


@pytest.fixture(autouse=True)
def _purpose() -> Iterator[None]:
    """Every way out is gone for a purpose."""
    with acting_for(ANSWER):
        yield
