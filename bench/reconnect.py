"""How long until everybody is back after a restart: all visitors come at once, and each has missed a message.

The server was started anew, so that nothing of theirs is in its memory. One is back when it said hello, was welcomed,
follows its conversation again and has the message it missed.
"""

import asyncio
import time

from .crowd import Crowd
from .figure import Figure, share
from .machine import Steal
from .served import LIMITS, served
from .socket_load import Socket, connect

AT_ONCE = 1_000  # on their way; more would only wait in the kernel's queue of connections


async def measure(database_url: str | None, quick: bool, only: set[str]) -> list[Figure]:
    count = 300 if quick else 10_000
    with served(database_url) as server:
        server.start()
        crowd = Crowd(server)
        await crowd.come(count)
        server.stop()
        server.start()
        took: list[float] = []
        sockets: list[Socket] = []
        places = iter(range(count))

        async def come_back() -> None:
            for place in places:
                began = time.perf_counter()
                socket = await connect(server.port, crowd.prefix, crowd.passes[place])
                sockets.append(socket)
                await socket.catch_up(crowd.streams[place], crowd.seqs[place] - 1)
                took.append(time.perf_counter() - began)

        steal, cpu, began = Steal(), server.cpu(), time.perf_counter()
        async with asyncio.TaskGroup() as group:
            for _ in range(min(AT_ONCE, count)):
                group.create_task(come_back())
        whole = time.perf_counter() - began
        context = {
            "database": server.database,
            "clients": count,
            "each_p50_ms": share(took, 0.5),
            "each_p99_ms": share(took, 0.99),
            "server_core_used": round((server.cpu() - cpu) / whole, 2),
            "errors": sum(len(socket.errors) for socket in sockets),
            "changed_limits": LIMITS,
            "steal_cores": steal.cores(whole),
        }
        for socket in sockets:
            socket.close()
    return [Figure("reconnect_10000_s", round(whole, 2), "s", context)]
