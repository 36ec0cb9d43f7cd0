"""Where scenarios are played: a lab of our own, or the operator's server."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any, Protocol

from .scenario import Need

# what is done in an empty place before it serves, by its settings, which it may change
type Fill = Callable[[dict[str, str]], object]


class Ground(Protocol):
    """url: of the server. has: what scenarios may need here. var: its folder, None where it is not ours to look at."""

    url: str
    has: frozenset[Need]
    raw: bool  # whether the bytes of its database are files of ours: else no check reaches level 3

    @property
    def var(self) -> Path | None: ...

    def inside(self, act: Callable[..., Any], /, **args: Any) -> Any:
        """A function of `troth.verify.inside`, called where the product's verbs can be: arguments and result are what
        JSON holds."""
        ...

    def alive(self) -> bool: ...

    def another(self, fill: Fill | None = None) -> "AbstractContextManager[Ground]":
        """A second server beside this one, in a place of its own. Raises Unplayable."""
        ...
