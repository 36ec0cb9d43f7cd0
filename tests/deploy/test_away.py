"""nginx with nobody behind it: what clients and people are told meanwhile."""

import asyncio
import http.client
import json
import ssl
from pathlib import Path

import pytest

from tests.deploy.authority import Authority
from tests.deploy.nginx import Nginx, found
from tests.process import free_port
from tests.until import PATIENCE
from troth.client.problems import error_of_response, passing


@pytest.mark.skipif(found() is None, reason="no nginx: apt-get install nginx")
async def test_an_api_call_is_told_to_come_back_and_so_is_a_person(tmp_path: Path) -> None:
    authority = Authority(tmp_path, "localhost")
    nginx = Nginx(tmp_path / "nginx", authority)
    nginx.behind([free_port()], [free_port()])
    assert "syntax is ok" in nginx.check()
    await nginx.start()
    try:
        for path in ("/api/v1/me", "/ws", "/api/v1/files/ticket"):
            status, headers, body = await asyncio.to_thread(_get, nginx, authority, path)
            assert (status, headers["content-type"]) == (503, "application/problem+json")
            assert passing(error_of_response(status, body))
            assert (json.loads(body)["status"], headers["retry-after"]) == (503, "2")
            assert headers["strict-transport-security"] == "max-age=31536000"
        status, headers, body = await asyncio.to_thread(_get, nginx, authority, "/chat/x")
        assert (status, headers["content-type"], body[:8]) == (503, "text/plain", b"The chat")
    finally:
        await nginx.stop()


def _get(nginx: Nginx, authority: Authority, path: str) -> tuple[int, http.client.HTTPMessage, bytes]:
    trust = ssl.create_default_context(cafile=authority.ca)
    line = http.client.HTTPSConnection("localhost", nginx.port, timeout=PATIENCE, context=trust)
    try:
        line.request("GET", path)
        answer = line.getresponse()
        return answer.status, answer.headers, answer.read()
    finally:
        line.close()
