"""Scenarios: one file each in `scenarios/`, found by their names."""

import pkgutil
from collections.abc import Callable, Mapping
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Literal

import msgspec

from .names import CHECKS

if TYPE_CHECKING:
    from .world import World

# What a play takes besides HTTP and the wire. "browser" works against any server; the rest only a lab has.
type Need = Literal["browser", "store", "clock", "mail", "inside"]
LAB_ONLY: frozenset[Need] = frozenset(("store", "clock", "mail", "inside"))


class Scenario(msgspec.Struct, frozen=True):
    """needs: see Need. parameters: those of the profile that it reads; it is played once for each set of values."""

    name: str
    play: "Callable[[World], None]"
    needs: frozenset[Need]
    parameters: tuple[str, ...]

    @property
    def checks(self) -> tuple[str, ...]:
        return CHECKS[self.name]

    @property
    def sentence(self) -> str:
        return (self.play.__doc__ or "").strip().split("\n")[0]


_all: dict[str, Scenario] = {}


def scenario(
    name: str, *, needs: tuple[Need, ...] = (), parameters: tuple[str, ...] = ()
) -> "Callable[[Callable[[World], None]], Callable[[World], None]]":
    """Declare one. Its checks stand in names.py."""

    def declare(play: "Callable[[World], None]") -> "Callable[[World], None]":
        if name not in CHECKS:
            raise LookupError(f"names.py has no scenario {name!r}")
        if name in _all and _all[name].play.__module__ != play.__module__:
            raise LookupError(f"{name!r} is declared twice")
        _all[name] = Scenario(name, play, frozenset(needs), parameters)
        return play

    return declare


@cache
def scenarios() -> Mapping[str, Scenario]:
    """All that there are; those that move the clock come last, since it never goes back."""
    from . import scenarios as folder

    for module in pkgutil.iter_modules(folder.__path__):
        import_module(f"{folder.__name__}.{module.name}")
    return dict(sorted(_all.items(), key=lambda one: ("clock" in one[1].needs, one[0])))
