"""`troth reindex`: the search index made anew, with its progress on stderr."""

import msgspec

from troth.datamap.doors import acting_for
from troth.datamap.purposes import ANSWER
from troth.kernel.config import Config
from troth.log import current
from troth.search import reindex as search
from troth.search.index import NAME
from troth.search.opened import index, own_file
from troth.upkeep.progress import Progress
from troth.worker import Worker

from .desk import readers

AT_ONCE = 4_000  # events


def reindex(config: Config) -> str:
    """What to tell whoever asked."""
    progress = Progress("events", current().newest_position(), "events")
    with acting_for(ANSWER):
        own = own_file()
        done = _with_workers(progress) if own is None else search.reindex(own, lambda at, _: progress.at(at))
    progress.end()
    return f"The search index knows all {done} events of the log, in {index().size() / 2**20:.1f} MiB."


def _with_workers(progress: Progress) -> int:
    """Whoever has the reader's bookmark does the work: a worker that runs, else this process."""
    search.go_back()
    # an operator waits for it: no rests, and as much at once as a transaction may hold up others
    eager = [msgspec.structs.replace(one, polite=False, at_once=AT_ONCE) for one in readers() if one.name == NAME]
    worker = Worker(current(), eager)
    worker.start()
    try:
        return search.watch(index().position, lambda at, _: progress.at(at))
    finally:
        worker.close()
