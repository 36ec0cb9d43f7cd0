"""An installation of many processes, as the shipped roles are started by an operator: gateways, one web, one worker.

There is no proxy: the load dials the gateways itself, and asks the web for the rest.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.request import urlopen

from .figure import Figure
from .machine import LOAD_CORE, SERVER_CORE, core_of
from .served import Served, installed

LEADS = "troth_sequencer_leads 1.0"


class Fleet:
    """`Serving`, as one server is. All processes of it run or none, until one is stopped."""

    def __init__(self, gateways: list[Served], web: Served, worker: Served) -> None:
        self.gateways, self.web, self.worker = gateways, web, worker
        self.database = web.database

    @property
    def url(self) -> str:
        return self.web.url

    @property
    def ports(self) -> list[int]:
        return [one.port for one in self.gateways if one.running]

    @property
    def demo(self) -> dict[str, Any]:
        return self.web.demo

    @property
    def processes(self) -> list[Served]:
        return [*self.gateways, self.web, self.worker]

    def start(self) -> None:
        """One after the other, so that the first gateway gives the positions."""
        for one in self.processes:
            if not one.running:
                one.start()

    def stop(self) -> None:
        for one in self.processes:
            one.stop()

    def leader(self) -> Served | None:
        """Who gives the positions."""
        for one in self.processes:
            if one.running:
                with urlopen(f"{one.url}/metrics", timeout=30) as answer:
                    if LEADS in answer.read().decode().splitlines():
                        return one
        return None

    def lag(self) -> dict[str, int]:
        return self.worker.lag()

    def cpu(self) -> float:
        """Of those that run."""
        return sum(one.cpu() for one in self.processes if one.running)

    def pinned(self) -> dict[str, int]:
        """Process -> core."""
        gateways = {f"gateway {number}": one.core for number, one in enumerate(self.gateways, 1)}
        return {**gateways, "web": SERVER_CORE, "worker": SERVER_CORE, "database": SERVER_CORE, "load": LOAD_CORE}


@contextmanager
def fleet(database_url: str, gateways: int) -> Iterator[Fleet]:
    """Not started yet; everything of it is gone at the end."""
    with installed(database_url) as (folder, env, what):
        own = env | {"TROTH_BASE_URL": "http://localhost:8000"}  # what links begin with; nobody follows one

        def make(role: str, core: int = SERVER_CORE) -> Served:
            return Served(folder, own, what, role, core)

        made = Fleet([make("gateway", core_of(number)) for number in range(gateways)], make("web"), make("worker"))
        try:
            yield made
        finally:
            made.stop()


def skipped(figures: set[str]) -> list[Figure]:
    """Say why these are not measured: on SQLite there is one process."""
    names = ", ".join(sorted(figures))
    print(f"bench: {names}: skipped, many processes need PostgreSQL (DATABASE_URL)", file=sys.stderr)
    return []
