"""`troth serve`: the whole product in one process on one port, or one of its parts (`--role`)."""

import asyncio
import contextlib
import errno
import gc
import logging
import resource
import socket
import sys
from collections.abc import AsyncIterator, Iterator
from typing import TYPE_CHECKING

import msgspec
import uvicorn
import uvloop

from troth import __version__
from troth.gateway.session import Pace
from troth.kernel.config import Config, ConfigError

from . import logs, prepare, supervisor

if TYPE_CHECKING:
    from troth.log import Log

    from .asgi import App
    from .parts import Gateway
    from .stopping import Stopping

_log = logging.getLogger("troth")
SETTLING = 10.0  # s after the start in which readers that catch up are no news
BACKLOG = 2048  # connections that wait to be taken
GOODBYE = 5  # s for sockets and requests to end when the server stops


def run(config: Config, pace: Pace | None = None) -> int:
    """Serve until told to stop. Returns the exit code. Raises ConfigError."""
    logs.set_up(config)
    open_many_files()
    listening, config = listen(config)
    prepare.reach(config)
    prepare.django_ready(config)
    from troth.kernel.errors import NewerTables
    from troth.log.store_sqlite import InUse
    from troth.upkeep.refused import Refused
    from troth.vault import WrongSecret

    try:
        prepare.check_upgraded(config)
        with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
            runner.run(_serve(config, listening, pace))
    except (InUse, WrongSecret, NewerTables, Refused, prepare.CannotStart) as error:
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
    """Take the port before anything else happens; port 0 becomes the one that was free. Raises ConfigError.

    On PostgreSQL it stays closed until this process can answer, since another one may do so meanwhile: who divides the
    requests must not wait here. On SQLite there is nobody else, and to wait is better than to be refused."""
    family = socket.AF_INET6 if ":" in config.host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((config.host, config.port))
    except OSError as error:
        listening.close()
        name = "HOST" if isinstance(error, socket.gaierror) or error.errno == errno.EADDRNOTAVAIL else "PORT"
        raise ConfigError(f"{name}: can't listen on {config.host} port {config.port} ({error.strerror}).") from None
    if config.database.kind == "sqlite" or config.port == 0:
        listening.listen(BACKLOG)
    listening.setblocking(False)
    if config.port == 0:
        port = listening.getsockname()[1]
        config = msgspec.structs.replace(config, port=port, base_url=config.base_url.replace(":0", f":{port}", 1))
    return listening, config


def _open(listening: socket.socket, config: Config) -> None:
    """From now on the port is answered. Raises CannotStart where two took the same one while it was closed."""
    try:
        listening.listen(BACKLOG)
    except OSError as error:
        raise prepare.CannotStart(f"PORT: can't listen on port {config.port} ({error.strerror}).") from None


async def _serve(config: Config, listening: socket.socket, pace: Pace | None) -> None:
    from troth import log
    from troth.conversations import rights
    from troth.project.transactions import DjangoTransactions
    from troth.upkeep import tombstones

    asyncio.get_running_loop().set_exception_handler(logs.of_loop)
    with prepare.in_one_sentence():
        opened = log.open_log(config, rights, DjangoTransactions(), asyncio.get_running_loop())
    try:
        with prepare.in_one_sentence(), contextlib.ExitStack() as settling:
            settling.enter_context(logs.quiet("troth.log.gate"))  # it all takes its time, and nobody waits yet
            log.recognise()
            await asyncio.to_thread(tombstones.keep_outside, config, opened.keyring)
            people = await asyncio.to_thread(_tables, config)
            settled = settling.pop_all()
        asyncio.get_running_loop().call_later(SETTLING, settled.close)
        async with doors(config, opened, listening, pace) as serving:
            _say_where(config, people)
            supervisor.tell(config, "READY=1")
            gc.collect()
            gc.freeze()  # what the start made stays; the collector need not look at it again
            # Ten thousand sockets live long: they are looked at less often than is usual. But not as good as never,
            # or what got old in a ring stays: all are looked at when at most half a million objects came and did not go
            gc.set_threshold(20_000, 5, 5)
            await serving
            _log.info("The port is closed; what is in hand is finished")
    finally:
        await asyncio.to_thread(opened.close)


def _tables(config: Config) -> list[dict[str, str]]:
    """Make or update the tables, and the demo where it is wanted: its people. Whoever starts at the same time waits."""
    with prepare.alone(config):
        prepare.migrate(config)
        prepare.seal_clear()
        prepare.admit(config)
        prepare.settle_erasures()
        if not (config.demo and config.has("web")):
            return []
        from troth.project.demo import seed

        people: list[dict[str, str]] = seed(config)["people"]
        return people


@contextlib.asynccontextmanager
async def doors(
    config: Config, log: "Log", listening: socket.socket, pace: Pace | None = None
) -> "AsyncIterator[asyncio.Task[None]]":
    """The parts that this process's role has, on an open log, and the port in front of them. Yields the task that ends
    when the server was told to stop; leaving stops it. Runs on the log's loop."""
    from troth.project import parts
    from troth.project.asgi import application
    from troth.project.health import Pulse
    from troth.project.metrics import Metrics
    from troth.project.requests import Requests
    from troth.project.stopping import Stopping
    from troth.project.whole import Whole

    pace = pace or Pace()
    async with contextlib.AsyncExitStack() as ending:
        enter = ending.enter_async_context
        gateway = web = murmur = None
        if config.has("worker"):
            await enter(parts.worker(config, log))
        if config.role != "worker":
            murmur = await enter(parts.murmuring(config))
            gateway = await enter(parts.gateway(config, log, pace, murmur)) if config.has("gateway") else None
            web = await enter(parts.web(config, log, pace, murmur)) if config.has("web") else None
        pulse, whole = Pulse(log, config, murmur), Whole(config.has("worker"))
        for each in (pulse, whole):
            ending.push_async_callback(asyncio.to_thread, each.stop)
        requests, stopping = Requests(config), Stopping(config)
        metrics = Metrics(config, log, requests, gateway, web, whole)
        watching = asyncio.get_running_loop().create_task(metrics.watch_loop())
        ending.callback(watching.cancel)
        app = application(config, log, pulse, gateway, web, stopping, metrics, requests)
        server = _server(config, app, gateway, pace, stopping)
        _open(listening, config)
        serving = asyncio.get_running_loop().create_task(server.serve(sockets=[listening]))
        try:
            await server.is_up_or_ended(serving)
            yield serving
        finally:
            server.should_exit = True
            await serving


def _server(config: Config, app: "App", gateway: "Gateway | None", pace: Pace, stopping: "Stopping") -> "Server":
    """gateway: who has the sockets; None where they are another process's."""
    from troth.gateway.door import picows_door
    from troth.gateway.http import http_door
    from troth.gateway.sansio import Sansio
    from troth.gateway.stay import always

    hub = gateway and gateway.hub
    return Server(
        uvicorn.Config(
            app,
            loop="none",
            http=http_door(config),
            ws="none" if hub is None else picows_door(hub) if config.door == "picows" else Sansio,
            ws_max_size=16 * 1024,
            ws_ping_interval=pace.idle,
            ws_ping_timeout=pace.answer,
            ws_per_message_deflate=False,
            lifespan="off",
            interface="asgi3",
            log_config=None,
            access_log=False,
            headers=list(always(config).items()),
            proxy_headers=False,
            server_header=False,
            timeout_keep_alive=20,
            timeout_graceful_shutdown=GOODBYE,
        ),
        stopping,
        gateway,
    )


class Server(uvicorn.Server):
    """uvicorn, which would end the process by the signal before we have closed the log, and wait for event streams."""

    def __init__(self, config: uvicorn.Config, stopping: "Stopping", gateway: "Gateway | None") -> None:
        super().__init__(config)
        self._stopping, self._gateway = stopping, gateway
        self._up = asyncio.Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self._up.set()

    async def is_up_or_ended(self, serving: "asyncio.Task[None]") -> None:
        """Wait until requests are answered and signals heard, or `serving` failed before."""
        up = asyncio.ensure_future(self._up.wait())
        await asyncio.wait({serving, up}, return_when=asyncio.FIRST_COMPLETED)
        up.cancel()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        from troth.gateway import fallback

        if self._gateway is not None:
            fallback.leave(self._gateway.hub)
        await super().shutdown(sockets)

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        with self._stopping.signals(self._close):
            yield

    def _close(self) -> None:
        self.should_exit = True


def _say_where(config: Config, people: list[dict[str, str]]) -> None:
    """people: of the demo, whose passwords are no secret."""
    kind = "SQLite" if config.database.kind == "sqlite" else "PostgreSQL"
    if config.role == "all":
        print(f"Troth {__version__} on {kind}: {config.base_url}", flush=True)
    else:
        host = f"[{config.host}]" if ":" in config.host else config.host
        print(f"Troth {__version__} on {kind}, role {config.role}: http://{host}:{config.port}", flush=True)
    if config.has("web"):
        print(f"  console    {config.base_url}/console/", flush=True)
    if people:
        shop = f"http://127.0.0.1:{config.port}" if config.role == "all" else config.base_url
        print(f"  demo site  {shop}/demo  and  /demo/2", flush=True)
        if config.smtp is None:
            print(f"  mail       {config.base_url}/mail", flush=True)
        print("  sign in as one of the demo's people:", flush=True)
        for one in people:
            print(f"    {one['email']}  {one['password']}  {one['name']}, {one['role']}", flush=True)
    if config.port_file:
        fresh = config.port_file.with_suffix(".new")
        fresh.write_text(f"{config.port}\n")
        fresh.rename(config.port_file)
