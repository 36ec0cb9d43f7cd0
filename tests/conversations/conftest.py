"""A company for tests of many cases: made once, and a new visitor for each case."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import msgspec
import pytest

from troth.kernel import config

if TYPE_CHECKING:
    from tests.cast import Cast
    from troth.log import Log


@pytest.fixture(scope="session", autouse=True)
def _following(log: "Log") -> None:
    """`catch_up` must have heard of everything."""
    from tests.conversations.reading import follow

    follow(log)


@pytest.fixture(scope="package")
def _company(log: "Log") -> "Cast":
    from tests.cast import gather

    return gather()


@pytest.fixture
def company(_company: "Cast") -> "Cast":
    """The same people for all, but a visitor of one's own."""
    from tests.cast import guest

    return replace(_company, vi=guest(_company.bikes_site))


@pytest.fixture
def limited() -> "Iterator[Callable[..., None]]":
    """Other limits, until the test ends."""
    before = config.current()

    def limit(**changes: Any) -> None:
        config.use(msgspec.structs.replace(before, limits=msgspec.structs.replace(before.limits, **changes)))

    yield limit
    config.use(before)
