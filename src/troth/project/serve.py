"""`troth serve`: the whole product in one process, on one port."""

import asyncio
import contextlib
import errno
import gc
import logging
import resource
import signal
import socket
import sys
import threading
from collections.abc import AsyncIterator, Iterator
from typing import TYPE_CHECKING
from uuid import UUID

import msgspec
import uvicorn
import uvloop

from troth import __version__
from troth.gateway.session import Pace
from troth.kernel.config import Config, ConfigError

from . import logs, prepare

if TYPE_CHECKING:
    from troth.log import Log

_log = logging.getLogger("troth")
DESK_THREADS = 4
SETTLING = 10.0  # s after the start in which readers that catch up are no news
GOODBYE = 5  # s for sockets and requests to end when the server stops


def run(config: Config, pace: Pace | None = None) -> int:
    """Serve until told to stop. Returns the exit code. Raises ConfigError."""
    logs.set_up()
    open_many_files()
    listening, config = listen(config)
    prepare.reach(config)
    prepare.django_ready(config)
    from troth.log.store_sqlite import InUse
    from troth.vault import WrongSecret

    try:
        with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
            runner.run(_serve(config, listening, pace))
    except (InUse, WrongSecret, prepare.CannotStart) as error:
        print(f"troth: {error}", file=sys.stderr)
        return 2 if type(error) is WrongSecret else 1
    except KeyboardInterrupt:
        return 130  # before it served; afterwards Ctrl-C is an orderly end
    finally:
        listening.close()
    return 0


def open_many_files() -> None:
    """Every connection is a file, and the 1,024 that a process gets without asking are soon gone."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    with contextlib.suppress(ValueError, OSError):  # a system may have another bound than the one it tells
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))


def listen(config: Config) -> tuple[socket.socket, Config]:
    """Take the port before anything else happens; port 0 becomes the one that was free. Raises ConfigError."""
    family = socket.AF_INET6 if ":" in config.host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((config.host, config.port))
    except OSError as error:
        listening.close()
        name = "HOST" if isinstance(error, socket.gaierror) or error.errno == errno.EADDRNOTAVAIL else "PORT"
        raise ConfigError(f"{name}: can't listen on {config.host} port {config.port} ({error.strerror}).") from None
    listening.listen(2048)
    listening.setblocking(False)
    if config.port == 0:
        port = listening.getsockname()[1]
        config = msgspec.structs.replace(config, port=port, base_url=config.base_url.replace(":0", f":{port}", 1))
    return listening, config


async def _serve(config: Config, listening: socket.socket, pace: Pace | None) -> None:
    from troth import log
    from troth.conversations import rights
    from troth.project.transactions import DjangoTransactions

    with prepare.in_one_sentence():
        opened = log.open_log(config, rights, DjangoTransactions(), asyncio.get_running_loop())
    try:
        people: list[dict[str, str]] = []
        with prepare.in_one_sentence(), contextlib.ExitStack() as settling:
            settling.enter_context(logs.quiet("troth.log.gate"))  # it all takes its time, and nobody waits yet
            log.recognise(config)
            await asyncio.to_thread(prepare.migrate, config)
            if config.demo:
                from troth.project.demo import seed

                people = (await asyncio.to_thread(seed, config))["people"]
            settled = settling.pop_all()
        asyncio.get_running_loop().call_later(SETTLING, settled.close)
        async with doors(config, opened, listening, pace) as serving:
            _say_where(config, people)
            gc.collect()
            gc.freeze()  # what the start made stays; the collector need not look at it again
            gc.set_threshold(20_000, 20, 50)  # ten thousand sockets are long-lived: look at them less often
            await serving
            _log.info("The server stops")
    finally:
        await asyncio.to_thread(opened.close)


@contextlib.asynccontextmanager
async def doors(
    config: Config, log: "Log", listening: socket.socket, pace: Pace | None = None
) -> "AsyncIterator[asyncio.Task[None]]":
    """Everything that stands on an open log: readers, sender, hub, HTTP. Yields the task that ends when the server
    was told to stop; leaving stops it. Runs on the log's loop."""
    from troth.accounts import code_mail, signed_out
    from troth.gateway.door import picows_door
    from troth.gateway.files import Files
    from troth.gateway.http import http_door
    from troth.gateway.hub import Hub
    from troth.gateway.shim import Shim
    from troth.project import desk as desks
    from troth.project.asgi import application
    from troth.project.daily import daily
    from troth.project.errands import Errands, RowThreads
    from troth.project.health import Pulse
    from troth.project.wsgi import application as django
    from troth.visitors import board
    from troth.worker import Worker

    async with contextlib.AsyncExitStack() as ending:
        errands = Errands(DESK_THREADS)
        ending.push_async_callback(asyncio.to_thread, errands.stop)
        worker = Worker(log, desks.readers())
        worker.start()
        ending.push_async_callback(asyncio.to_thread, worker.close)
        sender = desks.sender(config)
        sender.start()
        ending.push_async_callback(asyncio.to_thread, sender.stop)
        hub = Hub(config, log, desks.desk, errands.run, pace)
        ending.push_async_callback(hub.stop)
        board.source = hub.presence.on_sites
        loop = asyncio.get_running_loop()
        clearing = loop.create_task(daily(errands.run))
        ending.callback(clearing.cancel)

        def told(person: UUID) -> None:
            loop.call_soon_threadsafe(hub.greeting.signed_out, person)

        signed_out.listen(told)
        ending.callback(signed_out.unlisten, told)
        files = Files(config, desks.desk, errands.run, hub.pace)
        ending.callback(files.stop)
        ending.push_async_callback(asyncio.to_thread, code_mail.settle)
        web = RowThreads(config.threads, "troth-web")
        ending.push_async_callback(asyncio.to_thread, web.shutdown)
        shim = Shim(django, config, web, hub.pace)
        pulse = Pulse(log, config)
        ending.push_async_callback(asyncio.to_thread, pulse.stop)
        server = Server(
            uvicorn.Config(
                application(hub, files, shim, pulse),
                loop="none",
                http=http_door(config),
                ws=picows_door(hub) if config.door == "picows" else "websockets-sansio",
                ws_max_size=16 * 1024,
                ws_ping_interval=hub.pace.idle,
                ws_ping_timeout=hub.pace.answer,
                ws_per_message_deflate=False,
                lifespan="off",
                interface="asgi3",
                log_config=None,
                access_log=False,
                proxy_headers=False,
                server_header=False,
                timeout_keep_alive=20,
                timeout_graceful_shutdown=GOODBYE,
            )
        )
        serving = asyncio.get_running_loop().create_task(server.serve(sockets=[listening]))
        try:
            yield serving
        finally:
            server.should_exit = True
            await serving


class Server(uvicorn.Server):
    """uvicorn, which would end the process by the signal before we have closed the log."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        if threading.current_thread() is not threading.main_thread():
            yield
            return
        loop = asyncio.get_running_loop()
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(number, self.handle_exit, number, None)
        try:
            yield
        finally:
            for number in (signal.SIGINT, signal.SIGTERM):
                loop.remove_signal_handler(number)


def _say_where(config: Config, people: list[dict[str, str]]) -> None:
    """people: of the demo, whose passwords are no secret."""
    kind = "SQLite" if config.database.kind == "sqlite" else "PostgreSQL"
    print(f"Troth {__version__} on {kind}: {config.base_url}", flush=True)
    print(f"  console    {config.base_url}/console/", flush=True)
    if config.demo:
        print(f"  demo site  http://127.0.0.1:{config.port}/demo  and  /demo/2", flush=True)
        if config.smtp is None:
            print(f"  mail       {config.base_url}/mail", flush=True)
        print("  sign in as one of the demo's people:", flush=True)
        for one in people:
            print(f"    {one['email']}  {one['password']}  {one['name']}, {one['role']}", flush=True)
    if config.port_file:
        fresh = config.port_file.with_suffix(".new")
        fresh.write_text(f"{config.port}\n")
        fresh.rename(config.port_file)
