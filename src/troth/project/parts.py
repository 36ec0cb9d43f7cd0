"""The three parts of a server, each with all it needs and no more. A process of the role `all` has them all.

Each is entered on the log's loop and gives back what the port serves of it; leaving it ends its threads and tasks.
"""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from typing import NamedTuple
from uuid import UUID

from troth.accounts import availability, code_mail, signed_out
from troth.filestore import open_store
from troth.gateway.elsewhere import Elsewhere
from troth.gateway.exports import Exports
from troth.gateway.files import Files
from troth.gateway.hub import Hub
from troth.gateway.lines import Lines
from troth.gateway.presence import tell_leased
from troth.gateway.session import Pace
from troth.gateway.shim import Shim
from troth.kernel.config import Config
from troth.log import Log
from troth.murmur import Departed, Murmur, SignedOut
from troth.murmur.postgres import PostgresMurmur
from troth.privacy.access.maker import Maker
from troth.proofs.notary import Notary
from troth.visitors import board, departed
from troth.worker import Worker

from . import desk as desks
from .errands import Errands, RowThreads
from .hourly import check, hourly
from .wsgi import application as django

DESK_THREADS = 4
UNHURRIED = 0.05  # seconds; a reader comes no more often either


class Gateway(NamedTuple):
    """Sockets, lines where those are blocked, files up and down, and what people ordered of themselves."""

    hub: Hub
    lines: Lines
    files: Files
    exports: Exports


@contextlib.asynccontextmanager
async def murmuring(config: Config) -> AsyncIterator[Murmur]:
    """The line to the other processes, of a gateway or a web. Who signs out here is out there too, and the other way
    round."""
    loop = asyncio.get_running_loop()
    if config.database.kind == "postgres":
        murmur: Murmur = PostgresMurmur(config.database.url, config.secret("murmur"))
    else:
        murmur = Murmur()

    def out(person: UUID, at: int) -> None:
        loop.call_soon_threadsafe(murmur.say, SignedOut(person, at))

    def left(workspace: UUID, visitor: UUID) -> None:
        loop.call_soon_threadsafe(murmur.say, Departed(workspace, visitor))

    murmur.listen(SignedOut, lambda _, word: signed_out.heard(word.person, word.at))
    signed_out.listen(out)
    departed.listen(left)
    try:
        yield murmur
    finally:
        signed_out.unlisten(out)
        departed.unlisten(left)
        await murmur.stop()


@contextlib.asynccontextmanager
async def gateway(config: Config, log: Log, pace: Pace, murmur: Murmur) -> AsyncIterator[Gateway]:
    async with contextlib.AsyncExitStack() as ending:
        errands = Errands(DESK_THREADS)
        ending.push_async_callback(asyncio.to_thread, errands.stop)
        hub = Hub(config, log, desks.desk, errands.run, pace, murmur)
        ending.push_async_callback(hub.stop)
        if not config.has("worker"):
            log.hear_only(hub.follows)
        board.source = hub.presence.on_sites
        loop = asyncio.get_running_loop()

        def out(person: UUID, _at: int) -> None:
            loop.call_soon_threadsafe(hub.greeting.signed_out, person)

        def leased(person: UUID, workspaces: list[UUID]) -> None:
            loop.call_soon_threadsafe(hub.presence.leased, person, workspaces)

        def left(workspace: UUID, visitor: UUID) -> None:
            loop.call_soon_threadsafe(hub.greeting.departed, workspace, visitor)

        departed.listen(left)
        ending.callback(departed.unlisten, left)
        signed_out.listen(out)
        ending.callback(signed_out.unlisten, out)
        availability.listen(leased)
        ending.callback(availability.unlisten, leased)
        files = Files(config, desks.desk, errands.run, open_store(config.files), pace)
        ending.callback(files.stop)
        exports = Exports(config, desks.desk, errands.run, files.storing, pace)
        yield Gateway(hub, Lines(hub, config), files, exports)


@contextlib.asynccontextmanager
async def web(config: Config, log: Log, pace: Pace, murmur: Murmur) -> AsyncIterator[Shim]:
    """Django: the API, the console, the widget, the pages; and the mails of the sign-in pages."""
    async with contextlib.AsyncExitStack() as ending:
        if not config.has("gateway"):
            log.hear_later(UNHURRIED)
            if not config.has("worker"):
                log.hear_only(lambda _workspace, _stream: False)
            board.source = Elsewhere(murmur).on_sites
            loop = asyncio.get_running_loop()

            def leased(person: UUID, workspaces: list[UUID]) -> None:
                loop.call_soon_threadsafe(tell_leased, murmur, person, workspaces)

            availability.listen(leased)
            ending.callback(availability.unlisten, leased)
        ending.push_async_callback(asyncio.to_thread, code_mail.settle)
        threads = RowThreads(config.threads, "troth-web")
        ending.push_async_callback(asyncio.to_thread, threads.shutdown)
        yield Shim(django, config, threads, pace)


@contextlib.asynccontextmanager
async def worker(config: Config, log: Log) -> AsyncIterator[None]:
    """The readers of the log, the sender of mail, the maker of what people ordered, the notary of the logs, and what is
    cleared by the hour."""
    check()
    if not config.has("gateway"):
        log.hear_later(UNHURRIED)
    async with contextlib.AsyncExitStack() as ending:
        readers = Worker(log, desks.readers(), config.name)
        await asyncio.to_thread(readers.start)
        ending.push_async_callback(asyncio.to_thread, readers.close)
        sender = desks.sender(config)
        sender.start()
        ending.push_async_callback(asyncio.to_thread, sender.stop)
        maker = Maker()
        maker.start()
        ending.push_async_callback(asyncio.to_thread, maker.stop)
        notary = Notary()
        notary.start()
        ending.push_async_callback(asyncio.to_thread, notary.stop)
        errands = Errands(1)
        ending.push_async_callback(asyncio.to_thread, errands.stop)
        clearing = asyncio.get_running_loop().create_task(hourly(errands.run, open_store(config.files)))
        ending.callback(clearing.cancel)
        yield
