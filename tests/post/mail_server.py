"""A real SMTP server (aiosmtpd) that fails where it is told to."""

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from aiosmtpd.smtp import SMTP, Envelope, Session

STAGES = ("greeting", "ehlo", "mail", "rcpt", "data", "content", "end")


class Trouble:
    """At `stage`: "drop" the connection, "hang", or answer with a number. `mails` holds what was taken."""

    def __init__(self, stage: str = "", how: str = "") -> None:
        self.stage, self.how = stage, how
        self.mails: list[Envelope] = []
        self.seen = 0  # how often a mail came whole

    async def at(self, stage: str, server: "Server") -> str | None:
        if stage != self.stage:
            return None
        if self.how == "drop":
            server.transport.abort()
            await asyncio.Event().wait()
        if self.how == "hang":
            await asyncio.Event().wait()
        return f"{self.how} no"

    async def handle_EHLO(self, server: Any, session: Session, envelope: Envelope, name: str, answers: Any) -> Any:
        session.host_name = name
        said = await self.at("ehlo", server)
        return [said] if said else answers

    async def handle_MAIL(self, server: Any, session: Any, envelope: Envelope, address: str, options: Any) -> str:
        said = await self.at("mail", server)
        if said:
            return said
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(self, server: Any, session: Any, envelope: Envelope, address: str, options: Any) -> str:
        said = await self.at("rcpt", server)
        if said:
            return said
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Envelope) -> str:
        self.seen += 1
        said = await self.at("end", server)
        if said:
            return said
        self.mails.append(envelope)
        return "250 OK"


class Reached:
    """Of a way out that nobody decided against."""

    def refused(self) -> str:
        return ""


class Server(SMTP):
    transport: asyncio.Transport
    event_handler: Trouble

    async def push(self, status: Any) -> None:
        if str(status).startswith("220") and (said := await self.event_handler.at("greeting", self)):
            status = said
        await super().push(status)

    async def smtp_DATA(self, arg: str) -> None:
        said = await self.event_handler.at("data", self)
        if said:
            await self.push(said)
            return
        if self.event_handler.stage == "content":
            await self.push("354 go on")
            await self._reader.readline()
            await self.event_handler.at("content", self)
        await super().smtp_DATA(arg)


@contextmanager
def mail_server(stage: str = "", how: str = "") -> Iterator[tuple[int, Trouble]]:
    """(port, what goes wrong and what came)"""
    trouble, loop = Trouble(stage, how), asyncio.new_event_loop()
    talks: list[Server] = []
    thread = threading.Thread(target=loop.run_forever)
    thread.start()

    async def begin() -> asyncio.Server:
        return await loop.create_server(talk, "127.0.0.1", 0)

    def talk() -> Server:
        talks.append(Server(trouble, enable_SMTPUTF8=True))
        return talks[-1]

    async def end() -> None:
        server.close()
        hanging = asyncio.all_tasks() - {asyncio.current_task()}
        for task in hanging:
            task.cancel()
        for one in talks:
            if one.transport is not None:
                one.transport.abort()
        await asyncio.gather(*hanging, return_exceptions=True)

    server = asyncio.run_coroutine_threadsafe(begin(), loop).result()
    try:
        yield server.sockets[0].getsockname()[1], trouble
    finally:
        asyncio.run_coroutine_threadsafe(end(), loop).result()
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()
