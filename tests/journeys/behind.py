"""A server that people reach through a proxy, as they do in offices and hotels."""

import tempfile
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path

from tests.process import Troth
from tests.proxy import Proxy


class Behind(Troth):
    """All addresses are the proxy's."""

    def __init__(self, var: Path, proxy: Proxy, settings: Mapping[str, str]) -> None:
        super().__init__(var, {"TROTH_BASE_URL": proxy.url, **settings})
        self.proxy = proxy
        proxy.ports = [self.port]

    @property
    def url(self) -> str:
        return self.proxy.url

    @property
    def shop(self) -> str:
        return self.proxy.url


@asynccontextmanager
async def behind(**settings: str) -> AsyncIterator[Behind]:
    """A running server behind a proxy that is not in the way yet."""
    with tempfile.TemporaryDirectory(prefix="troth-var-", ignore_cleanup_errors=True) as folder:
        async with Proxy.before() as proxy:
            server = Behind(Path(folder), proxy, settings)
            try:
                await server.start()
                yield server
            finally:
                await server.stop()
