"""Saboteurs: each breaks the product on purpose, in the lab's server, and must turn its check BROKEN.

A saboteur that survives says that its check looks at nothing."""

import pkgutil
from collections.abc import Callable, Mapping
from functools import cache
from importlib import import_module

import msgspec

from .names import known
from .patch import Patch

type Act = Callable[[Patch], None]


class Saboteur(msgspec.Struct, frozen=True):
    """check: `scenario.check`. sentence: what goes wrong. when: values of parameters under which it shows."""

    name: str
    check: str
    sentence: str
    act: Act
    when: Mapping[str, object]

    @property
    def scenario(self) -> str:
        return self.check.partition(".")[0]


_all: dict[str, Saboteur] = {}


def saboteur(check: str, sentence: str, *, when: Mapping[str, object] | None = None) -> Callable[[Act], Act]:
    """Declare one, in the file that is named like the scenario. Called inside the server, when it is switched on."""

    def declare(act: Act) -> Act:
        if not known(check):
            raise LookupError(f"names.py has no check {check!r}")
        name = f"{check}/{act.__name__}"
        _all[name] = Saboteur(name, check, sentence, act, when or {})
        return act

    return declare


@cache
def saboteurs() -> Mapping[str, Saboteur]:
    from . import saboteurs as folder

    for module in pkgutil.iter_modules(folder.__path__):
        import_module(f"{folder.__name__}.{module.name}")
    return dict(sorted(_all.items()))
