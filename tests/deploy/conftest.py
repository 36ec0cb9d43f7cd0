"""One deployment for all tests of this folder."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from tests.deploy.deployment import Deployment, deployment
from troth.client import calls


@pytest_asyncio.fixture(loop_scope="package", scope="package")
async def running(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Deployment]:
    """SDKs in this process trust its authority, as they would with SSL_CERT_FILE set from the beginning."""
    async with deployment(tmp_path_factory.mktemp("deployment")) as made:
        with pytest.MonkeyPatch.context() as here:
            here.setenv("SSL_CERT_FILE", str(made.authority.ca))
            calls.trust.cache_clear()
            yield made
        calls.trust.cache_clear()
