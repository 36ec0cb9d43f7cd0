"""Saboteurs switched on and off in the server's process."""

from troth.verify.patch import Patch

_on: dict[str, Patch] = {}


def switch_on(name: str) -> None:
    from troth.verify.saboteur import saboteurs

    patch = _on[name] = Patch()
    saboteurs()[name].act(patch)


def switch_off(name: str) -> None:
    _on[name].undo()
    del _on[name]


def on() -> list[str]:
    return sorted(_on)
