"""A mail server on another machine, as far as names go: they all lead back here."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from tests.post.mail_server import Trouble, mail_server
from tests.until import PATIENCE
from troth.kernel.config import Smtp
from troth.post.sender import Sender
from troth.post.smtp import SmtpTransport

HOST = "mail.away.test"


@contextmanager
def server_away(monkeypatch: pytest.MonkeyPatch, host: str = HOST) -> Iterator[tuple[Sender, Trouble, list[str]]]:
    """(a sender that uses it, what came, names that were looked up)"""
    asked: list[str] = []
    known = socket.getaddrinfo

    def here(name: Any, *rest: Any, **more: Any) -> Any:
        asked.append(str(name))
        return known("127.0.0.1" if str(name).endswith(".test") else name, *rest, **more)

    with mail_server() as (port, trouble):
        monkeypatch.setattr(socket, "getaddrinfo", here)
        transport = SmtpTransport(Smtp(host=host, port=port), timeout=PATIENCE, last_timeout=PATIENCE)
        yield Sender(transport, "Troth <troth@example.test>"), trouble, asked
