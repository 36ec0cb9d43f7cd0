"""Let the readers of the log catch up, as the worker does: each batch in one transaction, in the order of positions."""

from troth.log import Log
from troth.project import desk
from troth.project.transactions import DjangoTransactions

_position: dict[str, int] = {}


def catch_up(log: Log) -> None:
    """Every reader has handled everything that was written before the call."""
    for name, handle in desk.readers():
        while events := log.follow(name, _position.get(name, 0), 200):
            with DjangoTransactions().atomic():
                handle(events)
            _position[name] = events[-1].position
