"""The lab's front: it speaks TLS, and whoever stands behind hears from it alone how people came."""

import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest

from troth.verify.api import Api, Gone
from troth.verify.lab.front import Front, front


@contextmanager
def behind(before: Front) -> Iterator[list[dict[str, str]]]:
    """A server that answers with what it was sent; the heads it was given."""
    heads: list[dict[str, str]] = []

    class Echo(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            heads.append({name.lower(): value for name, value in self.headers.items()})
            body = self.rfile.read(int(self.headers["Content-Length"]))
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Echo) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        before.port = server.server_port
        yield heads
        server.shutdown()


def test_what_is_said_comes_through_and_who_came_how_is_its_own_word() -> None:
    with front() as before, behind(before) as heads, Api(before.url, trust=before.trust) as api:
        lies = {"X-Forwarded-Proto": "http", "X-Forwarded-For": "198.51.100.7", "Forwarded": "for=198.51.100.7"}
        large = b"x" * 1_000_000
        for body in (b"short", large):
            assert api.at("POST", "/anything", body, headers=lies).data == body
    for head in heads:
        assert (head["x-forwarded-proto"], head["x-forwarded-for"]) == ("https", "127.0.0.1")
        assert "forwarded" not in head


def test_nobody_believes_it_who_was_not_told_to() -> None:
    with front() as before, behind(before) as heads:
        with Api(before.url) as api, pytest.raises(Gone):
            api.at("POST", "/anything", b"")
        with Api(before.url, trust=ssl.create_default_context()) as api, pytest.raises(Gone):
            api.at("POST", "/anything", b"")
        assert heads == []


def test_the_server_behind_is_told_where_people_are() -> None:
    with front() as before:
        settings = {"PORT": "0"}
        before.lead(settings)
        assert settings == {"PORT": "0", "TROTH_BASE_URL": before.url, "TROTH_TRUSTED_PROXIES": "127.0.0.1"}
