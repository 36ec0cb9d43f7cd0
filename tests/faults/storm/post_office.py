"""The mail server of the storm: it notes whatever came whole, answered or not, and fails where it is told to."""

import asyncio
from collections import Counter
from email.parser import BytesHeaderParser
from typing import Any
from uuid import UUID

from aiosmtpd.smtp import Envelope

from tests.post.mail_server import Server, Trouble


class PostOffice(Trouble):
    """`taken`: how often each mail (by the id of its row) was answered with 250. `whole`: how often it came whole."""

    def __init__(self) -> None:
        super().__init__()
        self.taken: Counter[UUID] = Counter()
        self.whole: Counter[UUID] = Counter()
        self.port = 0
        self._talks: list[Server] = []
        self._server: asyncio.Server | None = None

    async def start(self) -> None:
        self._server = await asyncio.get_running_loop().create_server(self._talk, "127.0.0.1", 0)
        self.port = self._server.sockets[0].getsockname()[1]

    def _talk(self) -> Server:
        self._talks = [talk for talk in self._talks if not _gone(talk)]
        self._talks.append(Server(self, enable_SMTPUTF8=True))
        return self._talks[-1]

    def well(self) -> None:
        """No trouble any more; whoever hangs is cut."""
        hung, self.stage = self.stage, ""
        if hung:
            for talk in self._talks:
                if not _gone(talk):
                    talk.transport.abort()

    async def stop(self) -> None:
        self.stage = "over"
        self.well()
        if self._server is not None:
            self._server.close()
        await asyncio.sleep(0)

    async def handle_DATA(self, server: Any, session: Any, envelope: Envelope) -> str:
        number = _row(envelope)
        self.whole[number] += 1
        answer = await super().handle_DATA(server, session, envelope)
        self.mails.clear()  # their words are of no use here
        if answer.startswith("250"):
            self.taken[number] += 1
        return answer


def _gone(talk: Server) -> bool:
    """A talk that has just come has no transport yet, whatever its type says."""
    transport: asyncio.Transport | None = getattr(talk, "transport", None)
    return transport is None or transport.is_closing()


def _row(envelope: Envelope) -> UUID:
    """The id of the mail's row, which is the first half of its Message-ID."""
    content = envelope.content if isinstance(envelope.content, bytes) else b""
    bears = BytesHeaderParser().parsebytes(content)["Message-ID"]
    return UUID(str(bears).strip().strip("<>").partition("@")[0])
