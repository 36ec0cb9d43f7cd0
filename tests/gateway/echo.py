"""The real server with its real doors, but what they hear is said back instead of understood."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from tests.gateway.http import ask
from tests.serving import serving
from troth.gateway.hub import Hub
from troth.gateway.session import Pace, Session
from troth.log import Log
from troth.project import parts


class Echo(Hub):
    def heard(self, session: Session, text: str) -> None:
        session.door.send(text.encode())


@contextmanager
def echoing(log: Log, door: str) -> Iterator[int]:
    """Patient, on a free port. Other servers that are started meanwhile understand."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(parts, "Hub", Echo)
        with serving(log, Pace(hello=600, idle=600), door=door) as port:
            ask(port, "GET", "/health", {})  # it stands
            patch.undo()
            yield port
