"""The data map, which lies above this room: the project hands it in at the start."""

from collections.abc import Callable

from troth.datamap import DataMap

type Give = Callable[[], DataMap]

_give: Give | None = None


def read_from(give: Give) -> None:
    """give: makes the map, or has it."""
    global _give
    _give = give


def the_map() -> DataMap:
    if _give is None:
        raise RuntimeError("nobody handed in the data map")
    return _give()
