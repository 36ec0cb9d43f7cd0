"""What the worker does by the hour, done now."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from troth.worker import Reader


def run(name: str) -> None:
    """One of `troth.project.hourly.JOBS`, by its name in the data map."""
    from troth.datamap.doors import Door, acting_for, through
    from troth.filestore import open_store
    from troth.kernel import config
    from troth.project.hourly import JOBS

    async def here(act: Callable[..., Any], *args: Any) -> Any:
        return await asyncio.to_thread(act, *args)

    job = next(one for one in JOBS if one.name == name)
    with acting_for(through(Door.JOB, job.purpose, f"the hourly job {name}")):
        asyncio.run(_whole(job.act(here, open_store(config.current().files))))


async def _whole(act: Awaitable[None]) -> None:
    await act


def settled() -> bool:
    """Whether every reader of the log has read all of it, and no mail waits to be sent."""
    from django.db import connection

    from troth.post.models import Mail
    from troth.project import desk

    with connection.cursor() as cursor:
        cursor.execute("SELECT name, position FROM log_bookmark")
        read = dict(cursor.fetchall())
    if any(_behind(reader, read.get(reader.name, 0)) for reader in desk.readers()):
        return False
    return not Mail.objects.filter(state__in=(Mail.State.WAITING, Mail.State.SENDING)).exists()


def _behind(reader: "Reader", position: int) -> bool:
    """Whether there is something after its bookmark that it cares for; what it does not care for moves no bookmark."""
    from troth import log

    position = reader.own.position() if reader.own is not None else position
    while events := log.current().follow(reader.name, position):
        if reader.cares_for(events):
            return True
        position = events[-1].position
    return False


def ways_out() -> list[tuple[str, int]]:
    """Every connection the server's process opened so far: host or address, port."""
    from troth.verify.lab.ways_out import seen

    return seen()
