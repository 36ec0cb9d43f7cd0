"""Who says nothing any more: a server whose connection ended without a word, a leader that froze. What waits for them
goes on without them."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest

from tests.log.rig import Rig, said
from tests.log.test_positions import Ear
from tests.postgres import fresh_database
from tests.until import PATIENCE

pytestmark = pytest.mark.postgres


class Deaf:
    """A way to a server on which everything travels but the end of the line: as when a firewall forgets a connection
    after the server's last word."""

    def __init__(self, host: str, port: int) -> None:
        self._to = host, port
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port = self._listening.getsockname()[1]
        self._open = [self._listening]
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        with suppress(OSError):
            while True:
                near, _ = self._listening.accept()
                far = socket.create_connection(self._to)
                self._open += [near, far]
                for source, to in ((near, far), (far, near)):
                    threading.Thread(target=self._pump, args=(source, to, source is near), daemon=True).start()

    def _pump(self, source: socket.socket, to: socket.socket, ends: bool) -> None:
        with suppress(OSError):
            while data := source.recv(65536):
                to.sendall(data)
            if ends:
                to.close()

    def close(self) -> None:
        for one in self._open:
            with suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
            one.close()


@contextmanager
def deaf(url: str) -> Iterator[str]:
    parts = urlsplit(url)
    way = Deaf(parts.hostname or "127.0.0.1", parts.port or 5432)
    user = f"{parts.username}:{parts.password}@" if parts.password else f"{parts.username}@"
    try:
        yield urlunsplit(parts._replace(netloc=f"{user}127.0.0.1:{way.port}"))
    finally:
        way.close()


def test_a_message_is_kept_though_the_server_said_goodbye_and_the_line_did_not_end(tmp_path: Path) -> None:
    with fresh_database() as url, deaf(url) as through:
        rig = Rig(tmp_path, through)
        head = rig.stream()
        rig.log.append_sync(said(head))
        with psycopg.connect(url, autocommit=True) as other:
            scribes = "application_name = 'troth log' AND query = 'COMMIT' AND datname = current_database()"
            told = other.execute(
                f"SELECT pg_terminate_backend(pid, {int(PATIENCE * 1000)}) FROM pg_stat_activity WHERE {scribes}"
            )
            assert told.fetchall() == [(True,)]
        assert rig.log.append_sync(said(head), timeout=PATIENCE).event.seq == 2
        rig.close()


@pytest.mark.slow
def test_a_leader_that_froze_is_replaced(tmp_path: Path) -> None:
    with fresh_database() as url:
        frozen, thaw = threading.Event(), threading.Event()
        first = Rig(tmp_path, url)
        head = first.stream()
        placed = Ear(first.log, "on_position", head.workspace, 1)
        first.log.append_sync(said(head))
        placed.all()  # it leads
        second = Rig(tmp_path, url)

        def freeze() -> None:
            frozen.set()
            thaw.wait()

        first.log.loop.call_soon_threadsafe(freeze)
        frozen.wait()
        heard = Ear(second.log, "on_position", head.workspace, 1)
        second.log.append_sync(said(head))
        try:
            assert [event.seq for event in heard.all()] == [2]
        finally:
            thaw.set()
        second.close()
        first.close()
