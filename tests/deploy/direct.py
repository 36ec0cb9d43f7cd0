"""Past nginx: what one process answers, and what it wrote down."""

import asyncio
import http.client
import json
from collections.abc import Callable

from tests import until as waiting
from tests.deploy.deployment import Deployment
from tests.process import Troth
from tests.project.scrape import samples
from tests.until import PATIENCE, Told


def direct(
    server: Troth, path: str, headers: dict[str, str] | None = None, of: str = "127.0.0.1"
) -> tuple[int, http.client.HTTPMessage, bytes]:
    """(status, headers, body) of a GET from an address of this machine."""
    line = http.client.HTTPConnection("127.0.0.1", server.port, timeout=PATIENCE, source_address=(of, 0))
    try:
        line.request("GET", path, headers=headers or {})
        answer = line.getresponse()
        return answer.status, answer.headers, answer.read()
    finally:
        line.close()


def healthy(server: Troth) -> bool:
    return direct(server, "/health")[0] == 200


def metrics(running: Deployment, server: Troth) -> tuple[int, int]:
    """The status of its metrics for somebody on this machine, and for who has the token."""
    token = {"Authorization": f"Bearer {running.metrics}"}
    return direct(server, "/metrics")[0], direct(server, "/metrics", token)[0]


def sockets(running: Deployment, gateway: Troth) -> tuple[int, int]:
    """How many sockets of agents and of visitors it has."""
    _, _, body = direct(gateway, "/metrics", {"Authorization": f"Bearer {running.metrics}"})
    told = samples(body.decode())
    agents, visitors = (told["troth_sockets", (("kind", kind),)] for kind in ("agent", "visitor"))
    return int(agents), int(visitors)


def plain(running: Deployment) -> tuple[int, str]:
    """What the port without TLS says."""
    line = http.client.HTTPConnection("127.0.0.1", running.nginx.plain, timeout=PATIENCE)
    try:
        line.request("GET", "/chat/x")
        answer = line.getresponse()
        return answer.status, str(answer.headers["location"])
    finally:
        line.close()


async def network_of(request: str, *servers: Troth) -> str:
    """Where a request came from, as the process that answered it wrote it down."""
    found: list[str] = []

    def written() -> bool:
        for server in servers:
            lines = (json.loads(line) for line in server.said.read_text().splitlines() if request in line)
            found.extend(line["network"] for line in lines if "network" in line)
        return bool(found)

    await until(written)
    return found[0]


async def until(so: Callable[[], bool], told: Told | None = None) -> None:
    """Wait for it beside all that goes on here."""
    await asyncio.to_thread(waiting.until, so, told, every=0.05)
