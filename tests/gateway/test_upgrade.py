"""The upgrade as browsers and proxies write it."""

import pytest

from tests.gateway.raw import Raw


@pytest.mark.parametrize(
    "connection", ["Upgrade", "upgrade", "keep-alive, Upgrade", "Upgrade,keep-alive", "x , UPGRADE"]
)
@pytest.mark.parametrize("upgrade", ["websocket", "WebSocket"])
def test_a_connection_may_be_more_than_an_upgrade(patient: int, connection: str, upgrade: str) -> None:
    """Firefox: `Connection: keep-alive, Upgrade`."""
    with Raw.open(patient, connection=connection, upgrade=upgrade) as socket:
        assert socket.status == 101
