"""Changing the product by dotted name, and taking it back."""

from collections.abc import Callable
from importlib import import_module
from typing import Any

_MISSING = object()


class Patch:
    """What one saboteur changed.

    patch("troth.visitors.signals.said", lambda header: "")        # in the place of it
    patch.around("troth.post.write.write", lambda real: lambda *a, **k: None)

    Where a module imported the name for itself (`from .signals import said`), name that module.
    """

    def __init__(self) -> None:
        self._before: list[tuple[Any, str, Any]] = []

    def __call__(self, name: str, new: object) -> None:
        owner, attribute = _owner(name)
        if not hasattr(owner, attribute):
            raise LookupError(f"there is no {name}")
        own = getattr(owner, "__dict__", None)  # what has slots has none, and nothing that is inherited either
        old = getattr(owner, attribute) if own is None else own.get(attribute, _MISSING)
        self._before.append((owner, attribute, old))
        setattr(owner, attribute, new)

    def around(self, name: str, make: Callable[[Any], object]) -> None:
        """make: gets what is there now, gives what comes in its place."""
        owner, attribute = _owner(name)
        self(name, make(getattr(owner, attribute)))

    def undo(self) -> None:
        while self._before:
            owner, attribute, old = self._before.pop()
            if old is _MISSING:
                delattr(owner, attribute)
            else:
                setattr(owner, attribute, old)


def _owner(name: str) -> tuple[Any, str]:
    """The module or class that has it, and its name there."""
    parts = name.split(".")
    for depth in range(len(parts) - 1, 0, -1):
        try:
            owner: Any = import_module(".".join(parts[:depth]))
        except ModuleNotFoundError as error:
            if error.name and not name.startswith(f"{error.name}.") and error.name != ".".join(parts[:depth]):
                raise
            continue
        for part in parts[depth:-1]:
            owner = getattr(owner, part)
        return owner, parts[-1]
    raise LookupError(f"there is no {name}")
