"""All journeys share one Chromium and one server; one that kills or restarts the server asks for its own."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from playwright.async_api import Browser, expect

from tests.journeys.chromium import chromium, found
from tests.process import Troth, troth
from tests.until import PATIENCE
from troth.client import Agent

expect.set_options(timeout=PATIENCE * 1000)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A browser lives on one loop, so all journeys share it; before the mark that auto mode gave."""
    for item in items:
        if "journeys" in item.path.parts:
            item.add_marker(pytest.mark.asyncio(loop_scope="session"), append=False)


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser() -> AsyncIterator[Browser]:
    if found() is None:
        pytest.skip("no Chromium: apt-get install chromium")
    async with chromium() as running:
        yield running


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def server() -> AsyncIterator[Troth]:
    async with troth() as running:
        yield running


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def ada(server: Troth) -> AsyncIterator[Agent]:
    """Ada by the SDK, beside whatever browsers do."""
    async with await Agent.sign_in(server.url, *server.person("ada"), patience=PATIENCE) as agent:
        yield agent


@pytest_asyncio.fixture(loop_scope="session")
async def staffed(ada: Agent) -> AsyncIterator[None]:
    """Somebody takes conversations, so the widget shows its form and not the one for when nobody is there."""
    await ada.set_available(True)
    yield
    await ada.set_available(False)


@pytest_asyncio.fixture(loop_scope="session")
async def own_server() -> AsyncIterator[Troth]:
    """For a journey that kills it."""
    async with troth() as running:
        yield running
